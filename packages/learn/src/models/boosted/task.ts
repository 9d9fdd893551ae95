import type { Task } from '../../parallel/task.js';
import { openWasm } from './kernel.js';
import { type FitResult, type FitSetup, stopFit, Trainer } from './trainer.js';

const NOTE_EVERY_MS = 50;

/** A fit in workers: job n is thread n. Thread 0 notes the rounds done now and then and gives the result. */
export const boostedTask: Task<FitSetup, number, FitResult | undefined> = {
  name: 'boosted',
  prepare: (setup) => (thread, context) => {
    try {
      const trainer = new Trainer(setup, thread, openWasm(setup.memory));
      let noted = performance.now();
      while (trainer.step()) {
        if (thread !== 0) continue;
        const now = performance.now();
        if (now - noted < NOTE_EVERY_MS) continue;
        noted = now;
        context.note(trainer.done);
      }
      if (thread !== 0) return undefined;
      const result = trainer.result();
      for (const value of Object.values(result.ensemble)) {
        if (ArrayBuffer.isView(value)) context.transfer(value.buffer as ArrayBuffer);
      }
      return result;
    } catch (error) {
      stopFit(setup.memory, setup.sync);
      throw error;
    }
  },
};

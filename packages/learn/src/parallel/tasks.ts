import { boostedTask } from '../models/boosted/task.js';
import { growForest } from '../models/forest/grow-task.js';
import { kernelCalls } from '../models/trees/kernel-calls.js';
import { binColumn } from '../table/bins.js';
import { probe } from './probe.js';
import type { Task, TaskContext } from './task.js';

/** A task whose types are known only to its caller. */
export interface AnyTask {
  readonly name: string;
  prepare(setup: unknown): (job: unknown, context: TaskContext) => unknown;
}

function forget<Setup, Job, Result>(task: Task<Setup, Job, Result>): AnyTask {
  return {
    name: task.name,
    prepare: (setup) => {
      const perform = task.prepare(setup as Setup);
      return (job, context) => perform(job as Job, context);
    },
  };
}

/** Every task that workers know. One line each. */
export const tasks: readonly AnyTask[] = [
  forget(binColumn),
  forget(boostedTask),
  forget(growForest),
  forget(probe),
  forget(kernelCalls),
];

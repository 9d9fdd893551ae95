import type { ProgressDisplay, ShownStep } from '../cli/progress.js';
import type { StepTime } from '../workspace/format.js';

/** Runs steps one after the other, shows them and keeps their times. */
export class Clock {
  readonly steps: StepTime[] = [];

  constructor(
    private readonly progress: ProgressDisplay,
    private readonly signal: AbortSignal,
  ) {}

  async time<T>(
    id: string,
    title: string,
    work: (step: ShownStep) => Promise<T>,
    detail: (value: T) => string,
  ): Promise<T> {
    this.signal.throwIfAborted();
    const shown = this.progress.step(title);
    const started = performance.now();
    try {
      const value = await work(shown);
      this.steps.push({ step: id, seconds: (performance.now() - started) / 1000, peakMb: peakMb() });
      shown.succeed(detail(value));
      return value;
    } catch (error) {
      shown.fail();
      throw error;
    }
  }

  skip(title: string, why: string): void {
    this.progress.step(title).skip(why);
  }
}

/** Most memory that this process has held, workers among it, in MB (10⁶ bytes). */
export function peakMb(): number {
  return Math.round((process.resourceUsage().maxRSS * 1024) / 1e6);
}

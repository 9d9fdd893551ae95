import type { Ground } from './site.js';

/** What all suites share. */
export interface Site {
  readonly url: string;
  readonly ground: Ground;
  /** What the server told of faults of its own; empty if all is well. */
  readonly faults: readonly string[];
}

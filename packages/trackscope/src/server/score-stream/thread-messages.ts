import type { HonestName, UnitName } from '@trackscope/catalogue';
import type { ScoredBatch, ScoreJob } from './batch-scorer.js';
import type { RawBatch } from './raw-rows.js';

/** Which models a thread opens. */
export interface ThreadModels {
  readonly protocol: HonestName;
  readonly unit: UnitName;
  /** Version by model: a thread that finds others in the workspace must not answer. */
  readonly versions: Readonly<Record<string, string>>;
}

/** What a thread that scores is told. */
export type ToScoreThread =
  | { readonly kind: 'open'; readonly job: number; readonly spec: ScoreJob; readonly models: ThreadModels }
  | { readonly kind: 'score'; readonly job: number; readonly id: number; readonly batch: RawBatch }
  | { readonly kind: 'end'; readonly job: number };

/** What it answers. */
export type FromScoreThread =
  | { readonly kind: 'ready'; readonly job: number }
  | { readonly kind: 'refused'; readonly job: number; readonly message: string }
  | { readonly kind: 'scored'; readonly id: number; readonly batch: ScoredBatch }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };

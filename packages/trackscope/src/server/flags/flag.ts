import type { HonestName, UnitName } from '@trackscope/catalogue';
import type { Answers, ModelSummary, TrackInput } from '../../score/contract.js';

/** A prediction that a person wants looked at again: everything that it rested on. */
export interface Flag {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly note: string;
  readonly track: TrackInput;
  readonly protocol: HonestName;
  readonly unit: UnitName;
  /** Popularity that counts as a hit, in points; null: each model's own. */
  readonly bar: number | null;
  readonly answers: Answers['answers'];
  readonly warnings: readonly string[];
  /** Which state of each model answered. */
  readonly models: readonly Pick<ModelSummary, 'model' | 'version'>[];
}

/** One line of the log. */
export type FlagEvent =
  | { readonly event: 'added'; readonly flag: Flag }
  | { readonly event: 'deleted'; readonly id: string; readonly time: string };

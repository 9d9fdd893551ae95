import type { Audit } from '@trackscope/catalogue';
import type { HonestData } from './data.js';
import type { FinalJob, FinalPart } from './final-job.js';
import type { FoldJob, FoldModel, FoldPart } from './fold-job.js';
import type { WireModel } from './wire.js';

/** To a worker of a desk. */
export type DeskOrder =
  | { readonly kind: 'data'; readonly data: HonestData }
  | { readonly kind: 'fold'; readonly id: number; readonly job: FoldJob }
  | { readonly kind: 'final'; readonly id: number; readonly job: FinalJob };

/** What a fold gave, in plain data. */
export type WireFold = (Omit<FoldPart, 'models'> & {
  readonly models: readonly (Omit<FoldModel, 'fitted'> & { readonly fitted: WireModel | null })[];
})[];

/** From a worker of a desk. */
export type DeskAnswer =
  | { readonly kind: 'audit'; readonly id: number; readonly plan: number; readonly audit: Audit }
  | { readonly kind: 'fit'; readonly id: number }
  | { readonly kind: 'fold'; readonly id: number; readonly parts: WireFold }
  | { readonly kind: 'final'; readonly id: number; readonly parts: readonly FinalPart[] }
  | { readonly kind: 'failure'; readonly id: number; readonly error: DeskError };

/** An error on its way between threads. */
export interface DeskError {
  readonly name: string;
  readonly message: string;
  /** Code of a LearnError. */
  readonly code: string | null;
  readonly stack: string | null;
}

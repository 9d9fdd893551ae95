import type { Grid, RowCounts, SourceInfo } from '@trackscope/catalogue';

/** Raised when the layout of a workspace changes so that older readers would misread it. */
export const WORKSPACE_FORMAT = 1;

export type ProtocolName =
  | 'published'
  | 'known-artist'
  | 'new-artist'
  | 'at-release-known'
  | 'at-release-new';
export type Unit = 'listing' | 'track' | 'recording';
export type ModelName = 'linear' | 'forest' | 'boosted' | 'boosted-tuned' | 'boosted-searched' | 'glassbox';

/** Seconds that one step of the run took. */
export interface StepTime {
  readonly step: string;
  readonly seconds: number;
}

/** `workspace.json`: what this folder is and how it came to be. */
export interface Manifest {
  readonly format: 'trackscope-workspace';
  readonly formatVersion: number;
  readonly tool: { readonly name: 'trackscope'; readonly version: string };
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly source: SourceInfo;
  readonly rows: RowCounts;
  readonly seed: number;
  readonly steps: readonly StepTime[];
  readonly seconds: number;
  /** Things left out and why, e.g. no popularity → no models. */
  readonly skipped: readonly { readonly what: string; readonly why: string }[];
  readonly files: readonly string[];
}

/** How one model did under one protocol. Popularity in points, times in seconds. */
export interface EvaluationEntry {
  readonly protocol: ProtocolName;
  readonly unit: Unit;
  readonly model: ModelName;
  /** Held-out rows scored. */
  readonly rows: number;
  readonly trainRows: number;
  readonly folds: number;
  readonly mae: number;
  readonly rmse: number;
  readonly r2: number;
  /** Sample standard deviation of R² over folds; null for a single split. */
  readonly r2Sd: number | null;
  readonly fitSeconds: number;
  readonly predictSeconds: number;
}

/** What a protocol is, in words; printed beside every figure. */
export interface ProtocolNote {
  readonly protocol: ProtocolName;
  readonly title: string;
  /** True when the figures flatter the model. */
  readonly optimistic: boolean;
  /** One line: how it splits, what it lets the model know, and what is wrong with it if anything. */
  readonly note: string;
}

/** `evaluation.json`. */
export interface Evaluation {
  readonly formatVersion: 1;
  readonly protocols: readonly ProtocolNote[];
  readonly evaluation: readonly EvaluationEntry[];
}

/** What a model leaned on and where it errs. */
export interface ModelExplanation {
  readonly protocol: ProtocolName;
  readonly unit: Unit;
  readonly model: ModelName;
  /** Shares of the whole (gain, impurity: sum 1) or absolute standardised coefficients in points; most first. */
  readonly importance: {
    readonly kind: 'gain' | 'impurity' | 'coefficient';
    readonly items: readonly { readonly name: string; readonly value: number }[];
  };
  /** Actual (x) against predicted (y) popularity of the held-out rows. */
  readonly scatter: Grid;
  /** Error by band of actual popularity. */
  readonly bands: readonly {
    /** Both inclusive. */
    readonly low: number;
    readonly high: number;
    readonly rows: number;
    readonly mae: number;
    /** Mean of predicted minus actual. */
    readonly bias: number;
  }[];
}

/** `explain.json`. */
export interface Explanation {
  readonly formatVersion: 1;
  readonly models: readonly ModelExplanation[];
}

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
  /** What drives popularity, under the honest protocols; absent where they were not run. */
  readonly drivers?: Drivers;
}

/** A mean with its sample standard deviation; the deviation is null for a single value. */
export interface Spread {
  readonly mean: number;
  readonly sd: number | null;
}

/** What drives popularity: the data of the chapter. Importances in R², SHAP values in points. */
export interface Drivers {
  readonly models: readonly ModelDrivers[];
  /** What sound adds once genre is known; null when the catalogue lacks one of them. */
  readonly soundBeyondGenre: SoundBeyondGenre | null;
  /** The published claims that products of two features help. */
  readonly interactions: readonly InteractionTest[];
  /** Properties of the catalogue that look like findings about music and are not. */
  readonly artefacts: readonly DriverStatement[];
  /** The answer in sentences, most important first. */
  readonly statements: readonly DriverStatement[];
  /** What may not be concluded: stands beside every figure of the chapter. */
  readonly caution: string;
}

/** A computed sentence; every number in it stands in `numbers`. */
export interface DriverStatement {
  readonly id: string;
  readonly text: string;
  readonly numbers: Readonly<Record<string, number>>;
}

/** What one boosted model leans on under one protocol, measured on rows that it was not fitted on. */
export interface ModelDrivers {
  readonly protocol: ProtocolName;
  readonly unit: Unit;
  readonly model: ModelName;
  /** Held-out rows of all folds, and how many of them were drawn for each measure. */
  readonly rows: {
    readonly heldOut: number;
    readonly permuted: number;
    readonly shap: number;
    readonly curves: number;
  };
  readonly folds: number;
  /** Shuffles of each family in each fold. */
  readonly repeats: number;
  /** R² of the drawn rows with nothing shuffled. */
  readonly r2: number;
  /** Most important first. */
  readonly families: readonly FamilyDriver[];
  /** Twenty columns with the largest mean |SHAP|, most first. */
  readonly columns: readonly ColumnDriver[];
  /** The largest numeric columns, and every sound column. */
  readonly curves: readonly DriverCurve[];
}

export interface FamilyDriver {
  /** `sound`, `title`, `genre`, `context`, `artist` or `album`. */
  readonly family: string;
  readonly title: string;
  /** How many columns it has. */
  readonly columns: number;
  /** Fall of R² when its columns are shuffled together, over folds and repeats. Falls of families do not add up. */
  readonly fall: Spread;
  /** Mean over rows of |sum of the family's SHAP values|, in points. */
  readonly meanAbsShap: number;
  /** Its part of the sum of `meanAbsShap`: these add up to 1. */
  readonly share: number;
}

export interface ColumnDriver {
  readonly name: string;
  /** As people say it. */
  readonly title: string;
  /** One sentence. */
  readonly description: string;
  readonly family: string;
  /** In points. */
  readonly meanAbsShap: number;
}

/** How predictions change with one column, all others as they are. */
export interface DriverCurve {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly family: string;
  /** For axis titles; '' for a plain number. */
  readonly unit: string;
  /** By value, ascending. Lines and bands in points of predicted popularity. */
  readonly points: readonly {
    readonly value: number;
    /** Partial dependence: mean prediction when every drawn row has this value. */
    readonly mean: number;
    /** Of the drawn rows, the middle 80 % of how far each moves from its own mean, added to the curve's mean. */
    readonly low: number;
    readonly high: number;
    /** Spread of `mean` over folds; null with one fold. */
    readonly sd: number | null;
    /** Share of held-out rows whose value is nearest to this one. Under 0.005 the curve is a guess. */
    readonly density: number;
  }[];
}

/** R² of models on genre alone, sound alone, and both, same folds and settings. */
export interface SoundBeyondGenre {
  readonly protocol: ProtocolName;
  readonly unit: Unit;
  readonly folds: number;
  readonly rows: number;
  readonly genre: Spread;
  readonly sound: Spread;
  readonly both: Spread;
  /** `both` minus `genre`, fold by fold. */
  readonly gain: Spread;
}

/** Whether the product of two columns, given as a column of its own, makes a model better. */
export interface InteractionTest {
  readonly protocol: ProtocolName;
  readonly unit: Unit;
  readonly folds: number;
  readonly rows: number;
  /** Names of the two columns. */
  readonly columns: readonly [string, string];
  readonly titles: readonly [string, string];
  /** Which learner was tried. */
  readonly model: ModelName;
  /** R² with the product minus R² without, fold by fold. */
  readonly gain: Spread;
}

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

/** What a model must beat: the mean of all, of the genre, of the artist, each known from the training rows alone. */
export type BaselineName = 'mean' | 'genre-mean' | 'artist-mean';

/** Seconds that one step of the run took. */
export interface StepTime {
  readonly step: string;
  readonly seconds: number;
  /** Most memory that the process had held by the end of the step, in MB (10⁶ bytes); absent in workspaces of before. */
  readonly peakMb?: number;
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
  readonly model: ModelName | BaselineName;
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
  /** True for what models must beat. */
  readonly baseline?: boolean;
  /** True when it was judged on fewer folds than usual, to be quick. */
  readonly quick?: boolean;
  /** How often the folds were drawn anew; `r2` is the mean and `r2Sd` the spread over all folds of all draws. */
  readonly repeats?: number;
  /** Rank correlation of predicted and actual, mean over folds; null when one of them is constant. */
  readonly spearman?: number | null;
  /** Popularity that counts as a hit, in points. */
  readonly bar?: number;
  /** Share of hits among all held-out rows. */
  readonly hitRate?: number;
  /** Share of hits among the held-out rows of a fold with the highest predictions; null where a fold has fewer rows. */
  readonly precisionAt50?: number | null;
  readonly precisionAt100?: number | null;
  readonly precisionAt500?: number | null;
  /** `precisionAt500` over `hitRate`; null without hits. */
  readonly liftAt500?: number | null;
  /** Share of all hits that are in the tenth with the highest predictions; null without hits. */
  readonly hitsInTop10?: number | null;
  /** The classes low, medium and high that the published project suggests, told by the predictions of unseen rows. */
  readonly classes?: ClassesEntry;
  /** Share of held-out rows inside their 90 % interval, which was made from the other folds. */
  readonly coverage90?: number;
  /** Mean width of these intervals, in points. */
  readonly width90?: number;
  /** The same by group, for groups of 200 rows or more. */
  readonly coverageBy?: {
    readonly genre: readonly CoverageGroup[];
    /** By band of actual popularity. */
    readonly band: readonly CoverageGroup[];
    /** By how many training tracks the artist has. */
    readonly history: readonly CoverageGroup[];
  };
  /** Mean squared error of the probability of a hit, 0 to 1. */
  readonly brier?: number;
  /** Held-out rows by their probability of a hit, ascending, and how many of them hit. */
  readonly calibration?: readonly CalibrationGroup[];
}

/** Held-out rows of about one probability of a hit. */
export interface CalibrationGroup {
  /** Mean probability, 0 to 1. */
  readonly mean: number;
  readonly rows: number;
  /** Share that hit, with its 95 % interval. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** How intervals hold, and how far predictions are off, in one group of held-out rows. */
export interface CoverageGroup {
  readonly name: string;
  readonly rows: number;
  readonly coverage: number;
  /** Mean width of the intervals, in points. */
  readonly width: number;
  /** Mean absolute error, in points; absent in workspaces of before. */
  readonly mae?: number;
  /** Mean of predicted minus actual, in points; absent in workspaces of before. */
  readonly bias?: number;
}

/** How well predictions tell classes of popularity, over all held-out rows. */
export interface ClassesEntry {
  /** Ascending: `low`, `medium`, `high`. */
  readonly names: readonly string[];
  /** Greatest popularity of every class but the last, in points: 40 and 70, as published. */
  readonly cuts: readonly number[];
  /** Rows by actual class (outer) and predicted class (inner). */
  readonly confusion: readonly (readonly number[])[];
  readonly accuracy: number;
  /** Mean F1 of the classes that occur. */
  readonly macroF1: number;
  /** Accuracy of always saying the most frequent class. */
  readonly commonest: number;
}

/** R² as families of features are added, under one protocol. */
export interface AblationStep {
  readonly protocol: ProtocolName;
  readonly unit: Unit;
  readonly model: ModelName;
  /** Families so far, in words. */
  readonly families: readonly string[];
  readonly columns: number;
  readonly folds: number;
  readonly r2: number;
  readonly r2Sd: number | null;
}

/**
 * The zero spike judged both ways: one model for popularity, beside two, where a first says how likely 0 is and a second,
 * fitted on the others alone, how popular a track is if it is not 0. Expectation: (1 − chance of 0) × popularity if not.
 */
export interface TwoPartEntry {
  readonly protocol: ProtocolName;
  readonly unit: Unit;
  readonly model: ModelName;
  readonly folds: number;
  /** Held-out rows. */
  readonly rows: number;
  /** Share of them that have popularity 0. */
  readonly zeroShare: number;
  /** How well the first model ranks zeros above the rest, mean over folds; null when a fold has none or nothing else. */
  readonly auc: number | null;
  /** Mean squared error of its chance, and of saying the training rows' share throughout. */
  readonly brier: number;
  readonly brierShare: number;
  /** R² of the expectation from both, and of the single model on the same folds. */
  readonly r2: Spread;
  readonly r2Single: Spread;
  /** `r2` minus `r2Single`, fold by fold. */
  readonly gain: Spread;
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
  /** Only where it was asked for. */
  readonly ablation?: readonly AblationStep[];
  /** Only where it was asked for. */
  readonly twoPart?: readonly TwoPartEntry[];
}

/** What a model leaned on and where it errs. */
export interface ModelExplanation {
  readonly protocol: ProtocolName;
  readonly unit: Unit;
  readonly model: ModelName;
  /**
   * Shares of the whole (gain, impurity: sum 1), absolute standardised coefficients in points, or mean sizes of what a
   * term adds (contribution) in points; most first. Under honest protocols, means over folds.
   */
  readonly importance: {
    readonly kind: 'gain' | 'impurity' | 'coefficient' | 'contribution';
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

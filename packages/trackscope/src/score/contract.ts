import type { Family, HonestName, UnitName } from '@trackscope/catalogue';

/** How a track comes out. `as-written` leaves it to what the catalogue says of album and title. */
export type Release =
  | { readonly kind: 'as-written' }
  /** Alone, under its own title. */
  | { readonly kind: 'single' }
  /** On an album of its artist. */
  | { readonly kind: 'album'; readonly tracks: number }
  /** On a compilation of several artists. */
  | { readonly kind: 'compilation'; readonly artists: number };

/** A track to be scored. What is left out is not known, and models are told so. */
export interface TrackInput {
  readonly title?: string;
  readonly album?: string;
  /** In the order of their billing; none, or a name that the catalogue lacks, is a new artist. */
  readonly artists?: readonly string[];
  /** Genre keys in the order of their listing. */
  readonly genres?: readonly string[];
  /** Audio features by name; `explicit` as 0 or 1. */
  readonly sound?: Readonly<Record<string, number>>;
  readonly release?: Release;
}

/** One reason in words, with what it gives. */
export interface AnswerReason {
  readonly topic: string;
  readonly family: Family;
  /** For people, e.g. "On a 40-artist compilation". */
  readonly text: string;
  readonly points: number;
}

/** What one model says of one track. Popularity in points. */
export interface Answer {
  readonly model: string;
  readonly protocol: HonestName;
  readonly unit: UnitName;
  readonly prediction: number;
  /** 90 % interval. */
  readonly low: number;
  readonly high: number;
  readonly bar: number;
  /**
   * Probability of reaching the bar, 0 to 1: counted at the bar that the model was calibrated for, told from that and from
   * the size of errors at others. Null where a model has none.
   */
  readonly chance: number | null;
  /** Null where reasons were not asked for, or the model has none. base + Σ points + held = prediction. */
  readonly reasons: {
    readonly base: number;
    readonly held: number;
    readonly method: string;
    readonly families: readonly {
      readonly family: Family;
      readonly title: string;
      readonly points: number;
      readonly reasons: readonly AnswerReason[];
    }[];
  } | null;
}

/** Answers of all models, and what to be careful about. */
export interface Answers {
  readonly answers: readonly Answer[];
  /** Inputs outside of what the catalogue has seen, artists and genres that it lacks, synthetic training. */
  readonly warnings: readonly string[];
}

/** Prediction as one audio feature moves over its range, all else as it is. */
export interface FeatureCurve {
  readonly column: string;
  readonly model: string;
  readonly points: readonly {
    readonly value: number;
    readonly prediction: number;
    readonly low: number;
    readonly high: number;
    /** Share of the catalogue's tracks (of the input's first genre where it has enough) nearest to this value. */
    readonly density: number;
  }[];
}

export interface ModelSummary {
  readonly model: string;
  readonly protocol: HonestName;
  readonly unit: UnitName;
  /** Changes whenever the model's file does. */
  readonly version: string;
  readonly r2: number;
  readonly mae: number;
  readonly rows: number;
  readonly quick: boolean;
}

/** The kept models of one protocol and unit, ready to answer. Synchronous: a slider waits for it. */
export interface Scorer {
  /** The bar at which hits were counted, in points: the default of all answers. */
  readonly bar: number;
  readonly protocol: HonestName;
  readonly unit: UnitName;
  readonly models: readonly ModelSummary[];
  readonly synthetic: boolean;
  /** All models (or those named) on one track. */
  answer(
    input: TrackInput,
    options?: { readonly bar?: number; readonly reasons?: boolean; readonly models?: readonly string[] },
  ): Answers;
  curve(input: TrackInput, column: string, model: string): FeatureCurve;
  /** Many tracks at once, without reasons. Arrays by model, one entry a track. `bar` is the models' own by default. */
  answerMany(
    inputs: readonly TrackInput[],
    models?: readonly string[],
    bar?: number,
  ): readonly {
    readonly model: string;
    readonly predicted: Float64Array;
    readonly low: Float64Array;
    readonly high: Float64Array;
    readonly chance: Float64Array;
  }[];
}

/** Gives the bytes of a workspace file by its name from the workspace on, e.g. `models/vocabulary.json`. */
export type LoadFile = (name: string) => Promise<Uint8Array>;

/** A mean, share or correlation with the ends of its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Rows it rests on. */
  readonly n: number;
}

/** Five-number summary; quantiles by linear interpolation. */
export interface Quartiles {
  readonly min: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly max: number;
}

/** Counts over equal bins: bin i is [start + i·step, start + (i+1)·step), the last one closed. */
export interface Histogram {
  readonly start: number;
  readonly step: number;
  readonly counts: readonly number[];
  /** Rows below the first bin that were counted in it; absent when there are none. */
  readonly below?: number;
  /** Rows above the last bin that were counted in it; absent when there are none. */
  readonly above?: number;
}

/** One numeric column (`explicit` and `mode` as 0/1), each track counted once. */
export interface ColumnProfile extends Quartiles {
  readonly name: string;
  readonly count: number;
  readonly missing: number;
  readonly distinct: number;
  readonly zeros: number;
  readonly mean: number;
  /** Sample standard deviation (n − 1). */
  readonly sd: number;
  /** Adjusted Fisher–Pearson skewness, as pandas gives it. */
  readonly skew: number;
  readonly histogram: Histogram;
}

/** One text column. */
export interface TextProfile {
  readonly name: string;
  readonly count: number;
  readonly missing: number;
  readonly distinct: number;
  /** Most frequent values, most first; ties by name. */
  readonly top: readonly { readonly value: string; readonly count: number }[];
}

/** Correlations between the numeric columns; null where one of the two is constant. */
export interface Correlations {
  readonly columns: readonly string[];
  readonly pearson: readonly (readonly (number | null)[])[];
  readonly spearman: readonly (readonly (number | null)[])[];
}

/** Mean popularity in one bin of a column. */
export interface TargetBin {
  /** Bin [low, high), the last one closed; for key, mode and the like low = high = the value. */
  readonly low: number;
  readonly high: number;
  /** The bin also holds everything below `low`, or above `high`; absent when there is nothing. */
  readonly open?: 'below' | 'above';
  readonly mean: Estimate;
  readonly share70: Estimate;
}

/** One column against popularity. */
export interface TargetCurve {
  readonly column: string;
  readonly pearson: Estimate | null;
  readonly spearman: number | null;
  readonly bins: readonly TargetBin[];
}

/** One feature within a group. */
export interface GroupFeature extends Quartiles {
  readonly mean: Estimate;
  /** Sample standard deviation (n − 1); absent with a single track. */
  readonly sd?: number;
}

/** One genre or macro-genre; a track counts once in each of its genres. */
export interface GroupProfile {
  readonly name: string;
  /** Macro-genre of a genre; for a macro-genre its own name. */
  readonly macro: string;
  readonly tracks: number;
  /** Quartiles of popularity and of every audio feature present. */
  readonly features: Readonly<Record<string, GroupFeature>>;
  /** Null without popularity. */
  readonly shareZero: Estimate | null;
  readonly share70: Estimate | null;
}

/** A square grid of counts over two columns. */
export interface Grid {
  readonly x: string;
  readonly y: string;
  readonly xStart: number;
  readonly xStep: number;
  readonly yStart: number;
  readonly yStep: number;
  readonly columns: number;
  readonly rows: number;
  /** Row-major, first row at yStart. */
  readonly counts: readonly number[];
}

/** Energy against valence for one class of popularity (published classes: quarters of the ranking). */
export interface MoodGrid {
  readonly label: string;
  /** Popularity of the class, both inclusive. */
  readonly low: number;
  readonly high: number;
  readonly tracks: number;
  readonly grid: Grid;
}

/** Mean popularity in one quadrant of energy × valence, cut at 0.5. */
export interface MoodQuadrant {
  readonly name: string;
  readonly energyHigh: boolean;
  readonly valenceHigh: boolean;
  readonly tracks: number;
  readonly mean: Estimate | null;
  readonly share70: Estimate | null;
}

/** Popularity of the tracks of one length. */
export interface DurationBand {
  /** Minutes, [low, high); null is open. */
  readonly low: number;
  readonly high: number | null;
  readonly tracks: number;
  readonly mean: Estimate;
  readonly shareZero: Estimate;
  /** Share with a popularity of 60 and over. */
  readonly share60: Estimate;
  readonly share70: Estimate;
}

/** How tracks, recordings, songs and genres share one another. */
export interface Identity {
  /** Recordings that stand under more than one track, and how many tracks those are. */
  readonly recordingsOnSeveralReleases: number;
  readonly tracksOnSeveralReleases: number;
  /** Tracks of the recording that has most of them. */
  readonly mostReleases: number;
  readonly songsInSeveralRecordings: number;
  /** Tracks with 0, 1, 2, … genres. */
  readonly genresPerTrack: readonly number[];
}

/** How the listings are spread over the genres: equal sizes mean that somebody chose them. */
export interface GenreListings {
  readonly genres: number;
  readonly smallest: number;
  readonly median: number;
  readonly largest: number;
  /** Genres of the largest size. */
  readonly atLargest: number;
}

/** Two genres and the tracks listed under both. */
export interface GenreOverlap {
  readonly a: string;
  readonly b: string;
  readonly tracksA: number;
  readonly tracksB: number;
  readonly shared: number;
  /** Shared tracks over tracks in either. */
  readonly jaccard: number;
}

/** One line of a leaderboard. */
export interface Leader {
  readonly name: string;
  readonly tracks: number;
  readonly meanPopularity: Estimate | null;
}

/** The rows behind a finding: how to get them back out of `listings`. */
export interface FindingRows {
  /** A SQL condition over the listing columns. */
  readonly where: string;
  readonly tracks: number;
}

/** One thing that the data says, computed, with its numbers. */
export interface Finding {
  /** Stable identifier, e.g. `correlation-strongest`. */
  readonly id: string;
  /** The sentence. */
  readonly text: string;
  /** Every number in the sentence, under a name. */
  readonly numbers: Readonly<Record<string, number>>;
  /** Groups or columns that the sentence names. */
  readonly names: readonly string[];
  readonly rows: FindingRows;
  /** 0–100: how much a reader should care; findings are sorted by it. */
  readonly weight: number;
  /** Which figure of the report shows it, or null. */
  readonly figure: FigureId | null;
}

export type FigureId =
  | 'popularity'
  | 'distributions'
  | 'correlation'
  | 'pairs'
  | 'mood'
  | 'duration'
  | 'target'
  | 'genres'
  | 'macro-genres'
  | 'genre-features'
  | 'leaders'
  | 'quality'
  | 'models';

/** `describe()` and Pearson matrix over the published rows, to compare with the published figures. */
export interface PublishedProfile {
  readonly rows: number;
  readonly describe: Readonly<
    Record<string, Quartiles & { readonly count: number; readonly mean: number; readonly sd: number }>
  >;
  readonly columns: readonly string[];
  readonly pearson: readonly (readonly (number | null)[])[];
  readonly popularityZero: number;
  readonly popularityAtLeast70: number;
  readonly distinct: Readonly<Record<'artists' | 'albums' | 'titles' | 'genres', number>>;
  /** Median and mean popularity by genre key. */
  readonly genres: readonly {
    readonly name: string;
    readonly rows: number;
    readonly mean: number;
    readonly median: number;
  }[];
  /** Rows in each published macro-genre. */
  readonly macroGenres: readonly { readonly name: string; readonly rows: number }[];
}

/**
 * `profile.json`: what `explore` found. Each track counts once, but in groups by genre once in each genre, always
 * with the numbers of its first listing (a few tracks of the published file are listed with two popularities).
 */
export interface Profile {
  readonly formatVersion: 1;
  readonly rows: {
    readonly listings: number;
    readonly tracks: number;
    readonly recordings: number;
    readonly songs: number;
  };
  readonly columns: readonly ColumnProfile[];
  readonly text: readonly TextProfile[];
  readonly correlations: Correlations;
  /** Everything that needs popularity is null without it. */
  readonly target: {
    readonly curves: readonly TargetCurve[];
    readonly shareZero: Estimate;
    readonly share70: Estimate;
    /** Zeros whose recording or song has another track above zero. */
    readonly zerosWithPopularTwin: Estimate;
    readonly durationGrid: Grid;
    /** Absent without durations. */
    readonly durationBands?: readonly DurationBand[];
  } | null;
  readonly mood: { readonly classes: readonly MoodGrid[]; readonly quadrants: readonly MoodQuadrant[] };
  /** Coarse grids of the pair plot, for each pair of its columns (x before y). */
  readonly pairs: readonly Grid[];
  /** Sorted by median popularity (by name without it); empty without genres. */
  readonly genres: readonly GroupProfile[];
  readonly macroGenres: readonly GroupProfile[];
  readonly leaders: {
    readonly genres: readonly Leader[];
    readonly artists: readonly Leader[];
    readonly albums: readonly Leader[];
    /** Artists and albums with fewer tracks are not ranked. */
    readonly minimumTracks?: number;
  };
  readonly identity?: Identity;
  /** Pairs of genres that share most of their tracks, most first. */
  readonly genreOverlaps?: readonly GenreOverlap[];
  /** Absent without genres. */
  readonly genreListings?: GenreListings;
  readonly findings: readonly Finding[];
  readonly published: PublishedProfile | null;
}

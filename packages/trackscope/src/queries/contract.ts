/** Which listings are meant: every condition must hold. An absent condition lets everything pass. */
export interface Filter {
  /** Both ends inclusive, by numeric column (audio features, `popularity`, `duration_min`). Listings without a value never pass. */
  readonly ranges?: Readonly<Record<string, readonly [number, number]>>;
  /** Genre keys; a listing passes when its own genre is one of them. */
  readonly genres?: readonly string[];
  /** Macro-genres of the genre map, any of them. */
  readonly macroGenres?: readonly string[];
  /** An artist as written, any letter case; any of a listing's artists may match it. */
  readonly artist?: string;
  readonly explicit?: boolean;
  /** Words that title, artists or album must contain between them, any letter case, accents ignored. */
  readonly search?: string;
}

/** What a view counts. It follows every condition of the filter but the one on its own column(s). */
export type ViewSpec =
  /** Counts in `bins` bins of equal width over the column's range in the catalogue, or over the given extent. */
  | {
      readonly kind: 'histogram';
      readonly column: string;
      readonly bins: number;
      readonly extent?: readonly [number, number];
    }
  /** Counts in cells of two columns, over their ranges or the given extents, by popularity class: all, low, medium, high. */
  | {
      readonly kind: 'density';
      readonly x: string;
      readonly y: string;
      readonly bins: number;
      readonly xExtent?: readonly [number, number];
      readonly yExtent?: readonly [number, number];
    }
  /**
   * Listings with a value, mean of a column and its 95 % interval for each genre or macro-genre. Its own column is the
   * one that it groups by; a range on the column that it measures does hold.
   */
  | { readonly kind: 'groups'; readonly by: 'genre' | 'macro-genre'; readonly column: string }
  /** Correlations of numeric columns among the listings that pass the whole filter. */
  | { readonly kind: 'correlations'; readonly columns: readonly string[] };

export interface HistogramView {
  readonly kind: 'histogram';
  readonly column: string;
  /** Bin edges, one more than counts; the last bin includes its end. */
  readonly edges: readonly number[];
  /** Listings of the filter. */
  readonly counts: readonly number[];
  /** Listings of the whole catalogue, for the ground behind. */
  readonly all: readonly number[];
}

export interface DensityView {
  readonly kind: 'density';
  readonly x: string;
  readonly y: string;
  readonly xEdges: readonly number[];
  readonly yEdges: readonly number[];
  /** Row by row from the lowest y, `bins × bins`; counts of listings by popularity class and in all. */
  readonly all: readonly number[];
  readonly low: readonly number[];
  readonly medium: readonly number[];
  readonly high: readonly number[];
}

export interface GroupsView {
  readonly kind: 'groups';
  readonly by: 'genre' | 'macro-genre';
  readonly column: string;
  /** Highest mean first; groups without a listing are left out. */
  readonly groups: readonly {
    readonly name: string;
    readonly count: number;
    readonly mean: number;
    /** 95 % interval of the mean. */
    readonly low: number;
    readonly high: number;
  }[];
}

export interface CorrelationsView {
  readonly kind: 'correlations';
  readonly columns: readonly string[];
  /** Pearson's r, `columns × columns`, row by row; null where a column is constant or too few listings pass. */
  readonly r: readonly (number | null)[];
  readonly count: number;
}

export type ViewResult = HistogramView | DensityView | GroupsView | CorrelationsView;

export interface SortKey {
  readonly column: string;
  readonly descending: boolean;
}

/** One listing as a table shows it. Numbers are null where the catalogue has none. */
export interface ListingRow {
  /** Row number of the listing, from 0: stable for a workspace. */
  readonly row: number;
  /** Where the catalogue has no ids, `track:` and a number. */
  readonly trackId: string;
  readonly title: string;
  readonly artists: string;
  readonly album: string;
  readonly genre: string;
  readonly macroGenre: string;
  readonly explicit: boolean | null;
  /** Every numeric column by name. */
  readonly values: Readonly<Record<string, number | null>>;
}

export interface TablePage {
  /** Listings that pass the filter. */
  readonly total: number;
  readonly from: number;
  readonly rows: readonly ListingRow[];
}

/** Everything that is known of one track. */
export interface TrackRecord {
  readonly track: ListingRow;
  readonly genres: readonly string[];
  /** Other tracks of the same recording or song, most popular first. */
  readonly releases: readonly ListingRow[];
}

export interface CatalogueInfo {
  readonly listings: number;
  readonly tracks: number;
  readonly synthetic: boolean;
  /** Numeric columns with a value somewhere, in the order of the catalogue. */
  readonly columns: readonly {
    readonly name: string;
    readonly title: string;
    readonly unit: string;
    readonly description: string;
    readonly min: number;
    readonly max: number;
    readonly median: number;
    /** Whole numbers only (key, mode, popularity …). */
    readonly integer: boolean;
  }[];
  readonly genres: readonly {
    readonly name: string;
    readonly macroGenre: string;
    readonly listings: number;
  }[];
  readonly macroGenres: readonly string[];
}

/** Questions that the app asks of a catalogue, answered in the browser from its columns, or by the server. */
export interface CatalogueQueries {
  readonly info: CatalogueInfo;
  /** Where answers come from; the server for catalogues that are too large for a browser. */
  readonly place: 'browser' | 'server';
  /** All views of one filter in one go, in the order of `specs`, and how many listings pass. */
  views(
    filter: Filter,
    specs: readonly ViewSpec[],
  ): Promise<{ readonly passing: number; readonly views: readonly ViewResult[] }>;
  /** A page of the table; ties in catalogue order, missing values last. Texts sort without case and accents. */
  table(filter: Filter, sort: readonly SortKey[], from: number, count: number): Promise<TablePage>;
  /** Null for an id that the catalogue does not have. */
  track(trackId: string): Promise<TrackRecord | null>;
  /** Tracks whose title or artists contain the words, most popular first. */
  suggest(words: string, count: number): Promise<readonly ListingRow[]>;
  /** Artists that contain the words, those with most tracks first. */
  artists(
    words: string,
    count: number,
  ): Promise<readonly { readonly name: string; readonly tracks: number }[]>;
  /** Tracks that sound most alike (standardised audio features), leaving out the track's own recording and song. */
  similar(
    sound: Readonly<Record<string, number>>,
    count: number,
    except?: string,
  ): Promise<readonly (ListingRow & { readonly distance: number })[]>;
  /** The listings that pass, in the order of the sort, as a file; cells that a spreadsheet would run as a formula are defused in CSV. */
  download(
    filter: Filter,
    sort: readonly SortKey[],
    format: 'csv' | 'parquet',
    columns?: readonly string[],
  ): Promise<Blob>;
}

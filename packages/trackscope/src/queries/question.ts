import type { Filter, SortKey, ViewSpec } from './contract.js';

/** What `POST api/query` is asked: a method of CatalogueQueries with what it takes. */
export type Question =
  | { readonly question: 'info' }
  | { readonly question: 'views'; readonly filter: Filter; readonly views: readonly ViewSpec[] }
  | {
      readonly question: 'table';
      readonly filter: Filter;
      readonly sort: readonly SortKey[];
      readonly from: number;
      readonly count: number;
    }
  | { readonly question: 'track'; readonly trackId: string }
  | { readonly question: 'suggest'; readonly words: string; readonly count: number }
  | { readonly question: 'artists'; readonly words: string; readonly count: number }
  | {
      readonly question: 'similar';
      readonly sound: Readonly<Record<string, number>>;
      readonly count: number;
      readonly except?: string;
    }
  | {
      readonly question: 'download';
      readonly filter: Filter;
      readonly sort: readonly SortKey[];
      readonly format: 'csv' | 'parquet';
      readonly columns?: readonly string[];
    };

/** What one question may ask for. */
export const QUESTION_LIMITS = {
  /** Rows of a page, names in a list. */
  rows: 500,
  views: 40,
  bins: 200,
  /** Cells of all densities of a question. */
  cells: 120_000,
  /** Characters of a text. */
  text: 200,
  /** Genres of a filter. */
  genres: 5000,
  columns: 40,
  /** Listings that a server writes into one file. */
  fileRows: 1_000_000,
} as const;

import { type ArtistIndex, artistIndex } from './artist-index.js';
import { conditionsOf, TEXT_DIMENSIONS } from './conditions.js';
import type { CatalogueQueries, Filter, ListingRow, SortKey } from './contract.js';
import { csvParts } from './csv.js';
import { fileColumns } from './file-columns.js';
import { searchWords } from './fold.js';
import { LinkedViews, type LinkedWork } from './linked-views.js';
import { listingRow, trackOfId } from './listing-rows.js';
import type { Listings } from './listings.js';
import { type Neighbours, neighbours } from './neighbours.js';
import { parquetBytes } from './parquet.js';
import { QueryError } from './query-error.js';
import { QUESTION_LIMITS } from './question.js';
import { sortedRows } from './sorting.js';
import { type TrackSearch, trackSearch } from './track-search.js';

/** Queries answered here, from columns in memory. */
export interface LocalQueries extends CatalogueQueries {
  /** What has been done so far, for tests of what a change costs. */
  readonly work: LinkedWork & { readonly sorts: number; readonly scans: number };
}

/** Orders that are kept. */
const KEPT = 3;

/**
 * Answers from columns. Every method rejects with a QueryError when it is asked for what the catalogue lacks.
 *
 * @param place what to say of where answers come from
 */
export function localQueries(listings: Listings, place: 'browser' | 'server' = 'browser'): LocalQueries {
  const linked = new LinkedViews(listings, [...listings.numbers.keys(), 'explicit', ...TEXT_DIMENSIONS]);
  const artists = once((): ArtistIndex => artistIndex(listings));
  const search = once((): TrackSearch => trackSearch(listings));
  const near = once((): Neighbours => neighbours(listings));
  const popularity = listings.numbers.get('popularity');
  const orders = new Map<string, Uint32Array>();
  let sorts = 0;

  const conditions = (filter: Filter) => conditionsOf(filter, listings, artists, search);

  /** All listings in the order of the keys. */
  function ordered(sort: readonly SortKey[]): Uint32Array {
    return kept(orders, JSON.stringify(sort.map(({ column, descending }) => [column, descending])), () => {
      sorts++;
      return sortedRows(listings, sort);
    });
  }

  const pages = new Map<string, Uint32Array>();
  /** The listings that pass, in the order of the keys. */
  function rowsOf(filter: Filter, sort: readonly SortKey[]): Uint32Array {
    const { key, set } = linked.passing(conditions(filter));
    return kept(pages, `${key} ${JSON.stringify(sort.map((of) => [of.column, of.descending]))}`, () => {
      if (sort.length === 0) return set.rows().slice();
      const order = ordered(sort);
      const { members } = set;
      const rows = new Uint32Array(set.count);
      for (let i = 0, at = 0; at < rows.length; i++) {
        rows[at] = order[i]!;
        at += members[order[i]!]!;
      }
      return rows;
    });
  }

  /** Larger is more popular; tracks without popularity come last. */
  function popularityOf(track: number): number {
    return popularity ? popularity.codes[listings.firstListing[track]!]! : 0;
  }

  const rowOf = (track: number): ListingRow => listingRow(listings, listings.firstListing[track]!);

  return {
    info: listings.info,
    place,
    get work() {
      return { ...linked.work, sorts, scans: search.made()?.scans ?? 0 };
    },
    async views(filter, specs) {
      return linked.views(conditions(filter), specs);
    },
    async table(filter, sort, from, count) {
      const rows = rowsOf(filter, sort);
      const page = rows.subarray(from, from + count);
      return { total: rows.length, from, rows: Array.from(page, (row) => listingRow(listings, row)) };
    },
    async track(trackId) {
      const track = trackOfId(listings, trackId);
      if (track < 0) return null;
      const { recording, song } = listings;
      const releases: number[] = [];
      for (let other = 0; other < listings.tracks; other++) {
        if (other === track) continue;
        if (recording[other] === recording[track] || song[other] === song[track]) releases.push(other);
      }
      releases.sort((a, b) => popularityOf(b) - popularityOf(a) || a - b);
      return { track: rowOf(track), genres: listings.genresOf(track), releases: releases.map(rowOf) };
    },
    async suggest(words, count) {
      const found = search().tracks(searchWords(words), ['title', 'artists']);
      return mostPopular(found, count, popularityOf).map(rowOf);
    },
    async artists(words, count) {
      return artists().find(words, count);
    },
    async similar(sound, count, except) {
      const track = except === undefined ? -1 : trackOfId(listings, except);
      return near()
        .nearest(sound, count, track)
        .map((found) => ({ ...rowOf(found.track), distance: found.distance }));
    },
    async download(filter, sort, format, columns) {
      const files = fileColumns(listings, columns);
      const rows = rowsOf(filter, sort);
      if (place === 'server' && rows.length > QUESTION_LIMITS.fileRows) {
        throw new QueryError(
          'too-many-rows',
          `a file holds at most ${QUESTION_LIMITS.fileRows} listings, and ${rows.length} pass the filter`,
        );
      }
      if (format === 'csv') return new Blob(csvParts(files, rows), { type: 'text/csv;charset=utf-8' });
      return new Blob([await parquetBytes(files, rows)], { type: 'application/vnd.apache.parquet' });
    },
  };
}

/** The most popular of the tracks that are marked, ties in the order of the catalogue. */
function mostPopular(marked: Uint8Array, count: number, popularityOf: (track: number) => number): number[] {
  const best: { track: number; popularity: number }[] = [];
  if (count < 1) return [];
  for (let track = 0; track < marked.length; track++) {
    if (marked[track] === 0) continue;
    const popularity = popularityOf(track);
    if (best.length === count && popularity <= best[count - 1]!.popularity) continue;
    const place = best.findIndex((known) => known.popularity < popularity);
    best.splice(place < 0 ? best.length : place, 0, { track, popularity });
    if (best.length > count) best.pop();
  }
  return best.map(({ track }) => track);
}

interface Once<T> {
  (): T;
  /** What was made, if anything. */
  made(): T | undefined;
}

function once<T>(make: () => T): Once<T> {
  let value: T | undefined;
  return Object.assign(
    () => {
      value ??= make();
      return value;
    },
    { made: () => value },
  );
}

/** The value for a key; the one that has not been asked for longest makes room. */
function kept<T>(values: Map<string, T>, key: string, make: () => T): T {
  const value = values.get(key) ?? make();
  values.delete(key);
  values.set(key, value);
  if (values.size > KEPT) values.delete(values.keys().next().value!);
  return value;
}

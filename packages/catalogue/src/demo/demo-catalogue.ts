import { type Block, makeBlock } from './block.js';
import { PUBLISHED_STATISTICS } from './published-statistics.js';
import { createRandom } from './random.js';
import type { DemoStatistics } from './statistics.js';

/** Columns of the published file, in its order, after the nameless index. */
export const DEMO_COLUMNS = [
  'track_id',
  'artists',
  'album_name',
  'track_name',
  'popularity',
  'duration_ms',
  'explicit',
  'danceability',
  'energy',
  'key',
  'loudness',
  'mode',
  'speechiness',
  'acousticness',
  'instrumentalness',
  'liveness',
  'valence',
  'tempo',
  'time_signature',
  'track_genre',
] as const;

export type DemoColumn = (typeof DEMO_COLUMNS)[number];

/** Some rows of a demo catalogue, column by column. Text is null where it is missing. */
export interface DemoBatch {
  /** Index of the first row in the whole catalogue. */
  readonly start: number;
  readonly rows: number;
  readonly text: Readonly<
    Record<'track_id' | 'artists' | 'album_name' | 'track_name' | 'track_genre', (string | null)[]>
  >;
  /** Numbers as the published file has them; `explicit` is 0 or 1, the duration in milliseconds. */
  readonly numbers: Readonly<Record<Exclude<DemoColumn, keyof DemoBatch['text']>, Float64Array>>;
}

export interface DemoOptions {
  /** Listings, 114 (one for each genre) or more. Default: 114,000. */
  readonly rows?: number;
  /** Whole number from 0 to 2^53 - 1. Default: 1. */
  readonly seed?: number;
}

/** What a demo catalogue has if nothing else is asked for: 1,000 listings of each genre. */
export const DEMO_ROWS = 114_000;
export const DEMO_SEED = 1;

const BATCH_ROWS = 8192;
/** Rows from which on the catalogue has a listing without texts. */
const BLANK_FROM = 1000;

/**
 * The demo catalogue: synthetic listings that are statistically like the published dataset, in batches. It is made
 * from aggregate statistics alone; every name is invented, and every id starts with {@link DEMO_ID_PREFIX}.
 * The same options give the same rows. Memory does not grow with `rows`: blocks of about 114,000 listings are made
 * one after another, each with artists of its own.
 *
 * Throws a `RangeError` for rows below 114 or a seed that is not a whole number.
 */
export function* demoCatalogue(
  options: DemoOptions = {},
  statistics: DemoStatistics = PUBLISHED_STATISTICS,
): Generator<DemoBatch, { rows: number; tracks: number }, void> {
  const { rows = DEMO_ROWS, seed = DEMO_SEED } = options;
  const genres = statistics.genres.length;
  if (!(Number.isSafeInteger(rows) && rows >= genres)) {
    throw new RangeError(
      `rows must be a whole number of at least ${genres}, one for each genre; found ${rows}`,
    );
  }
  if (!(Number.isSafeInteger(seed) && seed >= 0)) {
    throw new RangeError(`seed must be a whole number from 0 to 2^53 - 1; found ${seed}`);
  }
  const blocks = Math.max(1, Math.round(rows / DEMO_ROWS));
  let done = 0;
  let tracks = 0;
  for (let b = 0; b < blocks; b++) {
    const end = Math.round((rows * (b + 1)) / blocks);
    const listings = new Int32Array(genres);
    for (let g = 0; g < genres; g++) {
      listings[g] = Math.floor(((end - done) * (g + 1)) / genres) - Math.floor(((end - done) * g) / genres);
    }
    const block = makeBlock(statistics, listings, createRandom(seed, b), b === 0 && rows >= BLANK_FROM);
    tracks += block.world.tracks.count;
    for (let from = 0; from < end - done; from += BATCH_ROWS) {
      yield batchOf(statistics, block, done + from, from, Math.min(BATCH_ROWS, end - done - from));
    }
    done = end;
  }
  return { rows, tracks };
}

function batchOf(
  statistics: DemoStatistics,
  block: Block,
  start: number,
  from: number,
  rows: number,
): DemoBatch {
  const { world, sound } = block;
  const texts = () => new Array<string | null>(rows).fill(null);
  const numbers = () => new Float64Array(rows);
  const text = {
    track_id: texts(),
    artists: texts(),
    album_name: texts(),
    track_name: texts(),
    track_genre: texts(),
  };
  const columns = {
    popularity: numbers(),
    duration_ms: numbers(),
    explicit: numbers(),
    danceability: numbers(),
    energy: numbers(),
    key: numbers(),
    loudness: numbers(),
    mode: numbers(),
    speechiness: numbers(),
    acousticness: numbers(),
    instrumentalness: numbers(),
    liveness: numbers(),
    valence: numbers(),
    tempo: numbers(),
    time_signature: numbers(),
  };
  const soundNames = Object.keys(sound) as (keyof typeof sound)[];
  for (let i = 0; i < rows; i++) {
    const listing = from + i;
    const track = block.listingTrack[listing]!;
    const recording = world.tracks.recording[track]!;
    text.track_id[i] = block.ids[track]!;
    text.track_genre[i] = statistics.genres[block.listingGenre[listing]!]!;
    for (const name of soundNames) columns[name][i] = sound[name][recording]!;
    if (listing === block.blankListing) {
      columns.duration_ms[i] = 0;
      continue;
    }
    text.artists[i] = world.recordings.credits[recording]!;
    text.album_name[i] = world.albums.title[world.tracks.album[track]!]!;
    text.track_name[i] = world.recordings.title[recording]!;
    columns.popularity[i] = Math.min(100, block.popularity[track]! + block.listingShift[listing]!);
  }
  return { start, rows, text, numbers: columns };
}

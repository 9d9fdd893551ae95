import {
  AUDIO_FEATURES,
  codeColumn,
  columnSpec,
  countCodes,
  macroGenre,
  quoteName,
  STYLE_MAP,
} from '@trackscope/catalogue';
import { type Engine, openEngine } from '../engine/engine.js';
import { lockEngine } from '../engine/lock.js';
import { UserError } from '../errors/user-error.js';
import { openListings as listingsView } from '../workspace/listings.js';
import { readWorkspaceJson, type Workspace } from '../workspace/read.js';
import {
  type ColumnHeader,
  type ListingsHeader,
  packListings,
  type SectionArray,
  smallest,
  type TextHeader,
} from './listings-format.js';

/** Memory that the reading of a catalogue may take before it spills to disk. */
const MEMORY = '2GB';
const BETWEEN = '\u001f';

/**
 * The columns of a workspace's catalogue as the app reads them: `listings.bin`, opened by `openListings`.
 * @throws UserError `workspace-damaged` when the catalogue does not fit together
 */
export async function listingsFile(workspace: Workspace): Promise<Uint8Array> {
  const macros = await macroGenresOf(workspace);
  const engine = await openEngine({ memoryLimit: MEMORY });
  try {
    await listingsView(engine, workspace);
    await lockEngine(engine, [workspace.directory]);
    return await packCatalogue(engine, macros, workspace.manifest.source.synthetic === true);
  } finally {
    engine.close();
  }
}

interface Macros {
  readonly order: readonly string[];
  readonly of: ReadonlyMap<string, string>;
}

/** The genre map that the run used, as it shows in the profile. */
async function macroGenresOf(workspace: Workspace): Promise<Macros> {
  const profile = await readWorkspaceJson<{
    readonly genres?: readonly { readonly name: string; readonly macro: string }[];
    readonly macroGenres?: readonly { readonly name: string }[];
  }>(workspace, 'profile.json');
  const of = new Map((profile.genres ?? []).map(({ name, macro }) => [name, macro]));
  const present = new Set([...of.values(), ...(profile.macroGenres ?? []).map(({ name }) => name)]);
  return { order: [...new Set([...STYLE_MAP.macros, ...[...present].sort()])], of };
}

/** Reads `listings` of the engine. */
async function packCatalogue(engine: Engine, macros: Macros, synthetic: boolean): Promise<Uint8Array> {
  const sections: SectionArray[] = [];
  const put = (section: SectionArray) => sections.push(section) - 1;
  await engine.run(
    `CREATE TEMP TABLE firsts AS SELECT (row_number() OVER (ORDER BY track) - 1)::INTEGER AS place, track, track_id,
      track_name, artists, album_name, recording, song, track_genres FROM listings WHERE first_of_track ORDER BY track`,
  );
  const tracks = await engine.columns('SELECT track, recording, song FROM firsts ORDER BY place');
  const { track, listings } = await trackOfListings(engine, tracks.columns.track as Float64Array);
  const columns: ColumnHeader[] = [];
  for (const name of ['popularity', ...AUDIO_FEATURES]) {
    const column = await numberColumn(engine, name, put);
    if (column) columns.push(column);
  }
  const genres = await genreColumns(engine, macros, put);
  const texts = {
    title: await textColumn(engine, 'track_name', put),
    artists: await textColumn(engine, 'artists', put),
    album: await textColumn(engine, 'album_name', put),
    trackId: await textColumn(engine, 'track_id', put),
  };
  const header: ListingsHeader = {
    listings,
    tracks: tracks.rows,
    synthetic,
    columns,
    genres: genres.genres,
    macroGenres: genres.macroGenres,
    texts,
    listing: { track: put(smallest(track, tracks.rows)), genre: genres.listing },
    track: {
      recording: put(numbered(tracks.columns.recording as Float64Array)),
      song: put(numbered(tracks.columns.song as Float64Array)),
      genreCounts: genres.counts,
      genres: genres.lists,
    },
  };
  return packListings(header, sections);
}

/** The place of each listing's track among the tracks. */
async function trackOfListings(
  engine: Engine,
  numbers: Float64Array,
): Promise<{ track: Uint32Array; listings: number }> {
  const { rows, columns } = await engine.columns('SELECT track FROM listings');
  const of = columns.track as Float64Array;
  const largest = numbers.length === 0 ? -1 : numbers[numbers.length - 1]!;
  const place = new Int32Array(largest + 1).fill(-1);
  numbers.forEach((number, i) => {
    place[number] = i;
  });
  const track = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    const found = place[of[row]!] ?? -1;
    if (found < 0)
      throw new UserError(
        'workspace-damaged',
        `catalogue.parquet: listing ${row} belongs to track ${of[row]}, which has no first listing`,
        'Make the workspace anew with: trackscope run',
      );
    track[row] = found;
  }
  return { track, listings: rows };
}

/** One column, coded; null when it holds nothing. */
async function numberColumn(
  engine: Engine,
  name: string,
  put: (section: SectionArray) => number,
): Promise<ColumnHeader | null> {
  const { columns, rows } = await engine.columns(
    `SELECT CAST(${quoteName(name)} AS DOUBLE) AS v FROM listings`,
  );
  const { values, codes } = codeColumn(name, columns.v as Float64Array);
  if (values.length === 0) return null;
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  const counts = countCodes({ name, values, codes }, all);
  for (let row = 0; row < rows; row++) codes[row]!++;
  const { title, unit, description } = columnSpec(name);
  return {
    name,
    title,
    unit,
    description,
    integer: values.every((value) => Number.isInteger(value)),
    min: values[0]!,
    max: values[values.length - 1]!,
    median: medianOf(values, counts),
    codes: put(smallest(codes, values.length)),
    values: put(values),
  };
}

function medianOf(values: Float64Array, counts: Int32Array): number {
  const known = counts.reduce((sum, n) => sum + n, 0);
  const at = (place: number) => {
    let before = 0;
    for (let code = 0; code < counts.length; code++) {
      before += counts[code]!;
      if (place < before) return values[code]!;
    }
    return Number.NaN;
  };
  return (at((known - 1) >> 1) + at(known >> 1)) / 2;
}

async function genreColumns(engine: Engine, macros: Macros, put: (section: SectionArray) => number) {
  const listed = await engine.columns('SELECT track_genre AS genre FROM listings');
  const lists = await engine.columns(
    `SELECT array_to_string(track_genres, chr(31)) AS genres FROM firsts ORDER BY place`,
  );
  const ofTracks = (lists.columns.genres as (string | null)[]).map((text) => text ?? '');
  const ofListings = listed.columns.genre as (string | null)[];
  const names = new Set<string>();
  for (const genre of ofListings) if (genre !== null) names.add(genre);
  for (const set of new Set(ofTracks)) if (set !== '') for (const name of set.split(BETWEEN)) names.add(name);
  const sorted = [...names].sort((a, b) => (a < b ? -1 : 1));
  const codeOf = new Map(sorted.map((name, code) => [name, code]));
  const codes = Uint32Array.from(ofListings, (genre) => (genre === null ? 0 : codeOf.get(genre)! + 1));
  const counts = new Int32Array(sorted.length + 1);
  for (const code of codes) counts[code]!++;
  const coded = new Map([...new Set(ofTracks)].map((set) => [set, set === '' ? [] : codesIn(set, codeOf)]));
  const lengths = Uint32Array.from(ofTracks, (set) => coded.get(set)!.length);
  const flat = new Uint32Array(lengths.reduce((sum, n) => sum + n, 0));
  let at = 0;
  for (const set of ofTracks) for (const code of coded.get(set)!) flat[at++] = code;
  const macroOf = sorted.map((name) => macros.of.get(name) ?? macroGenre(name, STYLE_MAP));
  const present = new Set(macroOf);
  return {
    genres: sorted.map((name, code) => ({ name, macroGenre: macroOf[code]!, listings: counts[code + 1]! })),
    macroGenres: [...new Set([...macros.order, ...macroOf])].filter((macro) => present.has(macro)),
    listing: put(smallest(codes, sorted.length)),
    counts: put(
      smallest(
        lengths,
        lengths.reduce((most, n) => Math.max(most, n), 0),
      ),
    ),
    lists: put(smallest(flat, sorted.length)),
  };
}

function codesIn(set: string, codeOf: ReadonlyMap<string, number>): number[] {
  return [...new Set(set.split(BETWEEN).map((name) => codeOf.get(name)!))];
}

/** Distinct texts in the order in which a reader would sort them: without case and accents. */
async function textColumn(
  engine: Engine,
  name: string,
  put: (section: SectionArray) => number,
): Promise<TextHeader> {
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE texts AS
      SELECT text, (row_number() OVER (ORDER BY strip_accents(lower(text)), text))::INTEGER AS code
      FROM (SELECT DISTINCT ${name} AS text FROM firsts WHERE ${name} IS NOT NULL)`,
  );
  const { rows, columns } = await engine.columns('SELECT text FROM texts ORDER BY code');
  const blob = new TextEncoder().encode(
    (columns.text as string[]).map((text) => `${text.replaceAll('\0', '\ufffd')}\0`).join(''),
  );
  const codes = await engine.columns(
    `SELECT coalesce(code, 0) AS code FROM firsts LEFT JOIN texts ON text = ${name} ORDER BY place`,
  );
  return {
    count: rows,
    blob: put(blob),
    codes: put(smallest(codes.columns.code as Float64Array, rows)),
  };
}

function numbered(values: Float64Array): SectionArray {
  return smallest(
    values,
    values.reduce((most, n) => Math.max(most, n), 0),
  );
}

import type { CatalogueInfo, Filter, SortKey } from 'trackscope/browser';

/** Popularity class that a density picture shows. */
export const LEVELS = ['all', 'low', 'medium', 'high'] as const;
export type Level = (typeof LEVELS)[number];

/** Everything that the page shows, as its address has it. */
export interface ExploreView {
  readonly filter: Filter;
  readonly sort: readonly SortKey[];
  /** Columns of the table in their order; null for the usual ones. */
  readonly columns: readonly string[] | null;
  /** Axes of the density picture. */
  readonly x: string;
  readonly y: string;
  readonly level: Level;
  /** Column whose means the leaderboards rank. */
  readonly ranked: string;
  /** Id of the track in the drawer. */
  readonly track: string | null;
  /** First row in sight. */
  readonly row: number;
}

/** Changes to the address; null takes a parameter away. */
export type Patch = Record<string, string | null>;

const TEXT_COLUMNS = ['track_name', 'artists', 'album_name', 'track_genre', 'macro_genre', 'explicit'];

/** Names of every column that a table may show and sort by, text first. */
export function tableColumns(info: Pick<CatalogueInfo, 'columns'>): string[] {
  return [...TEXT_COLUMNS, ...info.columns.map(({ name }) => name)];
}

/** Reads an address. What it cannot mean (an unknown column, a range that is none) is as if it were absent. */
export function readView(params: URLSearchParams, info: Pick<CatalogueInfo, 'columns'>): ExploreView {
  const numeric = info.columns.map(({ name }) => name);
  const known = tableColumns(info);
  const one = (name: string, usual: string) => pickOf(numeric, params.get(name), usual);
  const columns = listOf(params.get('columns')).filter(
    (name, i, all) => known.includes(name) && all.indexOf(name) === i,
  );
  const [x, y] = [one('x', 'valence'), one('y', 'energy')];
  const row = Number(params.get('row'));
  return {
    filter: readFilter(params, numeric),
    sort: readSort(params.get('sort'), known),
    columns: columns.length > 0 ? columns : null,
    x,
    // A column against itself is no picture.
    y:
      y === x
        ? pickOf(
            numeric.filter((name) => name !== x),
            null,
            x === 'energy' ? 'valence' : 'energy',
          )
        : y,
    level: LEVELS.find((level) => level === params.get('class')) ?? 'all',
    ranked: one('ranked', 'popularity'),
    track: params.get('track') || null,
    row: Number.isSafeInteger(row) && row > 0 ? row : 0,
  };
}

function pickOf(names: readonly string[], wanted: string | null, usual: string): string {
  if (wanted !== null && names.includes(wanted)) return wanted;
  return names.includes(usual) ? usual : (names[0] ?? usual);
}

function readFilter(params: URLSearchParams, numeric: readonly string[]): Filter {
  const ranges: Record<string, readonly [number, number]> = {};
  for (const name of numeric) {
    const range = readRange(params.get(name));
    if (range) ranges[name] = range;
  }
  const genres = listOf(params.get('genre'));
  const macroGenres = listOf(params.get('macro'));
  const artist = params.get('artist')?.trim();
  const search = params.get('q')?.trim();
  const explicit = params.get('explicit');
  return {
    ...(Object.keys(ranges).length > 0 ? { ranges } : {}),
    ...(genres.length > 0 ? { genres } : {}),
    ...(macroGenres.length > 0 ? { macroGenres } : {}),
    ...(artist ? { artist } : {}),
    ...(explicit === 'yes' || explicit === 'no' ? { explicit: explicit === 'yes' } : {}),
    ...(search ? { search } : {}),
  };
}

/** What the address has to say of a filter: every parameter that a filter can have. */
export function filterPatch(filter: Filter, info: Pick<CatalogueInfo, 'columns'>): Patch {
  const patch: Patch = {};
  for (const { name } of info.columns) {
    const range = filter.ranges?.[name];
    patch[name] = range ? `${short(range[0])}..${short(range[1])}` : null;
  }
  patch.genre = writeList(filter.genres);
  patch.macro = writeList(filter.macroGenres);
  patch.artist = filter.artist?.trim() || null;
  patch.explicit = filter.explicit === undefined ? null : filter.explicit ? 'yes' : 'no';
  patch.q = filter.search?.trim() || null;
  return patch;
}

/** The same filters give the same text. */
export function filterKey(filter: Filter, info: Pick<CatalogueInfo, 'columns'>): string {
  return Object.entries(filterPatch(filter, info))
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`)
    .join('&');
}

/** `-popularity,energy`: a minus is "largest first". */
export function writeSort(sort: readonly SortKey[]): string | null {
  return writeList(sort.map(({ column, descending }) => `${descending ? '-' : ''}${column}`));
}

function readSort(text: string | null, known: readonly string[]): SortKey[] {
  const keys = listOf(text).map((word) => {
    const descending = word.startsWith('-');
    return { column: descending ? word.slice(1) : word, descending };
  });
  return keys.filter(
    ({ column }, i) => known.includes(column) && keys.findIndex((key) => key.column === column) === i,
  );
}

/** `0.8..1`, both ends inclusive. */
function readRange(text: string | null): readonly [number, number] | null {
  const found = /^(-?[\d.]+(?:e-?\d+)?)\.\.(-?[\d.]+(?:e-?\d+)?)$/i.exec(text ?? '');
  if (!found) return null;
  const [low, high] = [Number(found[1]), Number(found[2])];
  return Number.isFinite(low) && Number.isFinite(high) && low <= high ? [low, high] : null;
}

/** Names with commas between them; a comma within a name is written as %2C. */
export function writeList(names: readonly string[] | undefined): string | null {
  if (!names || names.length === 0) return null;
  return names.map((name) => name.replace(/%/g, '%25').replace(/,/g, '%2C')).join(',');
}

export function listOf(text: string | null): string[] {
  if (!text) return [];
  const names = text.split(',').map((name) => name.replace(/%2C/gi, ',').replace(/%25/g, '%'));
  return [...new Set(names.filter((name) => name !== ''))];
}

/** Ten digits are more than any column has, and the address stays readable. */
function short(value: number): string {
  return String(Number(value.toPrecision(10)));
}

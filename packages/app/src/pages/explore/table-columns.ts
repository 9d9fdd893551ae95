import type { CatalogueInfo, ListingRow, SortKey } from 'trackscope/browser';
import { columnWords, fixed } from 'trackscope/figures';
import { tableColumns } from './address.js';

/** A column as the table shows it. */
export interface TableColumn {
  readonly name: string;
  readonly title: string;
  readonly numeric: boolean;
  /** Pixels; text columns share what is left over. */
  readonly width: number;
  /** Part of what is left over. */
  readonly grow: number;
  readonly text: (row: ListingRow) => string;
}

const TEXTS: Readonly<Record<string, Omit<TableColumn, 'name' | 'numeric'>>> = {
  track_name: { title: 'Title', width: 130, grow: 5, text: (row) => row.title || 'untitled' },
  artists: { title: 'Artists', width: 100, grow: 4, text: (row) => row.artists.replaceAll(';', ', ') },
  album_name: { title: 'Album', width: 120, grow: 3, text: (row) => row.album },
  track_genre: { title: 'Genre', width: 92, grow: 1, text: (row) => row.genre },
  macro_genre: { title: 'Macro-genre', width: 124, grow: 1, text: (row) => row.macroGenre },
  explicit: {
    title: 'Explicit',
    width: 78,
    grow: 0,
    text: (row) => (row.explicit === null ? '–' : row.explicit ? 'explicit' : ''),
  },
};

/** Columns until a person has chosen others, by the room there is. */
export const USUAL = ['track_name', 'artists', 'track_genre', 'popularity', 'energy', 'valence', 'tempo'];
export const USUAL_MEDIUM = USUAL.slice(0, -1);
export const USUAL_NARROW = ['track_name', 'popularity', 'track_genre', 'energy'];

/** A column by its name, or null for one that the catalogue does not have. */
export function tableColumn(name: string, info: Pick<CatalogueInfo, 'columns'>): TableColumn | null {
  const text = TEXTS[name];
  if (text) return { ...text, name, numeric: false };
  const column = info.columns.find((one) => one.name === name);
  if (!column) return null;
  return {
    name,
    title: column.title,
    numeric: true,
    width: Math.max(64, Math.round(18 + 7.2 * column.title.length)),
    grow: 0,
    text: (row) => numberText(name, row.values[name] ?? null),
  };
}

export function numberText(name: string, value: number | null): string {
  if (value === null) return '–';
  if (columnWords.isDiscrete(name)) return columnWords.valueName(name, value);
  return fixed(value, columnWords.decimals(name));
}

/** The columns by name, those that the catalogue has. */
export function columnsOf(names: readonly string[], info: Pick<CatalogueInfo, 'columns'>): TableColumn[] {
  return names.flatMap((name) => tableColumn(name, info) ?? []);
}

/** All columns there are, in their usual order. */
export function everyColumn(info: Pick<CatalogueInfo, 'columns'>): TableColumn[] {
  return columnsOf(tableColumns(info), info);
}

/**
 * The sort after a press on a head: the column alone, turned round when it was the first already and, the third time,
 * taken away; `adding` keeps the others and does the same to this one in its place.
 */
export function sortAfter(sort: readonly SortKey[], column: TableColumn, adding: boolean): SortKey[] {
  const at = sort.findIndex((key) => key.column === column.name);
  const others = adding ? sort : sort.filter((key) => key.column === column.name);
  // Numbers are first asked for from the top, names from A.
  const first = { column: column.name, descending: column.numeric };
  if (at < 0) return adding ? [...sort, first] : [first];
  const now = sort[at]!;
  if (!adding && sort.length > 1) return [first];
  if (now.descending !== first.descending) return others.filter((key) => key.column !== column.name);
  return others.map((key) => (key.column === column.name ? { ...key, descending: !key.descending } : key));
}

import type { Column, NumericColumn, Table } from '@trackscope/learn';

/** Columns that count something: a linear model reads them on a log scale, where a second release says most. */
const COUNTS =
  /(_tracks|^releases_of_.*|^(artists|genres|tracks)_on_.*|^(tracks|albums)_by_.*|^genres_of_.*|^performers|_length|_letters|_digits|^duration_min)$/;

/** What stands in for missing numbers in a linear model: the median of the training rows, by column. */
export type Fills = Readonly<Record<string, number>>;

/** Medians of the columns that have gaps; of a column without any value, 0. */
export function fillsOf(train: Table): Fills {
  const gaps = train.columns.filter(
    (column): column is NumericColumn => column.kind === 'numeric' && hasGap(column.values),
  );
  return Object.fromEntries(gaps.map((column) => [column.name, median(column.values)]));
}

function hasGap(values: Float32Array | Float64Array): boolean {
  for (let row = 0; row < values.length; row++) if (Number.isNaN(values[row]!)) return true;
  return false;
}

/** The table as the linear model reads it: counts as log(1 + count), no gaps. */
export function linearTable(data: Table, fills: Fills): Table {
  return { rows: data.rows, columns: data.columns.map((column) => linearColumn(column, fills)) };
}

/** How the linear model reads the numbers of a column. */
export function linearValue(name: string, fills: Fills): (value: number) => number {
  const fill = fills[name] ?? 0;
  const known = (value: number) => (Number.isNaN(value) ? fill : value);
  return COUNTS.test(name) ? (value) => logOf(known(value)) : known;
}

function linearColumn(column: Column, fills: Fills): Column {
  if (column.kind !== 'numeric') return column;
  // Most columns have neither gaps nor counts, and stand as they are.
  if (!COUNTS.test(column.name) && !hasGap(column.values)) return column;
  const read = linearValue(column.name, fills);
  const values = column.values.slice();
  for (let row = 0; row < values.length; row++) values[row] = read(values[row]!);
  return { ...column, values };
}

/** Logarithms of the whole numbers that counts are. */
const LOGS = Float64Array.from({ length: 4096 }, (_, count) => Math.log1p(count));

function logOf(value: number): number {
  return value >= 0 && value < LOGS.length && value === Math.trunc(value)
    ? LOGS[value]!
    : Math.log1p(Math.max(0, value));
}

function median(values: Float32Array | Float64Array): number {
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  return known.length === 0 ? 0 : known[Math.floor(known.length / 2)]!;
}

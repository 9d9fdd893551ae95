import { createRandom } from '../../src/random/random.js';
import { type Column, type NumericColumn, type Table, table } from '../../src/table/table.js';

/** A table with its target. */
export interface Sample {
  readonly data: Table;
  readonly target: Float64Array;
}

/** Four numbers and two categories; the target follows two of the numbers, one category, and some noise. */
export function sample(rows: number, seed = 1): Sample {
  const random = createRandom(seed);
  const uniform = () => Float32Array.from({ length: rows }, () => random.next());
  const code = (levels: number) => Uint8Array.from({ length: rows }, () => random.below(levels));
  const [a, b, c, d] = [uniform(), uniform(), uniform(), uniform()];
  const [style, flag] = [code(6), code(2)];
  const effect = [0, 8, -5, 3, 12, -9];
  const target = Float64Array.from(
    a,
    (value, i) => 50 + 20 * value - 15 * b[i] + effect[style[i]] + 2 * random.normal(),
  );
  const data = table([
    { kind: 'numeric', name: 'a', values: a },
    { kind: 'numeric', name: 'b', values: b },
    { kind: 'coded', name: 'style', codes: style, levels: ['rock', 'pop', 'jazz', 'folk', 'soul', 'dub'] },
    { kind: 'numeric', name: 'c', values: c },
    { kind: 'numeric', name: 'd', values: d },
    { kind: 'coded', name: 'flag', codes: flag, levels: ['no', 'yes'] },
  ]);
  return { data, target };
}

/** A numeric column of the given values. */
export function numbers(name: string, values: readonly number[]): NumericColumn {
  return { kind: 'numeric', name, values: Float64Array.from(values) };
}

/** The table with one column put in place of the one of that name. */
export function withColumn(data: Table, column: Column): Table {
  return table(data.columns.map((old) => (old.name === column.name ? column : old)));
}

/** The table with one number of one column changed. */
export function withValue(data: Table, name: string, row: number, value: number): Table {
  const column = data.columns.find((c) => c.name === name);
  if (column?.kind !== 'numeric') throw new Error(`no numeric column ${name}`);
  return withColumn(data, { ...column, values: column.values.with(row, value) });
}

/** A copy that shares no memory. */
export function deepCopy(data: Table): Table {
  return structuredClone(data);
}

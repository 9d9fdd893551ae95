import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Column, type Schema, type Table, table } from '@trackscope/learn';

/** What fixtures/xgboost_golden.py wrote about a model; null is NaN. */
export interface Golden {
  readonly names: string[];
  readonly types: string[];
  readonly rows: (number | null)[][];
  readonly margin: number[];
  readonly prediction: number[];
  readonly leaf: number[][];
  readonly contribs: number[][];
  readonly interactions: number[][];
  readonly iterationRange: [number, number];
  readonly rangedMargin: number[];
  readonly bestIteration: number;
  readonly levels: string[];
}

const folder = fileURLToPath(new URL('../fixtures/xgboost/', import.meta.url));

export const goldenText = (name: string): string => readFileSync(`${folder}${name}.json`, 'utf8');
export const goldenBytes = (file: string): Uint8Array => new Uint8Array(readFileSync(folder + file));
export const golden = (name: string): Golden =>
  JSON.parse(readFileSync(`${folder}${name}.golden.json`, 'utf8')) as Golden;

/** Rows of numbers (null or NaN is missing) as a table of a schema; categories stand as codes. */
export function tableOf(schema: Schema, rows: readonly (readonly (number | null)[])[]): Table {
  return table(
    schema.map((column, i): Column => {
      const values = rows.map((row) => row[i] ?? Number.NaN);
      if (column.kind === 'numeric')
        return { kind: 'numeric', name: column.name, values: Float64Array.from(values) };
      const codes = Uint16Array.from(values, (v) => (Number.isNaN(v) ? column.levels.length : v));
      return { kind: 'coded', name: column.name, codes, levels: column.levels };
    }),
  );
}

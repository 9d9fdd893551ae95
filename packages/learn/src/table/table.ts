import { LearnError } from '../errors.js';

/** A column of numbers; NaN is missing. */
export interface NumericColumn {
  readonly kind: 'numeric';
  readonly name: string;
  readonly values: Float32Array | Float64Array;
}

/** A column of categories: `levels[codes[row]]`. A code at or beyond `levels.length` is missing or unseen. */
export interface CodedColumn {
  readonly kind: 'coded';
  readonly name: string;
  readonly codes: Uint8Array | Uint16Array;
  readonly levels: readonly string[];
}

export type Column = NumericColumn | CodedColumn;

/** Columns of equal length under different names. Make one with {@link table}. */
export interface Table {
  readonly rows: number;
  readonly columns: readonly Column[];
}

/** What a model remembers of the table it was fitted on. */
export type ColumnSchema =
  | { readonly kind: 'numeric'; readonly name: string }
  | { readonly kind: 'coded'; readonly name: string; readonly levels: readonly string[] };

export type Schema = readonly ColumnSchema[];

/** The length of a column. */
export function columnLength(column: Column): number {
  return column.kind === 'numeric' ? column.values.length : column.codes.length;
}

/**
 * A table of the given columns.
 * @throws LearnError `column-length` or `column-name` when lengths differ or a name comes twice
 */
export function table(columns: readonly Column[]): Table {
  const rows = columns[0] ? columnLength(columns[0]) : 0;
  const seen = new Set<string>();
  for (const column of columns) {
    if (columnLength(column) !== rows) {
      throw new LearnError(
        'column-length',
        `column "${column.name}" has ${columnLength(column)} rows, expected ${rows} as in "${columns[0]?.name}"`,
      );
    }
    if (seen.has(column.name)) throw new LearnError('column-name', `column "${column.name}" comes twice`);
    seen.add(column.name);
  }
  return { rows, columns };
}

/** The schema of a table. */
export function schemaOf(data: Table): Schema {
  return data.columns.map((c) =>
    c.kind === 'numeric'
      ? { kind: 'numeric', name: c.name }
      : { kind: 'coded', name: c.name, levels: [...c.levels] },
  );
}

/** The given rows, in that order. `rows` holds indices into the table. */
export function takeRows(data: Table, rows: Uint32Array | Int32Array | readonly number[]): Table {
  const columns = data.columns.map((c): Column => {
    if (c.kind === 'numeric') {
      const values =
        c.values instanceof Float32Array ? new Float32Array(rows.length) : new Float64Array(rows.length);
      for (let i = 0; i < rows.length; i++) values[i] = c.values[rows[i]!]!;
      return { ...c, values };
    }
    const codes = c.codes instanceof Uint8Array ? new Uint8Array(rows.length) : new Uint16Array(rows.length);
    for (let i = 0; i < rows.length; i++) codes[i] = c.codes[rows[i]!]!;
    return { ...c, codes };
  });
  return { rows: rows.length, columns };
}

/**
 * The table in the order and coding of a schema: columns by name, categories recoded to the schema's levels,
 * unseen ones to `levels.length`. Columns that the schema does not name are left out.
 * @throws LearnError `missing-column` or `column-kind`
 */
export function alignTable(schema: Schema, data: Table): Table {
  const byName = new Map(data.columns.map((c) => [c.name, c]));
  const columns = schema.map((want): Column => {
    const have = byName.get(want.name);
    if (!have) {
      const names = data.columns.map((c) => c.name).join(', ');
      throw new LearnError(
        'missing-column',
        `the model needs column "${want.name}"; the table has ${names || 'none'}`,
      );
    }
    if (have.kind !== want.kind) {
      throw new LearnError(
        'column-kind',
        `column "${want.name}" is ${have.kind}, the model was fitted on ${want.kind}`,
      );
    }
    if (have.kind === 'numeric' || want.kind === 'numeric') return have;
    if (have.levels.length === want.levels.length && have.levels.every((l, i) => l === want.levels[i]))
      return have;
    const index = new Map(want.levels.map((l, i) => [l, i]));
    const recode = have.levels.map((l) => index.get(l) ?? want.levels.length);
    const codes = want.levels.length < 256 ? new Uint8Array(data.rows) : new Uint16Array(data.rows);
    for (let i = 0; i < data.rows; i++) codes[i] = recode[have.codes[i]!] ?? want.levels.length;
    return { kind: 'coded', name: want.name, codes, levels: want.levels };
  });
  return { rows: data.rows, columns };
}

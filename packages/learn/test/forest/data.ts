import { type Column, createRandom, type Table, table } from '../../src/index.js';

/** What a made-up table looks like. */
export interface Made {
  readonly rows: number;
  readonly numeric?: number;
  /** Distinct values of a numeric column; 0 for as many as float32 has. Default 0. */
  readonly steps?: number;
  /** Levels of one coded column; 0 for none. Default 0. */
  readonly levels?: number;
  /** Share of missing values in the first column and of missing codes. Default 0. */
  readonly missing?: number;
  /** Whole numbers as targets, so that gains tie often. Default true. */
  readonly whole?: boolean;
}

/** A table and a target that depends on its columns, noise included; the same for the same seed. */
export function makeData(made: Made, seed = 1): { data: Table; target: Float64Array } {
  const random = createRandom(seed);
  const { rows, numeric = 4, steps = 0, levels = 0, missing = 0, whole = true } = made;
  const target = new Float64Array(rows);
  const columns: Column[] = [];
  for (let c = 0; c < numeric; c++) {
    const values = new Float32Array(rows);
    for (let row = 0; row < rows; row++) {
      const v = steps ? random.below(steps) / steps : random.next();
      target[row] += v * v * (5 + c);
      values[row] = c === 0 && random.next() < missing ? Number.NaN : v;
    }
    columns.push({ kind: 'numeric', name: `x${c}`, values });
  }
  if (levels) {
    const codes = new Uint8Array(rows);
    for (let row = 0; row < rows; row++) {
      codes[row] = random.next() < missing ? 255 : random.below(levels);
      target[row] += codes[row] % 3;
    }
    columns.push({
      kind: 'coded',
      name: 'code',
      codes,
      levels: Array.from({ length: levels }, (_, l) => `level ${l}`),
    });
  }
  for (let row = 0; row < rows; row++) {
    target[row] += random.normal();
    if (whole) target[row] = Math.round(target[row]);
  }
  return { data: table(columns), target };
}

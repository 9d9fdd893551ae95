import type { Table } from '../../table/table.js';
import type { TreeEnsemble } from './ensemble.js';

/** The columns of an aligned table as the walk wants them: float32 values, or codes. */
export interface WalkColumn {
  readonly values: Float32Array | Uint8Array | Uint16Array;
  /** Codes at or above it are missing; -1 for a numeric column. */
  readonly levels: number;
}

/** Float32 columns of an aligned table. A float64 column is rounded, as XGBoost rounds its input. */
export function walkColumns(data: Table): WalkColumn[] {
  return data.columns.map((c): WalkColumn => {
    if (c.kind === 'coded') return { values: c.codes, levels: c.levels.length };
    return { values: c.values instanceof Float32Array ? c.values : Float32Array.from(c.values), levels: -1 };
  });
}

/**
 * The arena id of the leaf that a row reaches: the plain statement of the decision rules, one node at a time.
 * The ensemble must be valid.
 */
export function leafOf(
  ensemble: TreeEnsemble,
  root: number,
  columns: readonly WalkColumn[],
  row: number,
): number {
  const { feature, threshold, left, right, defaultLeft, setStart, setWords } = ensemble;
  let node = root;
  while (left[node]! >= 0) {
    const { values, levels } = columns[feature[node]!]!;
    const value = values[row]!;
    let goLeft: boolean;
    if (levels < 0 ? Number.isNaN(value) : value >= levels) goLeft = defaultLeft[node] === 1;
    else if (levels < 0) goLeft = value < threshold[node]!;
    else goLeft = ((setWords[setStart[node]! + (value >> 5)]! >>> (value & 31)) & 1) === 0;
    node = goLeft ? left[node]! : right[node]!;
  }
  return node;
}

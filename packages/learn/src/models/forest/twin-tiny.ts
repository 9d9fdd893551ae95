import type { TwinNode, TwinState } from './twin.js';
import { emitLeaf, emitSplit, thresholdBetween } from './twin-emit.js';
import { drawColumn } from './twin-scan.js';

interface Chosen {
  /** Bit i: row i goes left. */
  readonly subset: number;
  readonly column: number;
  /** Sum of squares removed, times the node's weight. */
  readonly gain: number;
}

function valueAt(state: TwinState, column: number, row: number): number {
  return state.data.values[column * state.data.rows + row];
}

/** Which rows go left when row i is the last on the left (numeric) or its level alone goes right (coded). */
function subsetOf(state: TwinState, ids: Uint32Array, i: number, column: number): number {
  const own = valueAt(state, column, ids[i]);
  const coded = state.data.coded[column] !== 0;
  let subset = 0;
  for (let j = 0; j < ids.length; j++) {
    const other = valueAt(state, column, ids[j]);
    if (coded ? other !== own : other <= own) subset |= 1 << j;
  }
  return subset;
}

function chooseOfTwo(state: TwinState, ids: Uint32Array): Chosen | undefined {
  if (state.settings.minLeaf > 1) return undefined;
  const { columns, target, coded } = state.data;
  let column = state.random.below(columns);
  for (let left = columns; left > 0; left--) {
    const one = valueAt(state, column, ids[0]);
    const two = valueAt(state, column, ids[1]);
    if (one !== two) {
      const d = target[ids[0]] - target[ids[1]];
      const gain = d * d * state.weights[ids[0]] * state.weights[ids[1]];
      return { subset: coded[column] || one < two ? 1 : 2, column, gain };
    }
    column = column + 1 === columns ? 0 : column + 1;
  }
  return undefined;
}

/** The columns to try: all, or a draw with at least one that is not constant. */
function columnsToTry(state: TwinState, ids: Uint32Array, full: number): Uint32Array {
  const { columns } = state.data;
  const { maxFeatures } = state.settings;
  if (maxFeatures >= columns) return Uint32Array.from({ length: columns }, (_, c) => c);
  let visited = 0;
  let useful = 0;
  while (visited < columns && (visited < maxFeatures || useful === 0)) {
    const column = drawColumn(state, visited);
    visited++;
    for (let i = 0; i < ids.length; i++) {
      const s = subsetOf(state, ids, i, column);
      if (s !== 0 && s !== full) {
        useful++;
        break;
      }
    }
  }
  return state.permutation.slice(0, visited);
}

function bits(subset: number): number {
  let count = 0;
  for (let s = subset; s; s &= s - 1) count++;
  return count;
}

function bestSubset(state: TwinState, ids: Uint32Array, met: Set<number>, sum: number, weight: number) {
  const least = state.settings.minLeaf;
  let best = { subset: 0, top: -1, bottom: 1 };
  for (const subset of [...met].sort((a, b) => a - b)) {
    const rows = bits(subset);
    if (rows < least || ids.length - rows < least) continue;
    let part = 0;
    let partWeight = 0;
    for (let i = 0; i < ids.length; i++) {
      if (((subset >>> i) & 1) === 0) continue;
      part += state.products[ids[i]];
      partWeight += state.weights[ids[i]];
    }
    const d = weight * part - sum * partWeight;
    const below = partWeight * (weight - partWeight);
    if (d * d * best.bottom > best.top * below) best = { subset, top: d * d, bottom: below };
  }
  return best;
}

function choose(state: TwinState, ids: Uint32Array, sum: number, weight: number): Chosen | undefined {
  if (ids.length === 2) return chooseOfTwo(state, ids);
  const { columns } = state.data;
  const full = (1 << ids.length) - 1;
  const tried = columnsToTry(state, ids, full);
  const met = new Set<number>();
  for (const c of tried) for (let i = 0; i < ids.length; i++) met.add(subsetOf(state, ids, i, c));
  met.delete(0);
  met.delete(full);
  if (met.size === 0) return undefined;
  const { subset, top, bottom } = bestSubset(state, ids, met, sum, weight);
  if (subset === 0) return undefined;
  let k = state.settings.maxFeatures >= columns ? state.random.below(columns) : 0;
  for (let left = tried.length; left > 0; left--) {
    for (let i = 0; i < ids.length; i++) {
      if (subsetOf(state, ids, i, tried[k]) === subset)
        return { subset, column: tried[k], gain: top / bottom };
    }
    k = k + 1 === tried.length ? 0 : k + 1;
  }
  return undefined;
}

function thresholdOf(state: TwinState, ids: Uint32Array, { column, subset }: Chosen): number {
  if (state.data.coded[column]) {
    const alone = ids.findIndex((_, i) => ((subset >>> i) & 1) === 0);
    return valueAt(state, column, ids[alone]);
  }
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  ids.forEach((row, i) => {
    const v = valueAt(state, column, row);
    if ((subset >>> i) & 1) low = Math.max(low, v);
    else high = Math.min(high, v);
  });
  return thresholdBetween(low, high);
}

function grow(
  state: TwinState,
  ids: Uint32Array,
  parent: number,
  depth: number,
  sum: number,
  weight: number,
): void {
  const chosen = choose(state, ids, sum, weight);
  if (!chosen) {
    emitLeaf(state.tree, parent, depth, sum / weight, weight);
    return;
  }
  const { column, subset } = chosen;
  state.tree.gains[column] += chosen.gain / weight;
  const left = ids.filter((_, i) => (subset >>> i) & 1);
  const right = ids.filter((_, i) => ((subset >>> i) & 1) === 0);
  const total = (rows: Uint32Array, of: Float64Array) => rows.reduce((s, row) => s + of[row], 0);
  const leftWeight = total(left, state.weights);
  const rightWeight = total(right, state.weights);
  const coded = state.data.coded[column] ? 1 : 0;
  const missingLeft = coded || Number(leftWeight > rightWeight);
  const threshold = thresholdOf(state, ids, chosen);
  const at = emitSplit(state.tree, parent, column, coded, threshold, missingLeft);
  side(state, left, -1, depth + 1, total(left, state.products), leftWeight);
  side(state, right, at, depth + 1, total(right, state.products), rightWeight);
}

function side(
  state: TwinState,
  ids: Uint32Array,
  parent: number,
  depth: number,
  sum: number,
  weight: number,
): void {
  const { target } = state.data;
  const { settings } = state;
  const first = target[ids[0]];
  if (ids.every((row) => target[row] === first)) emitLeaf(state.tree, parent, depth, first, weight);
  else if (
    ids.length < settings.minSplit ||
    ids.length < 2 * settings.minLeaf ||
    depth >= settings.maxDepth
  ) {
    emitLeaf(state.tree, parent, depth, sum / weight, weight);
  } else grow(state, ids, parent, depth, sum, weight);
}

/** Nodes of a few rows, by the subsets of rows that can go left (assembly/forest/tiny.ts). */
export function growTiny(state: TwinState, node: TwinNode): void {
  const ids = state.ids[node.column].slice(node.start, node.start + node.count);
  grow(state, ids, node.parent, node.depth, node.sum, node.weight);
}

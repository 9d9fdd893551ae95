import { FAVOUR_FROM } from './settings.js';
import { MISSING, type TwinNode, type TwinState } from './twin.js';

/** The best split of a node; `top / bottom / weight` is the sum of squares that it removes. */
export interface SplitFound {
  column: number;
  /** Numeric: rows that go left. Coded: where the level starts in its run. */
  at: number;
  /** Coded: where the level ends; 0 for numeric. */
  end: number;
  /** 0 right, 1 left, 2 none seen. */
  missingLeft: number;
  top: number;
  bottom: number;
}

function consider(
  best: SplitFound,
  node: TwinNode,
  candidate: Pick<SplitFound, 'column' | 'at' | 'end' | 'missingLeft'>,
  part: number,
  partWeight: number,
): void {
  const d = node.weight * part - node.sum * partWeight;
  const above = d * d;
  const below = partWeight * (node.weight - partWeight);
  if (above * best.bottom > best.top * below) Object.assign(best, candidate, { top: above, bottom: below });
}

/** Two numeric columns position by position, as the lanes of the kernel do. */
function scanPair(state: TwinState, node: TwinNode, pair: readonly number[], best: SplitFound): void {
  const least = state.settings.minLeaf;
  const until = node.count - least;
  const part = [0, 0];
  const weight = [0, 0];
  for (let k = 0; k < until; k++) {
    const at = node.start + k;
    for (let lane = 0; lane < pair.length; lane++) {
      const column = pair[lane];
      const row = state.ids[column][at];
      part[lane] += state.products[row];
      weight[lane] += state.weights[row];
      const ranks = state.ranks[column];
      if (k < least - 1 || ranks[at] === ranks[at + 1]) continue;
      consider(best, node, { column, at: k + 1, end: 0, missingLeft: 2 }, part[lane], weight[lane]);
    }
  }
}

function scanCoded(state: TwinState, node: TwinNode, column: number, best: SplitFound): void {
  const least = state.settings.minLeaf;
  const ranks = state.ranks[column];
  let part = 0;
  let weight = 0;
  let first = 0;
  for (let k = 0; k < node.count; k++) {
    const at = node.start + k;
    if (ranks[at] === MISSING) return;
    const row = state.ids[column][at];
    part += state.products[row];
    weight += state.weights[row];
    const end = k + 1;
    if (end < node.count && ranks[at + 1] === ranks[at]) continue;
    if (end - first >= least && node.count - (end - first) >= least) {
      consider(best, node, { column, at: first, end, missingLeft: 1 }, part, weight);
    }
    first = end;
    part = 0;
    weight = 0;
  }
}

function scanMissing(state: TwinState, node: TwinNode, column: number, best: SplitFound): void {
  const least = state.settings.minLeaf;
  const ranks = state.ranks[column];
  const ids = state.ids[column];
  let present = node.count;
  let lost = 0;
  let lostWeight = 0;
  while (present > 0 && ranks[node.start + present - 1] === MISSING) {
    const row = ids[node.start + present - 1];
    lost += state.products[row];
    lostWeight += state.weights[row];
    present--;
  }
  const missing = node.count - present;
  if (missing >= least && present >= least) {
    consider(best, node, { column, at: 0, end: 0, missingLeft: 1 }, lost, lostWeight);
  }
  let part = 0;
  let weight = 0;
  for (let k = 0; k + 1 < present; k++) {
    const at = node.start + k;
    part += state.products[ids[at]];
    weight += state.weights[ids[at]];
    if (ranks[at] === ranks[at + 1]) continue;
    const left = k + 1;
    if (left >= least && node.count - left >= least) {
      consider(best, node, { column, at: left, end: 0, missingLeft: 0 }, part, weight);
    }
    if (left + missing >= least && present - left >= least) {
      consider(best, node, { column, at: left, end: 0, missingLeft: 1 }, part + lost, weight + lostWeight);
    }
  }
}

/** The next column to look at: in turn from a random start, or drawn without replacement. */
export function drawColumn(state: TwinState, visited: number): number {
  const { permutation, random } = state;
  const at = visited + random.below(permutation.length - visited);
  const column = permutation[at];
  permutation[at] = permutation[visited];
  permutation[visited] = column;
  return column;
}

export function findSplit(state: TwinState, node: TwinNode): SplitFound | undefined {
  const columns = state.data.columns;
  const { maxFeatures } = state.settings;
  const best: SplitFound = { column: -1, at: 0, end: 0, missingLeft: 0, top: -1, bottom: 1 };
  const all = maxFeatures >= columns;
  let next = 0;
  if (all) next = node.count >= FAVOUR_FROM ? node.column : state.random.below(columns);
  let waiting: number | undefined;
  let visited = 0;
  let useful = 0;
  while (visited < columns && (all || visited < maxFeatures || useful === 0)) {
    const column: number = all ? next : drawColumn(state, visited);
    next = next + 1 === columns ? 0 : next + 1;
    visited++;
    const ranks = state.ranks[column];
    const last = ranks[node.start + node.count - 1];
    if (ranks[node.start] === last) continue;
    useful++;
    const coded = state.data.coded[column];
    // two levels and no missing: one position parts them, as in a numeric column
    if (coded === 1 || (coded === 2 && last === MISSING)) scanCoded(state, node, column, best);
    else if (last === MISSING) scanMissing(state, node, column, best);
    else if (waiting === undefined) waiting = column;
    else {
      scanPair(state, node, [waiting, column], best);
      waiting = undefined;
    }
  }
  if (waiting !== undefined) scanPair(state, node, [waiting], best);
  if (best.column < 0) return undefined;
  if (state.data.coded[best.column]) {
    if (best.end === 0) best.end = node.count;
    best.missingLeft = 1;
  }
  return best;
}

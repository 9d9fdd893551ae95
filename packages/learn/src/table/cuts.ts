import { bitsOf, sortedValues } from './sort-keys.js';

/**
 * Where a numeric column is cut into bins: bin of v = how many cuts are ≤ v, so bin b is [cuts[b − 1], cuts[b]) and
 * `value < cuts[b]` is the same as `bin ≤ b`. The last cut lies above every value seen.
 */
export interface Cuts {
  readonly cuts: Float32Array;
  /** A number below every value seen: `value < below` sends all known values right. */
  readonly below: number;
}

/** Distinct values, ascending, with their ranks: `upTo[i]` rows have a value of `values[i]` or less. */
export interface Ranked {
  readonly values: Float32Array;
  readonly upTo: Uint32Array;
}

function ranked(column: Float32Array | Float64Array): Ranked {
  const values = sortedValues(column);
  const bits = bitsOf(values);
  const upTo = new Uint32Array(bits.length);
  let last = -1;
  for (let i = 0; i < bits.length; i++) {
    if (i === 0 || bits[i] !== bits[last]) bits[++last] = bits[i]!;
    upTo[last] = i + 1;
  }
  return { values: values.subarray(0, last + 1), upTo };
}

/**
 * At most `size` of the distinct values, about equally many rows apart, first and last kept: the pruning step of XGBoost's
 * weighted quantile summary (`WQSummary::SetPrune` in src/common/quantile.h), here on exact ranks.
 */
function prune({ values, upTo }: Ranked, size: number): number[] {
  const last = values.length - 1;
  if (values.length <= size) return Array.from(values);
  const below = (i: number) => (i === 0 ? 0 : upTo[i - 1]!);
  const begin = upTo[0]!;
  const range = below(last) - begin;
  const steps = size - 1;
  const kept = [values[0]!];
  let i = 1;
  let lastKept = 0;
  for (let k = 1; k < steps; k++) {
    const twice = 2 * ((k * range) / steps + begin);
    while (i < last && twice >= upTo[i + 1]! + below(i + 1)) i++;
    if (i === last) break;
    const pick = twice < 2 * upTo[i]! ? i : i + 1;
    if (pick !== lastKept) {
      kept.push(values[pick]!);
      lastKept = pick;
    }
  }
  if (lastKept !== last) kept.push(values[last]!);
  return kept;
}

/**
 * Quantile cuts into at most `maxBin` bins, as XGBoost's `hist` makes them: every distinct value its own bin when there are no more
 * than `maxBin` of them. Values are taken as float32; NaN is missing. A column without any value has one bin.
 */
export function cutsOf(values: Float32Array | Float64Array, maxBin: number): Cuts {
  return cutsOfRanked(ranked(values), maxBin);
}

/** As {@link cutsOf}, of a column that is sorted already. */
export function cutsOfRanked(ranked: Ranked, maxBin: number): Cuts {
  const { values } = ranked;
  if (values.length === 0) return { cuts: Float32Array.of(1e-5), below: -1e-5 };
  const points = prune(ranked, maxBin + 1);
  const first = values[0]!;
  const top = values[values.length - 1]!;
  const inner = points.slice(1, Math.min(points.length, maxBin));
  const cuts = Float32Array.from([...inner, top + (Math.abs(top) + 1e-5)]);
  return { cuts, below: Math.fround(first - (Math.abs(first) + 1e-5)) };
}

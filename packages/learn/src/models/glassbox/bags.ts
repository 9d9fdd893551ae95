import { LearnError } from '../../errors.js';
import { createRandom } from '../../random/random.js';
import type { GlassboxOptions, GroupKeys } from './options.js';

/** The rows of one model: those to learn from first, then those to watch. */
export interface Bag {
  /** Rows of the fit. */
  readonly order: Uint32Array;
  readonly train: number;
  /** How often each row of `order` was drawn; undefined when once each. */
  readonly counts: Float64Array | undefined;
}

/** Groups as numbers from 0 on; each row by itself when there are none. */
function groupCodes(rows: number, groups: GroupKeys | undefined): { codes: Uint32Array; count: number } {
  if (!groups) return { codes: new Uint32Array(rows).map((_, row) => row), count: rows };
  const index = new Map<number | string, number>();
  const codes = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    const known = index.get(groups[row]!);
    codes[row] = known ?? index.size;
    if (known === undefined) index.set(groups[row]!, index.size);
  }
  return { codes, count: index.size };
}

function bagOf(codes: Uint32Array, times: Uint32Array, watch: boolean): Bag {
  const rows = codes.length;
  const order = new Uint32Array(rows);
  const counts = new Float64Array(rows);
  let train = 0;
  for (let row = 0; row < rows; row++) {
    const drawn = times[codes[row]!]!;
    if (drawn === 0) continue;
    order[train] = row;
    counts[train++] = drawn;
  }
  let end = train;
  if (watch)
    for (let row = 0; row < rows; row++) {
      if (times[codes[row]!]! > 0) continue;
      order[end] = row;
      counts[end++] = 1;
    }
  const repeated = times.some((drawn) => drawn > 1);
  return {
    order: order.slice(0, end),
    train,
    counts: repeated ? counts.slice(0, end) : undefined,
  };
}

/**
 * The draws of all bags. One bag: all rows, less a share of the groups to watch. Several: as many groups as there are,
 * drawn with replacement, those not drawn being watched when stopping early is asked for.
 * @throws LearnError `bad-option` when there are too few groups to hold any out
 */
export function drawBags(rows: number, options: GlassboxOptions): Bag[] {
  const { groups, bags, validationShare, earlyStoppingRounds, seed } = options;
  if (groups && groups.length !== rows)
    throw new LearnError(
      'bad-option',
      `option groups must have one entry a row: expected ${rows}, found ${groups.length}`,
    );
  const watch = earlyStoppingRounds > 0;
  const { codes, count } = groupCodes(rows, groups);
  if (bags === 1) {
    const held = watch ? Math.round(validationShare * count) : 0;
    if (watch && !(held >= 1 && held < count))
      throw new LearnError(
        'bad-option',
        `option validationShare: ${validationShare} of ${count} ${groups ? 'groups' : 'rows'} leaves one side empty`,
      );
    const times = new Uint32Array(count).fill(1);
    if (held > 0)
      for (const group of createRandom(seed).permutation(count).subarray(0, held)) times[group] = 0;
    return [bagOf(codes, times, watch)];
  }
  return Array.from({ length: bags }, (_, bag) => {
    const random = createRandom(seed, bag + 1);
    const times = new Uint32Array(count);
    for (let i = 0; i < count; i++) times[random.below(count)]!++;
    return bagOf(codes, times, watch);
  });
}

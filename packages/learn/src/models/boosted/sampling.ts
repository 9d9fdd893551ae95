import { createRandom } from '../../random/random.js';

const MISSED_LEVEL = 0;

/** Draws part of the features, at least one, and gives them in order. */
function draw(from: readonly number[], ratio: number, below: (n: number) => number): number[] {
  if (ratio >= 1) return [...from];
  const wanted = Math.max(1, Math.floor(ratio * from.length));
  const pool = [...from];
  for (let i = 0; i < wanted; i++) {
    const j = i + below(pool.length - i);
    const picked = pool[j]!;
    pool[j] = pool[i]!;
    pool[i] = picked;
  }
  return pool.slice(0, wanted).sort((a, b) => a - b);
}

/** What of the features a tree may use: nested, tree then level, as XGBoost's column sampler. Nodes draw in the kernel. */
export function drawMasks(
  seed: number,
  round: number,
  features: number,
  levels: number,
  byTree: number,
  byLevel: number,
  masks: Uint8Array,
): void {
  const random = createRandom(seed, round);
  const tree = draw(
    Array.from({ length: features }, (_, f) => f),
    byTree,
    (n) => random.below(n),
  );
  masks.fill(MISSED_LEVEL);
  for (let level = 0; level < levels; level++) {
    for (const f of draw(tree, byLevel, (n) => random.below(n))) masks[level * features + f] = 1;
  }
}

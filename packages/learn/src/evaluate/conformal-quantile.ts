/**
 * The conformal quantile of n scores: the smallest of them such that at least (n + 1) × `level` are no greater, which is
 * the ⌈(n + 1) × level⌉-th; infinite when n is too small for that (Vovk, Gammerman and Shafer 2005; Lei et al. 2018).
 *
 * @param sorted scores, ascending
 */
export function conformalQuantile(sorted: Float64Array, level: number): number {
  return sorted[conformalRank(sorted.length, level) - 1] ?? Number.POSITIVE_INFINITY;
}

/**
 * Which of so many scores, from the smallest, is their conformal quantile for a level: from 1 to n, or n + 1 when n is too
 * small for one.
 */
export function conformalRank(scores: number, level: number): number {
  const rank = (scores + 1) * level;
  const nearest = Math.round(rank);
  // Rounded up, but for what rounding left above a whole number: 0.9 × 10 is 9.
  return Math.max(1, Math.abs(rank - nearest) < 1e-9 * Math.max(1, rank) ? nearest : Math.ceil(rank));
}

/**
 * As {@link conformalQuantile} for a group of few scores, helped by the scores of all: those of all together weigh as much
 * as `prior` of the group's own, so that small groups follow the whole and large ones themselves.
 *
 * @param own the group's scores, ascending
 * @param all everyone's scores, ascending
 */
export function shrunkQuantile(own: Float64Array, all: Float64Array, prior: number, level: number): number {
  if (prior === 0) return conformalQuantile(own, level);
  const each = prior / all.length;
  const wanted = (own.length + prior + 1) * level;
  const slack = 1e-9 * wanted;
  let [i, j] = [0, 0];
  while (i < own.length || j < all.length) {
    const next = Math.min(own[i] ?? Number.POSITIVE_INFINITY, all[j] ?? Number.POSITIVE_INFINITY);
    while (i < own.length && own[i]! <= next) i++;
    while (j < all.length && all[j]! <= next) j++;
    if (i + j * each >= wanted - slack) return next;
  }
  return Number.POSITIVE_INFINITY;
}

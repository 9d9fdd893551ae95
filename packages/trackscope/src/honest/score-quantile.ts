import { conformalRank } from '@trackscope/learn';

/**
 * The conformal quantile of scores: the smallest of them such that at least (n + 1) × `level` are no greater; infinite when n is
 * too small for that.
 *
 * @param scores in any order, none of them NaN; they are moved about
 */
export function scoreQuantile(scores: Float64Array, level: number): number {
  const rank = conformalRank(scores.length, level);
  return rank > scores.length ? Number.POSITIVE_INFINITY : selectValue(scores, rank - 1);
}

/** The value that is at `place`, from 0, when all are in ascending order (quickselect, Hoare 1961). */
function selectValue(values: Float64Array, place: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const value = values[i]!;
      values[i++] = values[j]!;
      values[j--] = value;
    }
    if (place <= j) high = j;
    else if (place >= i) low = i;
    else break;
  }
  return values[place]!;
}

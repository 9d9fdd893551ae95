/** Small statistics for derive.mjs: quantiles, normal scores with ties, intraclass correlation, Cholesky. */

export function groupBy(rows, key) {
  const groups = new Map();
  for (const row of rows) {
    const k = key(row);
    const group = groups.get(k);
    if (group) group.push(row);
    else groups.set(k, [row]);
  }
  return groups;
}

export function mean(values) {
  let sum = 0;
  for (const v of values) sum += v;
  return sum / values.length;
}

export function rounded(value, digits) {
  return Number(value.toFixed(digits));
}

export function categoryCounts(codes, size) {
  const counts = new Array(size).fill(0);
  for (const c of codes) counts[c]++;
  return counts;
}

/** Quantiles by linear interpolation; at 0 and 1 the mean of the three outermost values, so that none stands alone. */
export function quantileKnots(values, knots) {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  const ends = Math.min(3, n);
  return knots.map((p) => {
    if (p === 0) return mean(sorted.subarray(0, ends));
    if (p === 1) return mean(sorted.subarray(n - ends));
    const at = p * (n - 1);
    const low = Math.floor(at);
    return sorted[low] + (at - low) * (sorted[Math.min(low + 1, n - 1)] - sorted[low]);
  });
}

/** Mean of a standard normal variable between the ranks of equal values; `sd` is how much spread ties leave (1: no ties). */
export function normalScores(values) {
  const n = values.length;
  const order = [...values.keys()].sort((a, b) => values[a] - values[b]);
  const scores = new Float64Array(n);
  let squares = 0;
  for (let from = 0; from < n; ) {
    let to = from + 1;
    while (to < n && values[order[to]] === values[order[from]]) to++;
    const score = ((density(from / n) - density(to / n)) * n) / (to - from);
    for (let k = from; k < to; k++) scores[order[k]] = score;
    squares += (to - from) * score * score;
    from = to;
  }
  return { scores, sd: Math.sqrt(squares / n) };
}

/** Standard normal density at the quantile p. */
function density(p) {
  if (p <= 0 || p >= 1) return 0;
  const z = inverseNormal(p);
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** Acklam's rational approximation; relative error under 1.2e-9. */
function inverseNormal(p) {
  if (p > 0.5) return -inverseNormal(1 - p);
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    const num =
      ((((-7.784894002430293e-3 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) *
        q +
        4.374664141464968) *
        q +
      2.938163982698783;
    const den =
      (((7.784695709041462e-3 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) *
        q +
      1;
    return num / den;
  }
  const q = p - 0.5;
  const r = q * q;
  const num =
    (((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r -
      30.66479806614716) *
      r +
      2.506628277459239) *
    q;
  const den =
    ((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r -
      13.28068155288572) *
      r +
    1;
  return num / den;
}

/** One-way ICC(1) with unequal group sizes, over groups of two and more. */
export function intraclass(rows, key) {
  const groups = [...groupBy(rows, (r) => r[key]).values()].filter((g) => g.length > 1);
  const total = groups.reduce((n, g) => n + g.length, 0);
  const all = mean(groups.flatMap((g) => g.map((r) => r.value)));
  let between = 0;
  let within = 0;
  let squares = 0;
  for (const g of groups) {
    const m = mean(g.map((r) => r.value));
    between += g.length * (m - all) ** 2;
    for (const r of g) within += (r.value - m) ** 2;
    squares += g.length ** 2;
  }
  const msb = between / (groups.length - 1);
  const msw = within / (total - groups.length);
  const size = (total - squares / total) / (groups.length - 1);
  return (msb - msw) / (msb + (size - 1) * msw);
}

/** Whether a lower triangle (diagonal included) has every pivot above `least`. */
export function cholesky(lower, least) {
  const n = lower.length;
  const l = lower.map((row) => [...row]);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = lower[i][j];
      for (let k = 0; k < j; k++) sum -= l[i][k] * l[j][k];
      if (i === j) {
        if (!(sum > least)) return false;
        l[i][i] = Math.sqrt(sum);
      } else l[i][j] = sum / l[j][j];
    }
  }
  return true;
}

import { DISCRETE_COLUMNS } from './listing-table.js';
import type { TargetBin, TargetCurve } from './profile.js';
import { type Bins, binOf, edge, niceBins } from './statistics/bins.js';
import { type CodedColumn, completeRows } from './statistics/coded-column.js';
import { type Distribution, distributionOf, quantile } from './statistics/distribution.js';
import { correlationEstimate, meanEstimate, shareEstimate } from './statistics/interval.js';

/** Popularity from which a track counts as a hit: the published threshold. */
export const HIT = 70;

const TARGET_BINS = 20;

/** Popularity along one column: mean and share of hits by bin, each with its interval. */
export function targetCurve(
  column: CodedColumn,
  popularity: CodedColumn,
  rows: Int32Array,
  correlations: { readonly pearson: number | null; readonly spearman: number | null },
): TargetCurve {
  const scored = completeRows([popularity, column], rows);
  return {
    column: column.name,
    pearson: correlations.pearson === null ? null : correlationEstimate(correlations.pearson, scored.length),
    spearman: correlations.spearman,
    bins: DISCRETE_COLUMNS.has(column.name)
      ? binsByValue(column, popularity, scored)
      : binsByRange(column, popularity, scored),
  };
}

function binsByValue(column: CodedColumn, popularity: CodedColumn, rows: Int32Array): TargetBin[] {
  const identity = Int32Array.from(column.values.keys());
  return summarise(column, popularity, rows, identity, column.values.length).flatMap((summary, code) =>
    summary ? [{ low: column.values[code], high: column.values[code], ...summary }] : [],
  );
}

function binsByRange(column: CodedColumn, popularity: CodedColumn, rows: Int32Array): TargetBin[] {
  const distribution = distributionOf(column, rows);
  const bins = niceBins(distribution, TARGET_BINS);
  const binOfCode = Int32Array.from(column.values, (value) => binOf(bins, value));
  return summarise(column, popularity, rows, binOfCode, bins.count).flatMap((summary, bin) =>
    summary
      ? [{ low: edge(bins, bin), high: edge(bins, bin + 1), ...summary, ...openEnd(bins, bin, distribution) }]
      : [],
  );
}

function openEnd(bins: Bins, bin: number, distribution: Distribution): Pick<TargetBin, 'open'> {
  const below = bin === 0 && quantile(distribution, 0) < bins.start - bins.step * 1e-9;
  const above =
    bin === bins.count - 1 && quantile(distribution, 1) > edge(bins, bins.count) + bins.step * 1e-9;
  return below ? { open: 'below' } : above ? { open: 'above' } : {};
}

/** Mean popularity and share of hits by bin; null for an empty bin. */
function summarise(
  column: CodedColumn,
  popularity: CodedColumn,
  rows: Int32Array,
  binOfCode: Int32Array,
  bins: number,
): (Pick<TargetBin, 'mean' | 'share70'> | null)[] {
  const counts = new Int32Array(bins);
  const hits = new Int32Array(bins);
  const sums = new Float64Array(bins);
  const squares = new Float64Array(bins);
  // Around the overall mean, so that nothing is lost when squares are subtracted.
  const { mean } = distributionOf(popularity, rows);
  for (let i = 0; i < rows.length; i++) {
    const bin = binOfCode[column.codes[rows[i]]];
    const value = popularity.values[popularity.codes[rows[i]]];
    counts[bin]++;
    if (value >= HIT) hits[bin]++;
    sums[bin] += value - mean;
    squares[bin] += (value - mean) ** 2;
  }
  return Array.from(counts, (n, bin) =>
    n === 0
      ? null
      : {
          mean: meanEstimate(mean + sums[bin] / n, squares[bin] - sums[bin] ** 2 / n, n),
          share70: shareEstimate(hits[bin], n),
        },
  );
}

import type { ColumnProfile, Histogram } from './profile.js';
import { binOf, niceBins } from './statistics/bins.js';
import type { CodedColumn } from './statistics/coded-column.js';
import {
  countEqual,
  type Distribution,
  deviationOf,
  distinctOf,
  distributionOf,
  quartilesOf,
  skewOf,
} from './statistics/distribution.js';

const HISTOGRAM_BINS = 50;
/** Whole-number columns that span at most this many values get a bar for each. */
const BAR_FOR_EACH = 101;

/** The profile of one numeric column over the given rows; null when none of them has a value. */
export function profileColumn(column: CodedColumn, rows: Int32Array): ColumnProfile | null {
  const distribution = distributionOf(column, rows);
  if (distribution.n === 0) return null;
  return {
    name: column.name,
    count: distribution.n,
    missing: rows.length - distribution.n,
    distinct: distinctOf(distribution),
    zeros: countEqual(distribution, 0),
    mean: distribution.mean,
    sd: deviationOf(distribution),
    ...quartilesOf(distribution),
    skew: skewOf(distribution),
    histogram: histogramOf(distribution),
  };
}

function histogramOf(distribution: Distribution): Histogram {
  const bins = niceBins(distribution, HISTOGRAM_BINS, BAR_FOR_EACH);
  const counts = new Array<number>(bins.count).fill(0);
  const end = bins.start + bins.count * bins.step;
  let below = 0;
  let above = 0;
  for (let c = 0; c < distribution.counts.length; c++) {
    const count = distribution.counts[c];
    counts[binOf(bins, distribution.values[c])] += count;
    if (distribution.values[c] < bins.start - bins.step * 1e-9) below += count;
    if (distribution.values[c] > end + bins.step * 1e-9) above += count;
  }
  return {
    start: bins.start,
    step: bins.step,
    counts,
    ...(below > 0 ? { below } : {}),
    ...(above > 0 ? { above } : {}),
  };
}

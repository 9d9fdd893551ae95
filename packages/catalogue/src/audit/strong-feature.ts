import { type Column, r2, takeRows } from '@trackscope/learn';
import type { AuditFinding, Severity } from './finding.js';

const BINS = 256;
/** Above this share of variance, one feature alone is too good to be believed without proof. */
const SUSPICIOUS = 0.5;
/** A look at this many rows of each side tells the features that are far from it. */
const GLANCE = 6000;
const FAR = 0.35;

/**
 * Features that alone predict the target: as they stand, or by the mean of each of up to 256 bins of equal rows, learned
 * on training rows; judged on the others.
 *
 * @param severityOf how grave it is for a feature; one that is proven to know no label of its own row is a note
 */
export function strongFeatures(
  train: readonly Column[],
  test: readonly Column[],
  learned: Float64Array,
  actual: Float64Array,
  severityOf: (feature: string) => Severity,
): AuditFinding[] {
  const few = evenly(learned.length);
  const fewHeld = evenly(actual.length);
  const at = (values: Float64Array, rows: Uint32Array) => Float64Array.from(rows, (row) => values[row]!);
  const glance = takeRows({ rows: learned.length, columns: train }, few).columns;
  const glanceHeld = takeRows({ rows: actual.length, columns: test }, fewHeld).columns;
  const [fewLearned, fewActual] = [at(learned, few), at(actual, fewHeld)];
  return train.flatMap((column, c): AuditFinding[] => {
    const roughly = r2(fewActual, binnedMeans(glance[c]!, glanceHeld[c]!, fewLearned));
    if (roughly < FAR && asItStands(glanceHeld[c]!, fewActual) < FAR) return [];
    const explained = Math.max(
      r2(actual, binnedMeans(column, test[c]!, learned)),
      asItStands(test[c]!, actual),
    );
    if (!(explained > SUSPICIOUS)) return [];
    const severity = severityOf(column.name);
    const proof = severity === 'note' ? '; its encoder is proven not to know the rows that it scores' : '';
    return [
      {
        code: 'strong-feature',
        severity,
        subject: column.name,
        message: `${column.name} alone explains R² ${explained.toFixed(3)} of popularity${proof}`,
        numbers: { r2: explained, threshold: SUSPICIOUS },
      },
    ];
  });
}

/** At most {@link GLANCE} of so many rows, evenly spread. */
function evenly(rows: number): Uint32Array {
  const size = Math.min(rows, GLANCE);
  return Uint32Array.from({ length: size }, (_, i) => Math.floor((i * rows) / size));
}

/** R² of saying just what the feature says. */
function asItStands(column: Column, actual: Float64Array): number {
  if (column.kind !== 'numeric') return 0;
  for (let row = 0; row < column.values.length; row++) if (!Number.isFinite(column.values[row]!)) return 0;
  return r2(actual, column.values);
}

function binnedMeans(train: Column, test: Column, learned: Float64Array): Float64Array {
  const binOf = binner(train);
  const bins = train.kind === 'numeric' ? BINS + 1 : 65_536;
  const sums = new Float64Array(bins);
  const counts = new Float64Array(bins);
  let all = 0;
  for (let i = 0; i < learned.length; i++) {
    const bin = binOf(train, i);
    sums[bin]! += learned[i]!;
    counts[bin]!++;
    all += learned[i]!;
  }
  const mean = all / learned.length;
  const length = test.kind === 'numeric' ? test.values.length : test.codes.length;
  const found = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const bin = binOf(test, i);
    found[i] = counts[bin]! > 0 ? sums[bin]! / counts[bin]! : mean;
  }
  return found;
}

function binner(train: Column): (column: Column, row: number) => number {
  if (train.kind === 'coded') return (column, row) => (column.kind === 'coded' ? column.codes[row]! : 0);
  // Missing ones are sorted behind all others.
  const sorted = train.values.slice().sort();
  let known = sorted.length;
  while (known > 0 && Number.isNaN(sorted[known - 1]!)) known--;
  const cuts = new Float64Array(BINS - 1);
  for (let b = 0; b < cuts.length; b++) cuts[b] = sorted[Math.floor(((b + 1) * known) / BINS)] ?? 0;
  return (column, row) => {
    const value = column.kind === 'numeric' ? column.values[row]! : Number.NaN;
    if (Number.isNaN(value)) return BINS;
    let low = 0;
    let high = cuts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cuts[middle]! <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

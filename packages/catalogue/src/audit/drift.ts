import { averageRanks, boosted, createRandom, type FitRun, type Table, takeRows } from '@trackscope/learn';
import type { AuditFinding } from './finding.js';

/** Rows of each side that the classifier sees, half to learn, half to be judged on. */
const MOST_ROWS = 6000;
/** Above this, training and held-out rows are told apart so well that they are not alike. */
const DRIFTED = 0.8;

/**
 * Whether training and held-out rows can be told apart by features that need no label: area under the curve of a classifier, 0.5
 * when they are alike.
 */
export async function drift(train: Table, test: Table, run: FitRun = {}): Promise<AuditFinding[]> {
  const size = Math.min(MOST_ROWS, train.rows, test.rows);
  if (size < 40 || train.columns.length === 0) return [];
  const a = takeRows(train, sample(train.rows, size));
  const b = takeRows(test, sample(test.rows, size));
  const half = size >> 1;
  const part = (from: number, to: number): Table => {
    const rows = Uint32Array.from({ length: to - from }, (_, i) => from + i);
    return stacked(takeRows(a, rows), takeRows(b, rows));
  };
  const learn = part(0, half);
  const judged = part(half, size);
  const sideOf = (rows: number) => Float64Array.from({ length: rows }, (_, i) => (i < rows / 2 ? 0 : 1));
  const options = { objective: 'logistic' as const, nEstimators: 30, maxDepth: 4, learningRate: 0.2 };
  const model = await boosted.fit(learn, sideOf(learn.rows), { ...options, minChildWeight: 10 }, run);
  const auc = areaUnderCurve(model.predict(judged), judged.rows / 2);
  return [
    {
      code: 'drift',
      severity: auc > DRIFTED ? 'warning' : 'note',
      subject: 'features',
      message:
        auc > DRIFTED
          ? `a classifier tells held-out rows from training rows (AUC ${auc.toFixed(2)}): they are not alike`
          : `a classifier hardly tells held-out rows from training rows (AUC ${auc.toFixed(2)}, 0.5 is not at all)`,
      numbers: { auc, rows: 2 * size },
    },
  ];
}

function sample(rows: number, size: number): Uint32Array {
  return createRandom(0).permutation(rows).slice(0, size);
}

function stacked(a: Table, b: Table): Table {
  const columns = a.columns.map((column, c) => {
    const other = b.columns[c]!;
    if (column.kind === 'numeric' && other.kind === 'numeric') {
      const values = new Float64Array(a.rows + b.rows);
      values.set(column.values);
      values.set(other.values, a.rows);
      return { ...column, values };
    }
    const codes = new Uint16Array(a.rows + b.rows);
    if (column.kind === 'coded' && other.kind === 'coded') {
      codes.set(column.codes);
      codes.set(other.codes, a.rows);
    }
    return {
      kind: 'coded' as const,
      name: column.name,
      codes,
      levels: column.kind === 'coded' ? column.levels : [],
    };
  });
  return { rows: a.rows + b.rows, columns };
}

/** The first `negatives` rows are of class 0, the rest of class 1. */
function areaUnderCurve(scores: Float64Array, negatives: number): number {
  const ranks = averageRanks(scores);
  const positives = scores.length - negatives;
  let sum = 0;
  for (let i = negatives; i < scores.length; i++) sum += ranks[i]!;
  return (sum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

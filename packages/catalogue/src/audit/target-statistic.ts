import type { Column } from '@trackscope/learn';
import { type AuditFinding, percent } from './finding.js';

/** Something whose mean popularity a feature might be. */
export interface Category {
  readonly name: string;
  /** By row number; −1 is none. */
  readonly codes: Int32Array;
}

/** Where this share of rows hold the very statistic, it is no accident. */
const ALMOST_ALL = 0.95;
/** Where this share of rows hold their own label, some leak it. */
const OWN_LABEL = 0.15;
/** A look at this many rows tells what holds in hardly any. */
const GLANCE = 4000;
const HARDLY = 0.1;
/** Of a float32 in points. */
const NEAR = 1e-3;

/**
 * Features that equal a statistic of the target: the mean of a category with the row's own label in it, or the label
 * itself.
 *
 * @param columns features of `rows`, in their order
 * @param target by row number
 * @param rows training and held-out rows together
 */
export function targetStatistics(
  columns: readonly Column[],
  target: Float64Array,
  rows: Uint32Array,
  categories: readonly Category[],
): AuditFinding[] {
  const means = categories.map((category) => ({ ...category, means: categoryMeans(category, target, rows) }));
  return columns.flatMap((column): AuditFinding[] => {
    if (column.kind !== 'numeric' || isConstant(column.values)) return [];
    const found: AuditFinding[] = [];
    for (const { name, codes, means: values } of means) {
      const share = shareWhere(rows, (row, i) => {
        return codes[row]! >= 0 && Math.abs(column.values[i]! - values[codes[row]!]!) < NEAR;
      });
      if (share < ALMOST_ALL) continue;
      found.push({
        code: 'target-statistic',
        severity: 'severe',
        subject: column.name,
        message:
          `${column.name} is the mean popularity of the row's ${name} over all rows, held-out ones and the row itself ` +
          `included (equal in ${percent(share)} of rows)`,
        numbers: { share, tolerance: NEAR },
      });
      break;
    }
    const own = shareWhere(rows, (row, i) => Math.abs(column.values[i]! - target[row]!) < NEAR);
    if (own >= OWN_LABEL && own > 2 * shareByChance(column.values, target, rows)) {
      found.push({
        code: 'own-label',
        severity: 'severe',
        subject: column.name,
        message: `${column.name} is exactly the popularity of the row itself in ${percent(own)} of rows`,
        numbers: { share: own, tolerance: NEAR },
      });
    }
    return found;
  });
}

function categoryMeans({ codes }: Category, target: Float64Array, rows: Uint32Array): Float64Array {
  let most = -1;
  for (const row of rows) most = Math.max(most, codes[row]!);
  const sums = new Float64Array(most + 1);
  const counts = new Float64Array(most + 1);
  for (const row of rows) {
    if (codes[row]! < 0) continue;
    sums[codes[row]!]! += target[row]!;
    counts[codes[row]!]!++;
  }
  return sums.map((sum, code) => sum / counts[code]!);
}

/** Share of rows for which it holds; of a part of them, where that part shows that it hardly does. */
function shareWhere(rows: Uint32Array, holds: (row: number, i: number) => boolean): number {
  const glance = sharedOf(rows, holds, Math.max(1, Math.floor(rows.length / GLANCE)));
  return glance < HARDLY ? glance : sharedOf(rows, holds, 1);
}

function sharedOf(rows: Uint32Array, holds: (row: number, i: number) => boolean, step: number): number {
  let found = 0;
  let seen = 0;
  for (let i = 0; i < rows.length; i += step, seen++) if (holds(rows[i]!, i)) found++;
  return found / Math.max(1, seen);
}

/** How often the two would be equal if they had nothing to do with each other: zeros meet zeros. */
function shareByChance(values: Float32Array | Float64Array, target: Float64Array, rows: Uint32Array): number {
  const labels = new Map<number, number>();
  for (const row of rows) labels.set(target[row]!, (labels.get(target[row]!) ?? 0) + 1);
  let equal = 0;
  for (const value of values) equal += labels.get(Math.round(value * 1000) / 1000) ?? 0;
  return equal / Math.max(1, rows.length) ** 2;
}

function isConstant(values: Float32Array | Float64Array): boolean {
  return values.every((value) => value === values[0] || Number.isNaN(value));
}

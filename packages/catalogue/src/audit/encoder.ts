import type { Table } from '@trackscope/learn';
import type { AuditFinding } from './finding.js';

/** Builds the features of a fold from labels by row number. */
export type FeatureBuilder = (target: Float64Array) => { readonly train: Table; readonly test: Table };

/** Training rows whose label is changed, one at a time. */
const PROBES = 5;
const NEAR = 1e-6;

/** What changing labels showed. */
export interface EncoderProof {
  readonly findings: readonly AuditFinding[];
  /** Features that were seen to react to a label of their own row, or of any held-out row. */
  readonly reacting: ReadonlySet<string>;
}

/**
 * Proves encoders blind: the label of a training row is changed, and no feature of that row may change; the labels of
 * all held-out rows are changed, and no feature of any row may change.
 *
 * @param build makes the features of the fold anew
 * @param target by row number
 */
export function proveEncoders(
  build: FeatureBuilder,
  target: Float64Array,
  train: Uint32Array,
  test: Uint32Array,
): EncoderProof {
  const before = build(target);
  const findings: AuditFinding[] = [];
  const reacting = new Set<string>();
  const add = (finding: AuditFinding) => {
    if (!reacting.has(finding.subject)) findings.push(finding);
    reacting.add(finding.subject);
  };
  for (let probe = 0; probe < Math.min(PROBES, train.length); probe++) {
    const at = Math.floor(((probe + 0.5) * train.length) / PROBES) % train.length;
    const row = train[at]!;
    const changed = target.slice();
    changed[row] = opposite(target[row]!);
    const after = build(changed);
    before.train.columns.forEach((column, c) => {
      const change = changeAt(column, after.train.columns[c]!, at);
      if (change <= NEAR) return;
      add({
        code: 'encoder-saw-row',
        severity: 'severe',
        subject: column.name,
        message: `${column.name} of a training row changes by ${change.toFixed(3)} when that row's own label changes`,
        numbers: { change },
      });
    });
  }
  const changed = target.slice();
  for (const row of test) changed[row] = opposite(target[row]!);
  const after = build(changed);
  for (const side of ['train', 'test'] as const) {
    before[side].columns.forEach((column, c) => {
      let most = 0;
      for (let i = 0; i < before[side].rows; i++) {
        most = Math.max(most, changeAt(column, after[side].columns[c]!, i));
      }
      if (most <= NEAR) return;
      add({
        code: 'held-out-label',
        severity: 'severe',
        subject: column.name,
        message: `${column.name} knows labels of held-out rows: it changes by up to ${most.toFixed(3)} when they change`,
        numbers: { change: most },
      });
    });
  }
  return { findings, reacting };
}

/** A label far from the given one, on the scale of popularity. */
function opposite(label: number): number {
  return label < 50 ? label + 50 : label - 50;
}

function changeAt(before: Table['columns'][number], after: Table['columns'][number], row: number): number {
  if (before.kind === 'coded' || after.kind === 'coded') return 0;
  const change = Math.abs(before.values[row]! - after.values[row]!);
  return Number.isNaN(change) ? 0 : change;
}

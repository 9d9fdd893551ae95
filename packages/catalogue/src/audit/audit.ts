import type { Column, FitRun, Table } from '@trackscope/learn';
import { drift } from './drift.js';
import { type FeatureBuilder, proveEncoders } from './encoder.js';
import { type Audit, byGravity } from './finding.js';
import { type SharedIdentity, sharedRows } from './shared-rows.js';
import { strongFeatures } from './strong-feature.js';
import { type Category, targetStatistics } from './target-statistic.js';

/** One fold of one protocol, as it is about to be trained on. */
export interface AuditSubject {
  readonly protocol: string;
  readonly unit: string;
  /** Row numbers. */
  readonly train: Uint32Array;
  readonly test: Uint32Array;
  readonly features: { readonly train: Table; readonly test: Table };
  /** By row number. */
  readonly target: Float64Array;
  readonly identities: readonly SharedIdentity[];
  /** Whose mean popularity a feature might be. */
  readonly categories: readonly Category[];
  /**
   * Makes features anew from changed labels, for a part of the rows where all would take long. Left out: features are
   * taken for what they are, and none is proven blind.
   */
  readonly encoders?: {
    readonly build: FeatureBuilder;
    readonly train: Uint32Array;
    readonly test: Uint32Array;
    /** Features that are made from labels. */
    readonly names: ReadonlySet<string>;
  };
}

/** Looks for leaks before anything is trained: rows on both sides, features that know the answer, drift. */
export async function audit(subject: AuditSubject, run: FitRun = {}): Promise<Audit> {
  const { protocol, unit, train, test, features, target, identities, categories, encoders } = subject;
  const proof = encoders
    ? proveEncoders(encoders.build, target, encoders.train, encoders.test)
    : { findings: [], reacting: new Set<string>() };
  const proven = (name: string) => encoders?.names.has(name) === true && !proof.reacting.has(name);
  const made = encoders?.names ?? new Set<string>();
  const at = (rows: Uint32Array) => Float64Array.from(rows, (row) => target[row]!);
  const findings = byGravity([
    ...sharedRows(identities, train, test),
    ...targetStatistics(both(features.train, features.test), target, joinedRows(train, test), categories),
    ...strongFeatures(features.train.columns, features.test.columns, at(train), at(test), (name) =>
      proven(name) ? 'note' : 'severe',
    ),
    ...proof.findings,
    ...(await drift(unlabelled(features.train, made), unlabelled(features.test, made), run)),
  ]);
  return {
    protocol,
    unit,
    trainRows: train.length,
    testRows: test.length,
    passed: findings.every(({ severity }) => severity !== 'severe'),
    findings,
  };
}

/**
 * The audit of a protocol that knows part of the features of another, on the same rows: what was found about these features
 * and rows holds here too; whether the two sides are alike is asked anew.
 *
 * @param whole the audit with all features
 * @param subject as there, with the part of the features
 */
export async function auditOfPart(
  whole: Audit,
  subject: Pick<AuditSubject, 'protocol' | 'features' | 'encoders'>,
  run: FitRun = {},
): Promise<Audit> {
  const { protocol, features, encoders } = subject;
  const names = new Set(features.train.columns.map(({ name }) => name));
  const made = encoders?.names ?? new Set<string>();
  const findings = byGravity([
    ...whole.findings.filter(({ code, subject }) => code === 'shared-rows' || names.has(subject)),
    ...(await drift(unlabelled(features.train, made), unlabelled(features.test, made), run)),
  ]);
  const passed = findings.every(({ severity }) => severity !== 'severe');
  return { ...whole, protocol, passed, findings };
}

function both(train: Table, test: Table): Column[] {
  return train.columns.flatMap((column, c): Column[] => {
    const other = test.columns[c]!;
    if (column.kind === 'coded' || other.kind === 'coded') return [];
    const narrow = column.values instanceof Float32Array && other.values instanceof Float32Array;
    const values = new (narrow ? Float32Array : Float64Array)(train.rows + test.rows);
    values.set(column.values);
    values.set(other.values, train.rows);
    return [{ kind: 'numeric', name: column.name, values }];
  });
}

function joinedRows(train: Uint32Array, test: Uint32Array): Uint32Array {
  const rows = new Uint32Array(train.length + test.length);
  rows.set(train);
  rows.set(test, train.length);
  return rows;
}

/** Without what is made from labels: out-of-fold values of training rows carry the mark of their inner fold. */
function unlabelled(data: Table, made: ReadonlySet<string>): Table {
  return { rows: data.rows, columns: data.columns.filter((column) => !made.has(column.name)) };
}

import { createHash } from 'node:crypto';
import {
  encoderGroups,
  type Family,
  type FoldFeatures,
  featuresOfFamilies,
  foldFeatures,
  type HistoryTable,
  type UnitName,
} from '@trackscope/catalogue';
import type { FitRun, Table } from '@trackscope/learn';
import { pick } from '../modelling/fit.js';
import type { HonestData } from './data.js';
import { type FittedHonest, fitHonest } from './fit.js';
import type { Fills } from './linear-scale.js';
import { shareLinear } from './linear-share.js';
import type { HonestPlan } from './plan.js';
import type { HonestModel } from './settings.js';
import { tableBins } from './table-bins.js';

/** Models that are fitted on all rows of a unit and kept; can be posted to a worker. */
export interface FinalJob {
  readonly unit: UnitName;
  /** The first knows all families that the others know; `models` are those to be kept. */
  readonly plans: readonly Pick<HonestPlan, 'protocol' | 'models'>[];
}

/** A model fitted on all rows, as its file has it. */
export interface FinalModel {
  readonly model: HonestModel;
  readonly fills: Fills | null;
  /** What the learner writes. */
  readonly body: unknown;
}

/** What is kept of one protocol. */
export interface FinalPart {
  readonly models: readonly FinalModel[];
  readonly rows: number;
  readonly columns: readonly { readonly name: string; readonly family: Family }[];
  readonly tables: readonly HistoryTable[];
  /** SHA-256 over features and target of the training rows. */
  readonly sha256: string;
}

/** Fits on all rows, features of these rows out of fold. */
export async function fitFinal(
  data: HonestData,
  job: FinalJob,
  run: Pick<FitRun, 'pool' | 'signal'> = {},
): Promise<FinalPart[]> {
  const { tracks, fixed } = data;
  const { rows, target } = data.units[job.unit];
  const { protocol: widest } = job.plans[0]!;
  const groups = encoderGroups(tracks, widest);
  const none = new Uint32Array(0);
  const whole = foldFeatures(tracks, fixed, widest.families, target, groups, rows, none);
  const learned = pick(target, rows);
  const bins = tableBins(whole.train, { columns: fixed.columns, rows });
  const linearOf = shareLinear(whole.train);
  const parts: FinalPart[] = [];
  for (const { protocol, models } of job.plans) {
    const features =
      protocol === widest ? whole : featuresOfFamilies(whole, tracks, fixed, protocol.families);
    const own = features === whole ? bins : bins.pick(features.train.columns.map(({ name }) => name));
    const kept: [HonestModel, FittedHonest][] = [];
    for (const settings of models) {
      run.signal?.throwIfAborted();
      const fitRun = { ...run, bins: own };
      kept.push([settings.model, await fitHonest(settings, features.train, learned, fitRun, linearOf)]);
    }
    parts.push(finalPart(features, learned, kept));
  }
  return parts;
}

/** What is kept of models that were fitted on these features. */
export function finalPart(
  features: FoldFeatures,
  learned: Float64Array,
  models: readonly (readonly [HonestModel, FittedHonest])[],
): FinalPart {
  const { train, families, tables } = features;
  return {
    models: models.map(([model, fitted]) => ({ model, fills: fitted.fills, body: fitted.model.toJSON() })),
    rows: train.rows,
    columns: train.columns.map(({ name }, c) => ({ name, family: families[c]! })),
    tables,
    sha256: hashOf(train, learned),
  };
}

function hashOf(features: Table, target: Float64Array): string {
  const hash = createHash('sha256').update(new Uint8Array(target.buffer));
  for (const column of features.columns) {
    const { buffer, byteOffset, byteLength } = column.kind === 'numeric' ? column.values : column.codes;
    hash.update(column.name).update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest('hex');
}

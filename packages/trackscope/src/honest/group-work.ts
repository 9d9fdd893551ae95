import type { Audit } from '@trackscope/catalogue';
import { describeAudits } from '../audit/describe-audit.js';
import { UserError } from '../errors/user-error.js';
import type { HonestData } from './data.js';
import type { Desk } from './desk.js';
import { type FinalJob, type FinalPart, fitFinal } from './final-job.js';
import { type FoldJob, type FoldPart, judgeFold } from './fold-job.js';
import { foldJobs, type HonestRun } from './judge.js';
import type { HonestPlan } from './plan.js';

/** Plans that are judged together, and how far that has come. */
export interface Group {
  readonly plans: readonly HonestPlan[];
  readonly jobs: readonly FoldJob[];
  /** Plans whose models are fitted on all rows and kept, the first knowing most. */
  readonly refitted: readonly HonestPlan[];
  readonly audits: Map<HonestPlan, Audit>;
  readonly total: number;
  done: number;
  onProgress: HonestRun['onProgress'];
}

/** Plans of one group, none of them begun. `saves` says whether models are kept. */
export function groupOf(data: HonestData, plans: readonly HonestPlan[], saves: boolean): Group {
  // A quick look keeps what it judged.
  const refitted = saves ? plans.filter(({ kept, quick }) => kept.length > 0 && !quick) : [];
  const jobs = foldJobs(data, plans, true, saves);
  const fits = plans.reduce((n, { models }) => n + models.length, 0) * jobs.length;
  return { plans, jobs, refitted, audits: new Map(), total: fits, done: 0, onProgress: undefined };
}

/** Folds and final models of a group: under way at the desk, or made here when they are asked for. */
export function askFor(
  data: HonestData,
  group: Group,
  allowLeaks: boolean,
  desk: Desk | null,
  run: HonestRun,
): { folds: (index: number) => Promise<readonly FoldPart[]>; final: () => Promise<readonly FinalPart[]> } {
  const watch = {
    onAudit: (p: number, audit: Audit) => {
      group.audits.set(group.plans[p]!, audit);
      if (!audit.passed && !allowLeaks) throw leakFound(audit);
    },
    onFit: () => group.onProgress?.(++group.done, group.total),
  };
  const final: FinalJob | null =
    group.refitted.length === 0
      ? null
      : {
          unit: group.plans[0]!.unit,
          plans: group.refitted.map(({ protocol, models, kept }) => ({
            protocol,
            models: models.filter(({ model }) => kept.includes(model)),
          })),
        };
  const around = {
    ...(run.pool ? { pool: run.pool } : {}),
    ...(run.signal ? { signal: run.signal } : {}),
  };
  if (!desk) {
    return {
      folds: (i) => judgeFold(data, group.jobs[i]!, { ...around, ...watch }),
      final: async () => (final ? fitFinal(data, final, around) : []),
    };
  }
  const folds = group.jobs.map((job) => desk.fold(job, watch));
  const made: Promise<readonly FinalPart[]> = final ? desk.final(final) : Promise.resolve([]);
  // Whoever comes to one of them meets its failure; until then nobody has to.
  for (const promise of [...folds, made]) promise.catch(() => undefined);
  return { folds: (i) => folds[i]!, final: () => made };
}

function leakFound(audit: Audit): UserError {
  return new UserError(
    'leak-found',
    `the audit found a leak before training, so no figure would mean what it says:\n${describeAudits([audit])}`,
    'Mend the catalogue, or go on all the same with --allow-leaks.',
  );
}

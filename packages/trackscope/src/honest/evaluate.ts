import type { Audit, QualityReport } from '@trackscope/catalogue';
import type { EvaluationEntry, Manifest, ProtocolNote } from '../workspace/format.js';
import { type HonestData, whyNot } from './data.js';
import { type Desk, openDesk } from './desk.js';
import { entryOf } from './figures.js';
import { saveHonest, saveVocabulary, VOCABULARY_FILE } from './final.js';
import type { FinalPart } from './final-job.js';
import type { FoldJob } from './fold-job.js';
import { askFor, groupOf } from './group-work.js';
import { gatherFolds, type HonestRun, type OutOfFold } from './judge.js';
import type { HonestPlan } from './plan.js';
import { groupPlans } from './plan-groups.js';

/** What judging under honest protocols gives. */
export interface HonestOutcome {
  readonly entries: readonly EvaluationEntry[];
  readonly audits: readonly Audit[];
  readonly notes: readonly ProtocolNote[];
  readonly skipped: Manifest['skipped'];
  /** Files written, from the workspace on. */
  readonly files: readonly string[];
  /** Predictions of unseen rows, by plan, for whoever explains them. */
  readonly unseen: ReadonlyMap<HonestPlan, readonly OutOfFold[]>;
  /** Workers that judged folds; 0 when all was done in this thread. */
  readonly workers: number;
}

export interface HonestOptions {
  /** Go on when the audit finds something severe. */
  readonly allowLeaks: boolean;
  /** Where models are to be kept; null keeps none. */
  readonly save: {
    readonly directory: string;
    readonly source: Pick<QualityReport['source'], 'sha256' | 'synthetic'>;
  } | null;
  /** Shows plans that are judged together being carried out. Default: nobody is told. */
  readonly step?: <T>(plans: readonly HonestPlan[], work: (run: HonestRun) => Promise<T>) => Promise<T>;
  /** The built script of workers, for catalogues of any size. Default: ours where it is built, for large ones. */
  readonly worker?: URL;
}

/** Fewest rows for which workers are started. */
const ROWS_FOR_WORKERS = 5000;

/** Judging that has begun: with workers it goes on while the caller does other things. */
export interface Judging {
  /**
   * Gathers what was judged, in the order of the plans.
   *
   * @param step shows plans that are judged together being carried out. Default: nobody is told
   * @throws UserError `leak-found` when the audit finds something severe, unless leaks are allowed
   */
  finish(
    step?: <T>(plans: readonly HonestPlan[], work: (run: HonestRun) => Promise<T>) => Promise<T>,
  ): Promise<HonestOutcome>;
  /** Ends the workers. After {@link finish} there is nothing left to end. */
  stop(reason: unknown): Promise<void>;
}

/**
 * Carries out plans: audits the first fold before anything is fitted on it, judges, fits what is kept. Plans that hold the same rows
 * out are judged together ({@link groupPlans}); with a pool of two workers or more, folds are judged side by side, each in a
 * worker of its own. The figures do not depend on it. What a catalogue does not allow is skipped, with the reason.
 * @throws UserError `leak-found` when the audit finds something severe, unless leaks are allowed
 */
export async function evaluateHonest(
  data: HonestData,
  plans: readonly HonestPlan[],
  options: HonestOptions,
  run: HonestRun = {},
): Promise<HonestOutcome> {
  return beginHonest(data, plans, options, run).finish(options.step);
}

/**
 * Begins what {@link evaluateHonest} does. Without workers nothing happens until it is to be finished.
 *
 * @param ready workers that were started before; they are ended with the judging. Default: as many as the pool has, for
 *   catalogues that are large enough
 */
export function beginHonest(
  data: HonestData,
  plans: readonly HonestPlan[],
  options: Omit<HonestOptions, 'step'>,
  run: HonestRun = {},
  ready: Desk | null = null,
): Judging {
  run.signal?.throwIfAborted();
  const skipped: { what: string; why: string }[] = [];
  const allowed = plans.filter(({ protocol, unit, folds }) => {
    const why = whyNot(data, protocol, unit, folds);
    if (why) skipped.push({ what: `protocol ${protocol.name} by ${unit}`, why });
    return why === null;
  });
  // What can fail comes before there are workers to be ended.
  const planned = groupPlans(allowed).map((plans) => groupOf(data, plans, options.save !== null));
  const desk = ready ?? openDeskFor(data, allowed, run, options.worker);
  desk?.begin(data);
  const onAbort = () => void desk?.close(run.signal?.reason);
  run.signal?.addEventListener('abort', onAbort, { once: true });
  // All is asked for at once, so that no worker waits while another ends a group.
  const groups = planned.map((group) => ({ group, ...askFor(data, group, options.allowLeaks, desk, run) }));
  const stop = async (reason: unknown) => {
    run.signal?.removeEventListener('abort', onAbort);
    await desk?.close(reason);
  };

  async function finish(step: NonNullable<HonestOptions['step']> = (_, work) => work(run)) {
    const files: string[] = [];
    const found = new Map<HonestPlan, Found>();
    try {
      let vocabulary: string | null = null;
      for (const { group, folds, final } of groups) {
        await step(group.plans, async (around) => {
          group.onProgress = around.onProgress;
          let kept: readonly (FinalPart | null)[] = [];
          const partsOf = async (_: FoldJob, i: number) => {
            const parts = await folds(i);
            if (i === 0) kept = parts.map((part) => part.final);
            return parts;
          };
          const judged = await gatherFolds(data, group.plans, group.jobs, partsOf, around);
          const refitted = await final();
          for (const [p, plan] of group.plans.entries()) {
            const entries = judged[p]!.map((one) => entryOf(data.tracks, plan, one));
            found.set(plan, { judged: judged[p]!, entries, audit: group.audits.get(plan) });
            if (!options.save) continue;
            const { directory, source } = options.save;
            if (vocabulary === null) {
              vocabulary = await saveVocabulary(directory, data);
              files.push(`models/${VOCABULARY_FILE}`);
            }
            const part = kept[p] ?? refitted[group.refitted.indexOf(plan)];
            if (!part) continue;
            files.push(
              ...(await saveHonest(directory, data, plan, part, judged[p]!, entries, source, vocabulary)),
            );
          }
        });
      }
    } catch (error) {
      await stop(error);
      throw error;
    }
    await stop(new Error('the desk was closed'));
    const done = allowed.map((plan) => ({ plan, ...found.get(plan)! }));
    const notes = new Map(done.map(({ plan }) => [plan.protocol.name, noteOf(plan)]));
    return {
      entries: done.flatMap(({ entries }) => entries),
      audits: done.flatMap(({ audit }) => audit ?? []),
      notes: [...notes.values()],
      skipped,
      files,
      unseen: new Map(done.map(({ plan, judged }) => [plan, judged])),
      workers: desk?.size ?? 0,
    };
  }

  return { finish, stop };
}

interface Found {
  readonly judged: readonly OutOfFold[];
  readonly entries: readonly EvaluationEntry[];
  readonly audit: Audit | undefined;
}

/** Workers for a catalogue of so many tracks, started before its data is there; null where they would cost more than they bring. */
export function readyDesk(rows: number, threads: number, file?: URL): Desk | null {
  return threads < 2 || (rows < ROWS_FOR_WORKERS && !file) ? null : openDesk(threads, file);
}

function openDeskFor(
  data: HonestData,
  plans: readonly HonestPlan[],
  { pool }: HonestRun,
  file: URL | undefined,
): Desk | null {
  const rows = Math.max(0, ...plans.map(({ unit }) => data.units[unit].rows.length));
  return pool?.threads ? readyDesk(rows, pool.size, file) : null;
}

function noteOf({ protocol }: HonestPlan): ProtocolNote {
  return { protocol: protocol.name, title: protocol.title, optimistic: false, note: protocol.note };
}

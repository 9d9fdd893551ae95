import { PROTOCOLS, type QualityReport } from '@trackscope/catalogue';
import type { WorkerPool } from '@trackscope/learn';
import { auditProtocol } from '../audit/audit-protocol.js';
import type { Engine } from '../engine/engine.js';
import { type HonestData, loadHonest } from '../honest/data.js';
import { beginHonest, type Judging, readyDesk } from '../honest/evaluate.js';
import type { HonestRun } from '../honest/judge.js';
import { ModelPanels } from '../honest/model-panels.js';
import { planHonest } from '../honest/plan.js';
import { HONEST_MODELS } from '../honest/settings.js';
import { DriverMeters } from '../reasons/driver-meters.js';
import { computeDrivers } from '../reasons/drivers.js';
import { count } from '../text/numbers.js';
import type { ModelName, ProtocolName } from '../workspace/format.js';
import { type WorkspaceDraft, writeJson } from '../workspace/write.js';
import type { Clock } from './clock.js';
import type { Modelled } from './model-step.js';

export interface HonestStepOptions {
  readonly models: readonly ModelName[];
  /** Protocols to judge; the published one is another step's. */
  readonly protocols: readonly ProtocolName[];
  readonly quick: boolean;
  readonly allowLeaks: boolean;
}

/** Judging under honest protocols that is under way. */
export interface HonestStep {
  /**
   * Adds what was judged to what the published models left.
   * @throws UserError `leak-found` unless leaks are allowed
   */
  finish(before: Modelled): Promise<Modelled>;
  /** Ends what is under way; after {@link finish} there is nothing to end. */
  stop(reason: unknown): Promise<void>;
}

/** Begins to audit and judge every honest protocol that the catalogue allows; null when there is none to judge. */
export async function beginHonestStep(
  clock: Clock,
  engine: Engine,
  quality: QualityReport,
  options: HonestStepOptions,
  draft: WorkspaceDraft,
  run: { readonly pool: WorkerPool; readonly signal: AbortSignal },
): Promise<HonestStep | null> {
  const models = HONEST_MODELS.filter((model) => options.models.includes(model));
  const protocols = PROTOCOLS.map(({ name }) => name).filter((name) => options.protocols.includes(name));
  if (
    models.length === 0 ||
    protocols.length === 0 ||
    quality.absent.some(({ column }) => column === 'popularity')
  )
    return null;
  // Workers load while the features are made.
  const desk = readyDesk(quality.rows.tracks, run.pool.size);
  try {
    const data = await clock.time(
      'features:honest',
      'Building features for honest protocols',
      () => loadHonest(engine),
      ({ units }) =>
        `${count(units.track.rows.length)} tracks, ${count(units.recording.rows.length)} recordings`,
    );
    const judging = beginHonest(
      data,
      planHonest({ models, protocols, quick: options.quick }),
      {
        allowLeaks: options.allowLeaks,
        save: { directory: draft.directory, source: quality.source },
      },
      run,
      desk,
    );
    return {
      finish: (before) => finishHonest(clock, engine, options, draft, before, data, judging, run),
      stop: judging.stop,
    };
  } catch (error) {
    await desk?.close(error);
    throw error;
  }
}

async function finishHonest(
  clock: Clock,
  engine: Engine,
  options: HonestStepOptions,
  draft: WorkspaceDraft,
  before: Modelled,
  data: HonestData,
  judging: Judging,
  run: Required<Pick<HonestRun, 'pool' | 'signal'>>,
): Promise<Modelled> {
  // The published protocol is exempt from passing: it is there to be shown as it is.
  const published = before.evaluation
    ? await clock.time(
        'audit:published',
        'Auditing the published protocol',
        () => auditProtocol(engine, 'published', [], run),
        ([audit]) =>
          `${count(audit!.findings.filter((f) => f.severity === 'severe').length)} severe findings`,
      )
    : [];
  const meters = new DriverMeters();
  const panels = new ModelPanels();
  const outcome = await judging.finish((plans, work) => {
    const [first] = plans;
    const names = plans.map(({ protocol }) => protocol.name);
    return clock.time(
      `judge:${names.join('+')}:${first!.unit}`,
      `Judging ${names.join(' and ')} by ${first!.unit}${first!.quick ? ' (quick: one fold)' : ''}`,
      (step) =>
        work({
          ...run,
          onProgress: (done, total) => step.update(done, total),
          onModel: async ({ plan, fitted, features, actual }) => {
            panels.add(plan, fitted);
            // What the models lean on is measured while they are at hand; a quick look does without.
            if (!options.quick) await meters.add(plan, fitted, features, actual, { signal: run.signal });
          },
        }),
      () => `${first!.judged} folds, ${first!.models.length} models`,
    );
  });
  for (const { what, why } of outcome.skipped) clock.skip(what, why);
  const skipped = [...before.skipped, ...outcome.skipped];
  if (outcome.entries.length === 0) return { ...before, skipped };
  const drivers = options.quick
    ? null
    : await clock.time(
        'drivers',
        'Asking what drives popularity',
        (step) =>
          computeDrivers(
            data,
            meters.results(),
            {},
            { ...run, onProgress: (done, total) => step.update(done, total) },
          ),
        ({ statements }) => `${statements.length} statements`,
      );
  const audits = [...published, ...outcome.audits];
  await writeJson(draft.directory, 'audit.json', { formatVersion: 1, audits });
  return {
    evaluation: {
      formatVersion: 1,
      protocols: [...(before.evaluation?.protocols ?? []), ...outcome.notes],
      evaluation: [...(before.evaluation?.evaluation ?? []), ...outcome.entries],
    },
    explanation: {
      formatVersion: 1,
      models: [...(before.explanation?.models ?? []), ...panels.results(outcome.unseen)],
      ...(drivers ? { drivers } : {}),
    },
    audit: audits,
    skipped,
    files: [...before.files, ...outcome.files, 'audit.json'],
  };
}

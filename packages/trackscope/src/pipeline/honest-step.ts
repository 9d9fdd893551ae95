import { PROTOCOLS, type QualityReport } from '@trackscope/catalogue';
import { createPool } from '@trackscope/learn';
import { auditProtocol } from '../audit/audit-protocol.js';
import type { Engine } from '../engine/engine.js';
import { loadHonest } from '../honest/data.js';
import { evaluateHonest } from '../honest/evaluate.js';
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
  readonly threads: number;
}

/**
 * Audits and judges every honest protocol that the catalogue allows, and adds it to what the published models left.
 * @throws UserError `leak-found` unless leaks are allowed
 */
export async function honestStep(
  clock: Clock,
  engine: Engine,
  quality: QualityReport,
  options: HonestStepOptions,
  draft: WorkspaceDraft,
  signal: AbortSignal,
  before: Modelled,
): Promise<Modelled> {
  const models = HONEST_MODELS.filter((model) => options.models.includes(model));
  const protocols = PROTOCOLS.map(({ name }) => name).filter((name) => options.protocols.includes(name));
  if (
    models.length === 0 ||
    protocols.length === 0 ||
    quality.absent.some(({ column }) => column === 'popularity')
  )
    return before;
  const pool = await createPool({ size: options.threads });
  const run = { pool, signal };
  try {
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
    const data = await clock.time(
      'features:honest',
      'Building features for honest protocols',
      () => loadHonest(engine),
      ({ units }) =>
        `${count(units.track.rows.length)} tracks, ${count(units.recording.rows.length)} recordings`,
    );
    const meters = new DriverMeters();
    const panels = new ModelPanels();
    const outcome = await evaluateHonest(
      data,
      planHonest({ models, protocols, quick: options.quick }),
      {
        allowLeaks: options.allowLeaks,
        save: { directory: draft.directory, source: quality.source },
        step: (plans, work) => {
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
                  if (!options.quick) await meters.add(plan, fitted, features, actual, { signal });
                },
              }),
            () => `${first!.judged} folds, ${first!.models.length} models`,
          );
        },
      },
      run,
    );
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
  } finally {
    await pool.close();
  }
}

import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Audit, Profile, QualityReport } from '@trackscope/catalogue';
import {
  boosted,
  createPool,
  kFold,
  LearnError,
  type SearchResult,
  search,
  takeRows,
} from '@trackscope/learn';
import type { ProgressDisplay } from '../cli/progress.js';
import { openEngine } from '../engine/engine.js';
import { Interrupted } from '../errors/exit.js';
import { UserError } from '../errors/user-error.js';
import { fitAndJudge, type Judged, pick } from '../modelling/fit.js';
import { type FitPlan, PROTOCOL_NOTES, planModels } from '../modelling/plan.js';
import { loadPublished, type PublishedData } from '../modelling/published-data.js';
import { PUBLISHED_SEARCH_FOLDS, PUBLISHED_SPACE, SEARCHED_MODEL } from '../modelling/published-search.js';
import { saveModel } from '../modelling/save.js';
import { renderModelCard } from '../report/model-card.js';
import { renderReport } from '../report/render-report.js';
import type { Evaluation, EvaluationEntry, Explanation, Manifest, ModelName } from '../workspace/format.js';
import { openListings } from '../workspace/listings.js';
import { readWorkspaceJson, type Workspace } from '../workspace/read.js';
import { Clock } from './clock.js';

export interface TrainOptions {
  readonly model: ModelName;
  /** Candidates of a randomised search; without it the model's published settings are fitted. */
  readonly search?: number;
  /** Forgets an interrupted search instead of going on with it. */
  readonly restart: boolean;
  /** Keeps the search's winner as a model of the workspace. */
  readonly keep: boolean;
  readonly threads?: number;
}

/** What `train --json` prints. */
export interface TrainSummary {
  readonly workspace: string;
  readonly model: ModelName;
  /** Null when the model was not kept. */
  readonly kept: string | null;
  readonly evaluation: EvaluationEntry | null;
  readonly search: {
    readonly protocol: 'published';
    readonly folds: number;
    readonly candidates: SearchResult['candidates'];
    readonly best: SearchResult['best'];
    readonly bounds: SearchResult['bounds'];
    /** Candidates taken over from an interrupted search. */
    readonly resumed: number;
  } | null;
  readonly seconds: number;
}

/**
 * Fits one model of the published protocol on a workspace's catalogue and keeps it there, or searches for better
 * settings first. A search stores every candidate in the workspace, and goes on from there when it was interrupted.
 */
export async function trainModel(
  workspace: Workspace,
  options: TrainOptions,
  progress: ProgressDisplay,
  signal: AbortSignal,
): Promise<TrainSummary> {
  const started = performance.now();
  const quality = await readWorkspaceJson<QualityReport>(workspace, 'quality.json');
  const { fits, skipped } = planModels(quality, [options.model]);
  if (skipped[0]) throw new UserError('cannot-train', `${options.model} cannot be fitted: ${skipped[0].why}`);
  const settings = fits[0]!;
  if (options.search !== undefined && settings.learner !== 'boosted') {
    throw new UserError(
      'no-search',
      `there is no search for ${options.model}`,
      'Search with --model boosted.',
    );
  }
  const clock = new Clock(progress, signal);
  const data = await clock.time(
    'features',
    'Building features',
    () => loadData(workspace),
    (d) => `${d.inputs.rows} rows`,
  );
  const pool = await createPool({ size: options.threads ?? cpus().length });
  try {
    const found =
      options.search === undefined ? null : await searchStep(workspace, data, options, pool, clock, signal);
    const plan = found
      ? { ...settings, model: SEARCHED_MODEL as ModelName, options: { ...found.best.options, seed: 42 } }
      : settings;
    const keeps = found === null || options.keep;
    let judged: Judged | null = null;
    if (keeps) {
      judged = await clock.time(
        'fit',
        `Fitting ${plan.model} (published)`,
        (step) =>
          fitAndJudge(plan as FitPlan, data, {
            pool,
            signal,
            onProgress: (done, total) => step.update(done, total),
          }),
        ({ entry }) => `R² ${entry.r2.toFixed(4)}, MAE ${entry.mae.toFixed(2)}, optimistic`,
      );
      await keep(workspace, judged, data, quality);
    }
    return {
      workspace: workspace.directory,
      model: plan.model,
      kept: judged ? plan.model : null,
      evaluation: judged?.entry ?? null,
      search: found && {
        protocol: 'published',
        folds: PUBLISHED_SEARCH_FOLDS,
        candidates: found.candidates,
        best: found.best,
        bounds: found.bounds,
        resumed: found.resumed,
      },
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    await pool.close();
  }
}

async function loadData(workspace: Workspace): Promise<PublishedData> {
  const engine = await openEngine();
  try {
    await openListings(engine, workspace);
    return await loadPublished(engine);
  } finally {
    engine.close();
  }
}

async function searchStep(
  workspace: Workspace,
  data: PublishedData,
  options: TrainOptions,
  pool: Awaited<ReturnType<typeof createPool>>,
  clock: Clock,
  signal: AbortSignal,
): Promise<SearchResult> {
  const file = join(workspace.directory, 'search', `boosted.published.${options.search}.json`);
  await mkdir(join(workspace.directory, 'search'), { recursive: true });
  if (options.restart) await rm(file, { force: true });
  const stored = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as unknown,
    () => null,
  );
  const target = pick(data.popularity, data.train);
  try {
    return await clock.time(
      'search',
      `Searching ${options.search} candidates × ${PUBLISHED_SEARCH_FOLDS} folds (published)`,
      (step) =>
        search(
          boosted,
          takeRows(data.trees, data.train),
          target,
          kFold(target.length, { folds: PUBLISHED_SEARCH_FOLDS, shuffle: false }),
          { space: PUBLISHED_SPACE, count: options.search!, seed: 42 },
          { fixed: { seed: 42 }, ...(stored ? { resume: stored } : {}) },
          {
            pool,
            signal,
            onProgress: ({ done, total }) => step.update(done, total),
            onState: (state) => replaceFile(file, JSON.stringify(state)),
          },
        ),
      (r) =>
        `best mean R² ${r.best.r2.mean.toFixed(4)}${r.resumed > 0 ? `, ${r.resumed} candidates taken over` : ''}`,
    );
  } catch (cause) {
    if (signal.aborted)
      throw new Interrupted('interrupted; the candidates tried so far are kept: run it again to go on');
    if (!(cause instanceof LearnError) || cause.code !== 'search-state') throw cause;
    throw new UserError('search-state', cause.message, 'Start it anew with --restart.', { cause });
  }
}

/** Puts the model, its figures and a new report into the workspace, each file whole or as it was. */
async function keep(
  workspace: Workspace,
  judged: Judged,
  data: PublishedData,
  quality: QualityReport,
): Promise<void> {
  const { directory, manifest } = workspace;
  const files = await saveModel(directory, judged, data, quality);
  const same = (e: { protocol: string; model: string; unit: string }) =>
    e.protocol === judged.entry.protocol && e.model === judged.entry.model && e.unit === judged.entry.unit;
  const has = manifest.files.includes('evaluation.json');
  const before = has ? await readWorkspaceJson<Evaluation>(workspace, 'evaluation.json') : null;
  const explained = has ? await readWorkspaceJson<Explanation>(workspace, 'explain.json') : null;
  const evaluation: Evaluation = {
    formatVersion: 1,
    protocols: before?.protocols ?? [PROTOCOL_NOTES.published],
    evaluation: [...(before?.evaluation ?? []).filter((e) => !same(e)), judged.entry],
  };
  const explanation: Explanation = {
    ...explained,
    formatVersion: 1,
    models: [...(explained?.models ?? []).filter((e) => !same(e)), judged.explanation],
  };
  const all = [...new Set([...manifest.files, 'evaluation.json', 'explain.json', 'MODEL_CARD.md', ...files])];
  const updated: Manifest = { ...manifest, files: all };
  const profile = await readWorkspaceJson<Profile>(workspace, 'profile.json');
  const audited = manifest.files.includes('audit.json')
    ? await readWorkspaceJson<{ audits: readonly Audit[] }>(workspace, 'audit.json')
    : null;
  const input = {
    manifest: updated,
    quality,
    profile,
    evaluation,
    explanation,
    audit: audited?.audits ?? null,
  };
  const at = (name: string) => join(directory, name);
  await replaceFile(at('evaluation.json'), `${JSON.stringify(evaluation)}\n`);
  await replaceFile(at('explain.json'), `${JSON.stringify(explanation)}\n`);
  await replaceFile(at('report.html'), renderReport(input));
  await replaceFile(at('MODEL_CARD.md'), renderModelCard(input));
  await replaceFile(at('workspace.json'), `${JSON.stringify(updated)}\n`);
}

async function replaceFile(file: string, text: string): Promise<void> {
  const part = `${file}.part-${process.pid}`;
  await writeFile(part, text);
  await rename(part, file);
}

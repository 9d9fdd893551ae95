import { cpus } from 'node:os';
import { join } from 'node:path';
import { explore, type GenreMap, PROTOCOLS, type Profile, type QualityReport } from '@trackscope/catalogue';
import { createPool, type WorkerPool } from '@trackscope/learn';
import type { ProgressDisplay } from '../cli/progress.js';
import { type Engine, openEngine } from '../engine/engine.js';
import { readCatalogue } from '../ingest/read-catalogue.js';
import { count } from '../text/numbers.js';
import type { EvaluationEntry, Manifest, ModelName, ProtocolName } from '../workspace/format.js';
import { draftWorkspace } from '../workspace/write.js';
import { Clock, peakMb } from './clock.js';
import { loadGenreMap } from './genre-map.js';
import { beginHonestStep, type HonestStep } from './honest-step.js';
import { modelStep } from './model-step.js';
import { writeListings, writeWorkspace } from './write-workspace.js';

export interface RunOptions {
  /** File, folder, glob or `-`. */
  readonly source: string;
  readonly out: string;
  readonly map?: Record<string, string>;
  /** A saved mapping. */
  readonly mapping?: string;
  /** A file of the user's own macro-genres. */
  readonly genres?: string;
  /** Models to fit; none skips modelling. */
  readonly models: readonly ModelName[];
  /** Protocols to judge. Default: all. */
  readonly protocols?: readonly ProtocolName[];
  /** One fold, linear and boosted only. Default: false. */
  readonly quick?: boolean;
  /** Go on when the audit of an honest protocol finds a leak. Default: false. */
  readonly allowLeaks?: boolean;
  /** Workers. Default: one for each core. */
  readonly threads?: number;
}

/** Every protocol that a run can judge. */
export const ALL_PROTOCOLS: readonly ProtocolName[] = ['published', ...PROTOCOLS.map(({ name }) => name)];

/** The models that are fitted fast. */
const QUICK_MODELS: readonly ModelName[] = ['linear', 'boosted'];

/** What `run --json` prints. */
export interface RunSummary {
  readonly workspace: string;
  readonly report: string;
  readonly source: QualityReport['source'];
  readonly rows: QualityReport['rows'];
  readonly evaluation: readonly EvaluationEntry[];
  readonly skipped: Manifest['skipped'];
  readonly seconds: number;
  /** Most memory that the process held, in MB (10⁶ bytes). */
  readonly peakMb: number;
}

/** The main job: reads, checks, cleans, explores, models, judges and reports a catalogue into a workspace. */
export async function runCatalogue(
  options: RunOptions,
  progress: ProgressDisplay,
  signal: AbortSignal,
): Promise<{ summary: RunSummary; profile: Profile }> {
  const started = performance.now();
  const genreMap = await loadGenreMap(options.genres);
  const draft = await draftWorkspace(options.out);
  const threads = options.threads ?? cpus().length;
  const engine = await openEngine({ threads, tempDirectory: join(draft.directory, 'spill') });
  const interrupt = () => engine.interrupt();
  signal.addEventListener('abort', interrupt);
  const clock = new Clock(progress, signal);
  let pool: WorkerPool | null = null;
  let judging: HonestStep | null = null;
  try {
    const quality = await readStep(clock, engine, options, genreMap, signal);
    pool = await createPool({ size: threads });
    const { quick = false, allowLeaks = false } = options;
    const models = options.models.filter((model) => !quick || QUICK_MODELS.includes(model));
    const protocols = options.protocols ?? ALL_PROTOCOLS;
    const leaky = protocols.includes('published') ? models : [];
    const published = await modelStep(clock, engine, quality, leaky, pool, draft, signal);
    const wishes = { models, protocols, quick, allowLeaks };
    judging = await beginHonestStep(clock, engine, quality, wishes, draft, { pool, signal });
    // What needs one core only is done while folds are judged.
    await clock.time(
      'listings',
      'Writing the listings',
      () => writeListings(draft, engine),
      () => `${count(quality.rows.listings)} of them`,
    );
    const profile = await clock.time(
      'explore',
      'Exploring',
      (step) => explore(engine, { genreMap, onProgress: ({ done, total }) => step.update(done, total) }),
      (p) => `${p.findings.length} findings`,
    );
    const modelled = (await judging?.finish(published)) ?? published;
    const result = await clock.time(
      'write',
      'Writing the workspace',
      () => writeWorkspace(draft, { quality, profile, ...modelled, steps: clock.steps, started }),
      () => options.out,
    );
    signal.throwIfAborted();
    await draft.publish();
    const summary = {
      workspace: options.out,
      report: join(options.out, 'report.html'),
      source: quality.source,
      rows: quality.rows,
      evaluation: modelled.evaluation?.evaluation ?? [],
      skipped: modelled.skipped,
      seconds: result.seconds,
      peakMb: peakMb(),
    };
    return { summary, profile };
  } catch (error) {
    await draft.discard();
    throw error;
  } finally {
    signal.removeEventListener('abort', interrupt);
    await judging?.stop(new Error('the run is over'));
    await pool?.close();
    engine.close();
  }
}

async function readStep(
  clock: Clock,
  engine: Engine,
  options: RunOptions,
  genreMap: GenreMap,
  signal: AbortSignal,
): Promise<QualityReport> {
  return clock.time(
    'read',
    'Reading and checking',
    async (step) => {
      const { quality } = await readCatalogue(engine, options.source, {
        ...(options.map ? { map: options.map } : {}),
        ...(options.mapping ? { mapFile: options.mapping } : {}),
        genres: new Set(Object.keys(genreMap.macroOf)),
        onProgress: ({ done, total }) => step.update(done, total),
        signal,
      });
      return quality;
    },
    (q) => `${count(q.rows.read)} rows, ${count(q.rows.rejected)} rejected, ${count(q.rows.tracks)} tracks`,
  );
}

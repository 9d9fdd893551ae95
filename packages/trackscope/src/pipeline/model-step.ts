import type { Audit, QualityReport } from '@trackscope/catalogue';
import type { WorkerPool } from '@trackscope/learn';
import type { Engine } from '../engine/engine.js';
import { fitAndJudge } from '../modelling/fit.js';
import { PROTOCOL_NOTES, planModels } from '../modelling/plan.js';
import { loadPublished } from '../modelling/published-data.js';
import { saveModel } from '../modelling/save.js';
import { count } from '../text/numbers.js';
import type {
  Evaluation,
  EvaluationEntry,
  Explanation,
  Manifest,
  ModelExplanation,
  ModelName,
} from '../workspace/format.js';
import type { WorkspaceDraft } from '../workspace/write.js';
import type { Clock } from './clock.js';

/** What modelling leaves behind; null where nothing could be fitted. */
export interface Modelled {
  readonly evaluation: Evaluation | null;
  readonly explanation: Explanation | null;
  /** What the leakage audits found; null where none was made. */
  readonly audit: readonly Audit[] | null;
  readonly skipped: Manifest['skipped'];
  readonly files: readonly string[];
}

/** Fits, judges and saves every model that the catalogue allows. */
export async function modelStep(
  clock: Clock,
  engine: Engine,
  quality: QualityReport,
  wanted: readonly ModelName[],
  pool: WorkerPool,
  draft: WorkspaceDraft,
  signal: AbortSignal,
): Promise<Modelled> {
  const { fits, skipped } = planModels(quality, wanted);
  for (const { what, why } of skipped) clock.skip(what, why);
  if (fits.length === 0) return { evaluation: null, explanation: null, audit: null, skipped, files: [] };
  const data = await clock.time(
    'features',
    'Building features',
    () => loadPublished(engine),
    (d) => {
      return `${count(d.train.length)} rows to train on, ${count(d.test.length)} held out`;
    },
  );
  const entries: EvaluationEntry[] = [];
  const explanations: ModelExplanation[] = [];
  const files: string[] = [];
  for (const plan of fits) {
    const title = `Fitting ${plan.model} (${plan.protocol})`;
    const judged = await clock.time(
      `fit:${plan.protocol}:${plan.model}`,
      title,
      async (step) => {
        const onProgress = (done: number, total: number) => step.update(done, total);
        const judged = await fitAndJudge(plan, data, { pool, signal, onProgress });
        files.push(...(await saveModel(draft.directory, judged, data, quality)));
        return judged;
      },
      ({ entry }) => `R² ${entry.r2.toFixed(4)}, MAE ${entry.mae.toFixed(2)}, optimistic`,
    );
    entries.push(judged.entry);
    explanations.push(judged.explanation);
  }
  return {
    evaluation: { formatVersion: 1, protocols: [PROTOCOL_NOTES.published], evaluation: entries },
    explanation: { formatVersion: 1, models: explanations },
    audit: null,
    skipped,
    files,
  };
}

import type { Audit, QualityReport } from '@trackscope/catalogue';
import { describeAudits } from '../audit/describe-audit.js';
import { auditHonest } from '../audit/honest-audit.js';
import { UserError } from '../errors/user-error.js';
import type { EvaluationEntry, Manifest, ProtocolNote } from '../workspace/format.js';
import { type HonestData, whyNot } from './data.js';
import { entryOf } from './figures.js';
import { saveHonest, saveVocabulary, VOCABULARY_FILE } from './final.js';
import { type HonestRun, judge, type OutOfFold } from './judge.js';
import type { HonestPlan } from './plan.js';

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
}

export interface HonestOptions {
  /** Go on when the audit finds something severe. */
  readonly allowLeaks: boolean;
  /** Where models are to be kept; null keeps none. */
  readonly save: {
    readonly directory: string;
    readonly source: Pick<QualityReport['source'], 'sha256' | 'synthetic'>;
  } | null;
  /** Shows one plan being carried out. Default: nobody is told. */
  readonly step?: <T>(plan: HonestPlan, work: (run: HonestRun) => Promise<T>) => Promise<T>;
}

/**
 * Carries out plans one after the other: audits the first fold before anything is fitted, judges, fits what is kept.
 * What a catalogue does not allow is skipped, with the reason.
 * @throws UserError `leak-found` when the audit finds something severe, unless leaks are allowed
 */
export async function evaluateHonest(
  data: HonestData,
  plans: readonly HonestPlan[],
  options: HonestOptions,
  run: HonestRun = {},
): Promise<HonestOutcome> {
  const entries: EvaluationEntry[] = [];
  const audits: Audit[] = [];
  const skipped: { what: string; why: string }[] = [];
  const files: string[] = [];
  const unseen = new Map<HonestPlan, readonly OutOfFold[]>();
  const notes = new Map<string, ProtocolNote>();
  const step = options.step ?? ((_, work) => work(run));
  let vocabulary: string | null = null;
  for (const plan of plans) {
    const { protocol, unit } = plan;
    const why = whyNot(data, protocol, unit, plan.folds);
    if (why) {
      skipped.push({ what: `protocol ${protocol.name} by ${unit}`, why });
      continue;
    }
    await step(plan, async (around) => {
      const judged = await judge(data, plan, {
        ...around,
        onFold: async (fold) => {
          const audit = await auditHonest(data, protocol, unit, fold, calm(around));
          audits.push(audit);
          if (!audit.passed && !options.allowLeaks) throw leakFound(audit);
        },
      });
      const own = judged.map((found) => entryOf(data.tracks, plan, found));
      entries.push(...own);
      unseen.set(plan, judged);
      notes.set(protocol.name, {
        protocol: protocol.name,
        title: protocol.title,
        optimistic: false,
        note: protocol.note,
      });
      if (!options.save) return;
      const { directory, source } = options.save;
      if (vocabulary === null) {
        vocabulary = await saveVocabulary(directory, data);
        files.push(`models/${VOCABULARY_FILE}`);
      }
      files.push(...(await saveHonest(directory, data, plan, judged, own, source, vocabulary, around)));
    });
  }
  return { entries, audits, notes: [...notes.values()], skipped, files, unseen };
}

function leakFound(audit: Audit): UserError {
  return new UserError(
    'leak-found',
    `the audit found a leak before training, so no figure would mean what it says:\n${describeAudits([audit])}`,
    'Mend the catalogue, or go on all the same with --allow-leaks.',
  );
}

/** The surroundings without progress: an audit is not a fit. */
function calm({ pool, signal }: HonestRun) {
  return { ...(pool ? { pool } : {}), ...(signal ? { signal } : {}) };
}

import { type HonestName, PROTOCOLS, type UnitName } from '@trackscope/catalogue';
import { createPool } from '@trackscope/learn';
import { type Command, Option } from 'commander';
import { cannotJudge } from '../audit/audit-protocol.js';
import { openEngine } from '../engine/engine.js';
import { ablation } from '../honest/ablation.js';
import { type HonestData, loadHonest, whyNot } from '../honest/data.js';
import {
  describeAblation,
  describeEntries,
  describeSearch,
  describeTwoPart,
} from '../honest/describe-evaluation.js';
import { evaluateHonest } from '../honest/evaluate.js';
import { type HonestPlan, planHonest, UNITS } from '../honest/plan.js';
import { type SearchRecord, searchHonest, searchSteps } from '../honest/search.js';
import { HONEST_MODELS, type HonestModel } from '../honest/settings.js';
import { keepInEvaluation } from '../honest/store.js';
import { twoPart } from '../honest/two-part.js';
import type { TwoPartEntry } from '../workspace/format.js';
import { openListings } from '../workspace/listings.js';
import { openWorkspace } from '../workspace/read.js';
import { type CliEffects, runs } from './context.js';
import { wholeNumber } from './source-options.js';

interface Options {
  readonly protocol?: HonestName[];
  readonly unit?: UnitName[];
  readonly model?: HonestModel[];
  readonly folds: number;
  readonly repeats: number;
  readonly seed: number;
  readonly quick: boolean;
  readonly allowLeaks: boolean;
  readonly ablation: boolean;
  readonly twoPart: boolean;
  readonly search?: number;
  readonly threads?: number;
}

/** `trackscope evaluate WORKSPACE`. */
export function addEvaluate(program: Command, effects: CliEffects, finish: (exitCode: number) => void): void {
  const command = program
    .command('evaluate')
    .description(
      "Judge models on a workspace's catalogue under honest protocols: songs or artists held out together, history " +
        'out of fold. Prints the figures and keeps no model.',
    )
    .argument('<workspace>', 'a folder that `trackscope run` wrote')
    .addOption(
      new Option('--protocol <name...>', 'only these (default: all)').choices(PROTOCOLS.map((p) => p.name)),
    )
    .addOption(new Option('--unit <name...>', 'rows of which kind (default: both)').choices([...UNITS]))
    .addOption(new Option('--model <name...>', 'only these (default: all)').choices([...HONEST_MODELS]))
    .option('--folds <n>', 'into how many folds rows are divided', wholeNumber(2), 5)
    .option('--repeats <n>', 'draw the folds anew this often', wholeNumber(1), 1)
    .option('--seed <n>', 'seed of the first draw', wholeNumber(0), 0)
    .option('--quick', 'judge one fold only, linear and boosted', false)
    .option('--ablation', 'what each family of features brings; kept in evaluation.json', false)
    .option(
      '--two-part',
      'the zero spike both ways, by recording unless --unit says; kept in evaluation.json',
      false,
    )
    .option(
      '--search <n>',
      'draw this many settings for each model, judge them on the training side of one fold, by recording unless --unit says',
      wholeNumber(1),
    )
    .option('--allow-leaks', 'go on when the audit finds a leak', false)
    .option('--threads <n>', 'workers (default: one for each core)', wholeNumber(1));
  runs<Options>(command, effects, finish, async (context, options, [directory]) => {
    const workspace = await openWorkspace(directory!);
    const engine = await openEngine();
    const interrupt = () => engine.interrupt();
    context.signal.addEventListener('abort', interrupt);
    const pool = await createPool(options.threads ? { size: options.threads } : {});
    const run = { pool, signal: context.signal };
    try {
      await openListings(engine, workspace);
      const data = await loadHonest(engine);
      if (options.ablation) {
        const step = context.progress.step('What each family of features brings');
        const steps = await ablation(data, options.folds, run, (done, total) => step.update(done, total));
        step.succeed();
        await keepInEvaluation(workspace, { ablation: steps });
        return { json: { workspace: directory, ablation: steps }, text: text(describeAblation(steps)) };
      }
      const asked = {
        ...(options.protocol ? { protocols: options.protocol } : {}),
        ...(options.unit ? { units: options.unit } : {}),
        ...(options.model ? { models: options.model } : {}),
        folds: options.folds,
        repeats: options.repeats,
        seed: options.seed,
        quick: options.quick,
      };
      const special = { ...asked, units: options.unit ?? ['recording' as const] };
      if (options.twoPart) {
        const plans = allowed(data, planHonest({ ...special, models: ['boosted'] }));
        const step = context.progress.step('The zero spike, both ways');
        const total = plans.reduce((n, { judged }) => n + judged, 0);
        const found: TwoPartEntry[] = [];
        let done = 0;
        for (const plan of plans)
          found.push(await twoPart(data, plan, run, () => step.update(++done, total)));
        step.succeed();
        await keepInEvaluation(workspace, { twoPart: found });
        return { json: { workspace: directory, twoPart: found }, text: text(describeTwoPart(found)) };
      }
      if (options.search !== undefined) {
        const plans = allowed(data, planHonest(special));
        const wishes = { candidates: options.search, seed: options.seed };
        const step = context.progress.step('Searching settings');
        const total = searchSteps(plans, wishes);
        const records: SearchRecord[] = [];
        let done = 0;
        for (const plan of plans) {
          records.push(...(await searchHonest(data, plan, wishes, run, () => step.update(++done, total))));
        }
        step.succeed();
        return { json: { workspace: directory, search: records }, text: text(describeSearch(records)) };
      }
      const plans = planHonest(asked);
      const outcome = await evaluateHonest(
        data,
        plans,
        {
          allowLeaks: options.allowLeaks,
          save: null,
          step: async (plans, work) => {
            const names = plans.map(({ protocol }) => protocol.name);
            const step = context.progress.step(`Judging ${names.join(' and ')} by ${plans[0]!.unit}`);
            const value = await work({ ...run, onProgress: (done, total) => step.update(done, total) });
            step.succeed();
            return value;
          },
        },
        run,
      );
      const { entries, audits, skipped } = outcome;
      if (entries.length === 0) {
        const [plan] = plans;
        throw cannotJudge(plan!.protocol.name, plan!.unit, skipped[0]?.why ?? 'no model was asked for');
      }
      const lines = [
        ...describeEntries(entries),
        ...skipped.map(({ what, why }) => `Left out: ${what}, because ${why}.`),
      ];
      return {
        json: { workspace: directory, protocols: outcome.notes, evaluation: entries, audits, skipped },
        text: text(lines),
      };
    } finally {
      context.signal.removeEventListener('abort', interrupt);
      await pool.close();
      engine.close();
    }
  });
}

/**
 * The plans that the catalogue allows.
 * @throws UserError when it allows none
 */
function allowed(data: HonestData, plans: readonly HonestPlan[]): HonestPlan[] {
  const why = plans.map(({ protocol, unit, folds }) => whyNot(data, protocol, unit, folds));
  const some = plans.filter((_, i) => why[i] === null);
  if (some.length === 0) throw cannotJudge(plans[0]!.protocol.name, plans[0]!.unit, why[0]!);
  return some;
}

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

import { type HonestName, PROTOCOLS, type UnitName } from '@trackscope/catalogue';
import { createPool } from '@trackscope/learn';
import { type Command, Option } from 'commander';
import { cannotJudge } from '../audit/audit-protocol.js';
import { openEngine } from '../engine/engine.js';
import { ablation } from '../honest/ablation.js';
import { loadHonest } from '../honest/data.js';
import { describeAblation, describeEntries } from '../honest/describe-evaluation.js';
import { evaluateHonest } from '../honest/evaluate.js';
import { planHonest, UNITS } from '../honest/plan.js';
import { HONEST_MODELS, type HonestModel } from '../honest/settings.js';
import { keepAblation } from '../honest/store.js';
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
        await keepAblation(workspace, steps);
        return { json: { workspace: directory, ablation: steps }, text: text(describeAblation(steps)) };
      }
      const plans = planHonest({
        ...(options.protocol ? { protocols: options.protocol } : {}),
        ...(options.unit ? { units: options.unit } : {}),
        ...(options.model ? { models: options.model } : {}),
        folds: options.folds,
        repeats: options.repeats,
        seed: options.seed,
        quick: options.quick,
      });
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

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

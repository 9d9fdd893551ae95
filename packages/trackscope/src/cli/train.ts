import { type Command, Option } from 'commander';
import { MODEL_NAMES } from '../modelling/plan.js';
import { type TrainSummary, trainModel } from '../pipeline/train.js';
import { formatSeconds } from '../text/numbers.js';
import type { ModelName } from '../workspace/format.js';
import { openWorkspace } from '../workspace/read.js';
import { type CliEffects, runs } from './context.js';
import { wholeNumber } from './source-options.js';

interface Options {
  readonly model: ModelName;
  readonly search?: number;
  readonly restart: boolean;
  readonly keep: boolean;
  readonly threads?: number;
}

/** `trackscope train WORKSPACE`. */
export function addTrain(program: Command, effects: CliEffects, finish: (exitCode: number) => void): void {
  const command = program
    .command('train')
    .description(
      "Fit one model on a workspace's catalogue and keep it there, or search for better settings. A search that is " +
        'interrupted goes on where it stopped.',
    )
    .argument('<workspace>', 'a folder that `trackscope run` wrote')
    .addOption(new Option('--model <name>', 'which model').choices(MODEL_NAMES).default('boosted'))
    .addOption(
      new Option('--protocol <name>', 'under which protocol').choices(['published']).default('published'),
    )
    .option('--search <n>', 'try n random settings first, by 3-fold cross-validation', wholeNumber(1))
    .option('--keep', "fit the search's winner and keep it as the model boosted-searched", false)
    .option('--restart', 'forget an interrupted search', false)
    .option('--threads <n>', 'workers (default: one for each core)', wholeNumber(1));
  runs<Options>(command, effects, finish, async (context, options, [directory]) => {
    const workspace = await openWorkspace(directory!);
    const summary = await trainModel(workspace, options, context.progress, context.signal);
    return { json: summary, text: describeTraining(summary) };
  });
}

function describeTraining({ search, evaluation, kept, workspace, seconds }: TrainSummary): string {
  const lines = [''];
  if (search) {
    lines.push(
      `${search.candidates.length} candidates, mean of ${search.folds} folds (published, optimistic):`,
    );
    const ranked = [...search.candidates].sort((a, b) => a.rank - b.rank).slice(0, 5);
    for (const { rank, r2, options } of ranked) {
      lines.push(`  ${rank}. R² ${r2.mean.toFixed(4)} ± ${r2.sd.toFixed(4)}  ${shortOptions(options)}`);
    }
    for (const { option, value, end, range } of search.bounds) {
      lines.push(
        `  The best ${option} (${value}) lies at the ${end} end of ${range.join(' to ')}: a better one may lie beyond.`,
      );
    }
    if (!kept) lines.push('Not kept: fit the winner and keep it with --keep.');
  }
  if (evaluation) {
    const { r2, mae, rmse } = evaluation;
    lines.push(
      `${kept} (published, optimistic): R² ${r2.toFixed(4)}, MAE ${mae.toFixed(2)}, RMSE ${rmse.toFixed(2)} on ${evaluation.rows} held-out rows; kept in ${workspace}`,
    );
  }
  lines.push(`Took ${formatSeconds(seconds)}`, '');
  return lines.join('\n');
}

function shortOptions(options: Readonly<Record<string, unknown>>): string {
  return Object.entries(options)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? Number(value.toPrecision(3)) : value}`)
    .join(', ');
}

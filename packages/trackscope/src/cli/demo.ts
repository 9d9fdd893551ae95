import type { Command } from 'commander';
import { writeDemo } from '../demo/write-demo.js';
import { count } from '../text/numbers.js';
import { type CliEffects, runs } from './context.js';
import { wholeNumber } from './source-options.js';

interface Options {
  readonly rows?: number;
  readonly seed: number;
  readonly to: string;
}

/** `trackscope demo`. */
export function addDemo(program: Command, effects: CliEffects, finish: (exitCode: number) => void): void {
  const command = program
    .command('demo')
    .description(
      'Write the demo catalogue: synthetic tracks, statistically like the published ones, invented names.',
    )
    .option('--rows <n>', 'listings to write (default: 114000, a thousand for each genre)', wholeNumber(114))
    .option('--seed <n>', 'the same seed gives the same file', wholeNumber(0), 1)
    .option('--to <file>', 'where to write it: .csv, .csv.gz or .parquet', 'demo.csv');
  runs<Options>(command, effects, finish, async (context, options) => {
    const step = context.progress.step('Making the demo catalogue');
    const { rows, tracks } = await writeDemo(options.to, {
      ...(options.rows ? { rows: options.rows } : {}),
      seed: options.seed,
      onProgress: (done: number, total: number) => step.update(done, total),
      signal: context.signal,
    });
    step.succeed(`${count(rows)} rows`);
    return {
      json: { file: options.to, rows, tracks, seed: options.seed, synthetic: true },
      text: `${count(rows)} synthetic listings of ${count(tracks)} tracks in ${options.to}\n`,
    };
  });
}

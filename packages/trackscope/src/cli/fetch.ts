import type { Command } from 'commander';
import { fetchDataset } from '../fetch/fetch-dataset.js';
import { count } from '../text/numbers.js';
import { type CliEffects, runs } from './context.js';

interface Options {
  readonly to: string;
  readonly url?: string;
  readonly force: boolean;
}

/** `trackscope fetch`. */
export function addFetch(program: Command, effects: CliEffects, finish: (exitCode: number) => void): void {
  const command = program
    .command('fetch')
    .description('Download the published dataset (20 MB, ODbL 1.0), resuming where it stopped, and check it.')
    .option('--to <file>', 'where to put it', 'spotify-tracks.csv')
    .option('--url <url>', 'another place to get the same file from (or TRACKSCOPE_DATASET_URL)')
    .option('--force', 'replace another file that is there', false);
  runs<Options>(command, effects, finish, async (context, options) => {
    const step = context.progress.step('Downloading the published dataset');
    const result = await fetchDataset({
      to: options.to,
      ...(options.url ? { url: options.url } : {}),
      force: options.force,
      signal: context.signal,
      onProgress: (done: number, total: number) => step.update(done, total),
    });
    step.succeed(`${count(result.bytes)} bytes`);
    return {
      json: result,
      text: `${result.file}: ${count(result.bytes)} bytes, SHA-256 ${result.sha256}\nLicence: ${result.licence}\nPlease cite: ${result.citation}\n`,
    };
  });
}

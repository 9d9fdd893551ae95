import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { HONEST_MODELS } from '../honest/settings.js';
import { MODEL_NAMES } from '../modelling/plan.js';
import { ALL_PROTOCOLS, type RunSummary, runCatalogue } from '../pipeline/run.js';
import { count, formatSeconds } from '../text/numbers.js';
import type { EvaluationEntry, ModelName, ProtocolName } from '../workspace/format.js';
import { type CliEffects, runs } from './context.js';
import { addSourceOptions, type SourceOptions, wholeNumber } from './source-options.js';

interface Options extends SourceOptions {
  readonly out?: string;
  readonly model?: ModelName[];
  readonly protocol?: ProtocolName[];
  readonly models: boolean;
  readonly quick: boolean;
  readonly allowLeaks: boolean;
  readonly threads?: number;
}

/** Every model of the published and the honest protocols. */
const RUN_MODELS: readonly ModelName[] = [...new Set<ModelName>([...MODEL_NAMES, ...HONEST_MODELS])];

/** `trackscope run CATALOGUE`. */
export function addRun(program: Command, effects: CliEffects, finish: (exitCode: number) => void): void {
  const command = program
    .command('run')
    .description(
      'Do everything: read, check, clean, explore, model, judge and report a catalogue into a workspace.',
    )
    .argument(
      '<catalogue>',
      'a CSV, TSV, Parquet or JSON file (.gz, .zst too), a folder or glob of them, or - for standard input',
    )
    .option('--out <dir>', 'the workspace to write (default: named after the catalogue, in this folder)')
    .addOption(new Option('--model <name...>', 'fit only these models').choices(RUN_MODELS))
    .addOption(new Option('--protocol <name...>', 'judge only under these').choices(ALL_PROTOCOLS))
    .option('--no-models', 'explore and report only, without fitting models')
    .option(
      '--quick',
      'a first look: linear and boosted only, by recording, judged on one fold, boosted in two steps of five; models are kept as they were judged, and the figures are marked',
      false,
    )
    .option('--allow-leaks', 'go on when the audit of an honest protocol finds a leak', false)
    .option('--threads <n>', 'workers (default: one for each core)', wholeNumber(1));
  addSourceOptions(command);
  runs<Options>(command, effects, finish, async (context, options, [catalogue]) => {
    const { summary } = await runCatalogue(
      {
        source: catalogue!,
        out: options.out ?? defaultOut(catalogue!),
        map: options.map,
        ...(options.mapping ? { mapping: options.mapping } : {}),
        ...(options.genres ? { genres: options.genres } : {}),
        models: options.models ? (options.model ?? RUN_MODELS) : [],
        ...(options.protocol ? { protocols: options.protocol } : {}),
        quick: options.quick,
        allowLeaks: options.allowLeaks,
        ...(options.threads ? { threads: options.threads } : {}),
      },
      context.progress,
      context.signal,
    );
    return { json: summary, text: describeRun(summary) };
  });
}

/** `tracks.csv.gz` → `tracks-workspace`. */
export function defaultOut(source: string): string {
  const name =
    source === '-'
      ? 'catalogue'
      : basename(source)
          .replace(/[*?[\]]/g, '')
          .replace(/(\.\w+)+$/, '');
  return `${name || 'catalogue'}-workspace`;
}

/** The figures worth a look at once; all of them are in evaluation.json and in the report. */
function describeFigures(evaluation: readonly EvaluationEntry[]): string[] {
  const shown = evaluation.filter((e) => e.protocol === 'published' || e.model === 'boosted');
  if (shown.length === 0) return [];
  const rows = shown.map((e) => [
    e.protocol,
    e.unit,
    e.model,
    e.mae.toFixed(2),
    e.rmse.toFixed(2),
    e.r2.toFixed(4) + (e.r2Sd === null ? '' : ` ± ${e.r2Sd.toFixed(4)}`),
    formatSeconds(e.fitSeconds),
  ]);
  const table = [['protocol', 'by', 'model', 'MAE', 'RMSE', 'R²', 'fit'], ...rows];
  const widths = table[0]!.map((_, c) => Math.max(...table.map((row) => row[c]!.length)));
  const text = table.map((row) =>
    row
      .map((cell, c) => cell.padEnd(widths[c]!))
      .join('  ')
      .trimEnd(),
  );
  return [
    '',
    ...text,
    ...(shown.some((e) => e.protocol === 'published')
      ? ['The published protocol is optimistic: its held-out tracks were seen in training (see the report).']
      : []),
  ];
}

function describeRun(summary: RunSummary): string {
  const { rows, evaluation, skipped } = summary;
  const lines = [
    '',
    `${count(rows.read)} rows read, ${count(rows.rejected)} rejected: ${count(rows.listings)} listings of ` +
      `${count(rows.tracks)} tracks, ${count(rows.recordings)} recordings.`,
  ];
  if (summary.source.synthetic)
    lines.push('This is the synthetic demo catalogue: nothing here is about real music.');
  lines.push(...describeFigures(evaluation));
  for (const { what, why } of skipped) lines.push(`Left out: ${what}, because ${why}.`);
  lines.push(
    '',
    `Report     ${summary.report}`,
    `Workspace  ${summary.workspace}  (look at it: npx trackscope serve ${shellWord(summary.workspace)})`,
    `Took       ${formatSeconds(summary.seconds)}, at most ${count(summary.peakMb)} MB of memory`,
    '',
  );
  return lines.join('\n');
}

function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

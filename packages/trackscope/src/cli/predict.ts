import { columnSpec, PUBLISHED_INPUTS, type PublishedInput } from '@trackscope/catalogue';
import { type Command, Option } from 'commander';
import { UserError } from '../errors/user-error.js';
import { readModelFile } from '../modelling/model-file.js';
import { createPredictor } from '../predict/predictor.js';
import { scoreFile } from '../predict/score-file.js';
import { type Score, scoreOne } from '../predict/score-one.js';
import { count, formatSeconds } from '../text/numbers.js';
import { openWorkspace } from '../workspace/read.js';
import { type CliEffects, runs } from './context.js';
import { addSourceOptions, numberBetween, type SourceOptions } from './source-options.js';

type Options = SourceOptions &
  Partial<Record<string, number>> & {
    readonly model: string;
    readonly protocol: string;
    readonly explicit?: boolean;
    readonly genre?: string;
    readonly artist?: string;
    readonly artistPopularity?: number;
    readonly input?: string;
    readonly output?: string;
  };

/** `trackscope predict WORKSPACE`. */
export function addPredict(program: Command, effects: CliEffects, finish: (exitCode: number) => void): void {
  const command = program
    .command('predict')
    .description(
      'Predict popularity: of one track described by options, or of every row of a file. What is not given gets the ' +
        "catalogue's median, and the answer says so.",
    )
    .argument('<workspace>', 'a folder that `trackscope run` wrote')
    .option('--model <name>', 'which model of the workspace', 'boosted')
    .addOption(
      new Option('--protocol <name>', 'trained under which protocol')
        .choices(['published'])
        .default('published'),
    );
  for (const name of PUBLISHED_INPUTS) command.addOption(inputOption(name));
  command
    .option('--explicit', 'the lyrics are explicit')
    .option('--no-explicit', 'they are not')
    .option('--genre <name>', 'genre, e.g. techno; not given: the mean over all genres')
    .option('--artist <name>', 'artists as the catalogue writes them; their mean popularity is looked up')
    .option(
      '--artist-popularity <points>',
      "the artists' mean popularity, where you know it",
      numberBetween(0, 100),
    )
    .option('--input <file>', 'score every row of this catalogue instead')
    .option('--output <file>', 'where to put the scored rows: .csv, .parquet or .ndjson');
  command.setOptionValueWithSource('explicit', undefined, 'default');
  addSourceOptions(command);
  runs<Options>(command, effects, finish, async (context, options, [directory]) => {
    const workspace = await openWorkspace(directory!);
    const { file, binary } = await readModelFile(workspace.directory, options.model, options.protocol);
    const predictor = createPredictor(file, binary);
    if (options.input === undefined && options.output === undefined) {
      const score = scoreOne(predictor, trackOf(options));
      return { json: score, text: describeScore(score) };
    }
    if (options.input === undefined || options.output === undefined) {
      throw new UserError('input-and-output', '--input and --output go together', 'Give both, or neither.');
    }
    const step = context.progress.step(`Scoring with ${options.model} (${options.protocol})`);
    const scored = await scoreFile(predictor, options.input, options.output, {
      ...options,
      signal: context.signal,
      onProgress: (done, total) => step.update(done, total),
    });
    step.succeed(`${count(scored.rows)} rows`);
    return {
      json: scored,
      text:
        `${count(scored.rows)} rows scored, ${count(scored.rejected)} rejected, in ${formatSeconds(scored.seconds)}: ${scored.output}\n` +
        Object.entries(scored.filled)
          .map(
            ([name, n]) =>
              `  ${name} was missing in ${count(n)} rows; the catalogue's typical value stands in\n`,
          )
          .join(''),
    };
  });
}

function inputOption(name: PublishedInput): Option {
  const { unit, min, max, description } = columnSpec(name);
  const range = max === null ? `from ${min}` : `${min} to ${max}`;
  const option = new Option(
    `--${name.replaceAll('_', '-')} <number>`,
    `${description} (${[range, unit].filter(Boolean).join(' ')})`,
  );
  return option.argParser(numberBetween(min ?? Number.NEGATIVE_INFINITY, max ?? Number.POSITIVE_INFINITY));
}

function trackOf(options: Options) {
  const numeric: Partial<Record<PublishedInput, number>> = {};
  for (const name of PUBLISHED_INPUTS) {
    const value = options[name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())];
    if (value !== undefined) numeric[name] = value;
  }
  const { explicit, genre, artist, artistPopularity } = options;
  return {
    numeric,
    ...(explicit === undefined ? {} : { explicit }),
    ...(genre === undefined ? {} : { genre }),
    ...(artist === undefined ? {} : { artist }),
    ...(artistPopularity === undefined ? {} : { artistPopularity }),
  };
}

function describeScore(score: Score): string {
  const lines = [
    `${score.prediction.toFixed(1)} points of popularity, says ${score.model} (${score.protocol})`,
    '',
  ];
  for (const { name, value, from } of score.inputs) {
    const shown =
      typeof value === 'number' ? String(Number(value.toPrecision(4))) : value === null ? '–' : String(value);
    lines.push(`  ${name.padEnd(18)} ${shown.padStart(9)}  ${from}`);
  }
  if (score.warnings.length > 0) lines.push('', ...score.warnings.map((w) => `Note: ${w}.`));
  return `${lines.join('\n')}\n`;
}

import { PROTOCOLS } from '@trackscope/catalogue';
import { type Command, Option } from 'commander';
import { UserError } from '../errors/user-error.js';
import { UNITS } from '../honest/plan.js';
import { readModelFile } from '../modelling/model-file.js';
import { createPredictor } from '../predict/predictor.js';
import { type FileScorer, type ScoredFile, scoreFile } from '../predict/score-file.js';
import { honestScorer } from '../predict/score-honest.js';
import { scoreOne } from '../predict/score-one.js';
import { publishedScorer } from '../predict/score-published.js';
import { openScorerIn } from '../score/open-directory.js';
import type { OpenScorer } from '../score/scorer.js';
import { count, formatSeconds } from '../text/numbers.js';
import { openWorkspace, type Workspace } from '../workspace/read.js';
import { type CliEffects, type CommandContext, type CommandResult, runs } from './context.js';
import { describeAnswer } from './describe-answer.js';
import { describeScore } from './describe-score.js';
import {
  addSoundOptions,
  chosenSet,
  collect,
  honestTrack,
  type PredictOptions,
  publishedTrack,
  releaseOf,
  USUAL_ARTISTS,
  USUAL_TRACKS,
} from './predict-options.js';
import { addSourceOptions, numberBetween } from './source-options.js';

/** `trackscope predict WORKSPACE`. */
export function addPredict(program: Command, effects: CliEffects, finish: (exitCode: number) => void): void {
  const command = program
    .command('predict')
    .description(
      'Predict popularity: of one track described by options, or of every row of a file. What is not given is not ' +
        "known to honest models, and gets the catalogue's median in published ones; the answer says so.",
    )
    .argument('<workspace>', 'a folder that `trackscope run` wrote')
    .option('--model <name>', 'which model of the workspace', 'boosted')
    .addOption(
      new Option(
        '--protocol <name>',
        'trained under which protocol (default: known-artist where the workspace has the model, else published)',
      ).choices(['published', ...PROTOCOLS.map(({ name }) => name)]),
    )
    .addOption(
      new Option(
        '--unit <name>',
        'honest models: a release for itself, or its recording (default: recording)',
      ).choices([...UNITS]),
    );
  addSoundOptions(command);
  command
    .option('--genre <name>', 'genre, e.g. techno; honest models take several (may be repeated)', collect, [])
    .option('--artist <name>', 'artist, in the order of billing (may be repeated)', collect, [])
    .option('--title <text>', 'title of the track')
    .option('--album <text>', 'name of the album')
    .option(
      '--release <kind>',
      `how it comes out: single, album:TRACKS (default ${USUAL_TRACKS}), compilation:ARTISTS (default ${USUAL_ARTISTS}); not given: as title and album say`,
      releaseOf,
    )
    .option('--bar <points>', 'popularity that counts as a hit (default: 60)', numberBetween(0, 100))
    .option(
      '--artist-popularity <points>',
      "published models: the artists' mean popularity, where you know it",
      numberBetween(0, 100),
    )
    .option('--input <file>', 'score every row of this catalogue instead')
    .option('--output <file>', 'where to put the scored rows: .csv, .parquet or .ndjson');
  addSourceOptions(command);
  runs<PredictOptions>(command, effects, finish, async (context, options, [directory]) => {
    const workspace = await openWorkspace(directory!);
    const { input, output } = options;
    if ((input === undefined) !== (output === undefined)) {
      throw new UserError('input-and-output', '--input and --output go together', 'Give both, or neither.');
    }
    const set = chosenSet(options, workspace.manifest.files);
    if (set.protocol === 'published') return predictPublished(context, options, workspace);
    const scorer = await openScorerIn(workspace, { ...set, models: [options.model] });
    return predictHonest(context, options, scorer);
  });
}

async function predictPublished(
  context: CommandContext,
  options: PredictOptions,
  workspace: Workspace,
): Promise<CommandResult> {
  const track = publishedTrack(options);
  const { file, binary } = await readModelFile(workspace.directory, options.model, 'published');
  const predictor = createPredictor(file, binary);
  if (options.input !== undefined) return predictFile(context, options, publishedScorer(predictor));
  const score = scoreOne(predictor, track);
  return { json: score, text: describeScore(score) };
}

async function predictHonest(
  context: CommandContext,
  options: PredictOptions,
  scorer: OpenScorer,
): Promise<CommandResult> {
  const { model, bar = scorer.bar } = options;
  if (options.input !== undefined) return predictFile(context, options, honestScorer(scorer, model, bar));
  const track = honestTrack(options);
  const { answers, warnings } = scorer.answer(track, { bar, models: [model] });
  const { version } = scorer.models[0]!;
  return {
    json: { ...answers[0]!, version, track, warnings },
    text: describeAnswer(answers[0]!, warnings),
  };
}

async function predictFile(
  context: CommandContext,
  options: PredictOptions,
  scorer: FileScorer,
): Promise<CommandResult> {
  const { model, protocol } = scorer;
  const step = context.progress.step(`Scoring with ${model} (${protocol})`);
  try {
    const scored = await scoreFile(scorer, options.input!, options.output!, {
      ...options,
      signal: context.signal,
      onProgress: (done, total) => step.update(done, total),
    });
    step.succeed(`${count(scored.rows)} rows`);
    return { json: scored, text: describeFile(scored) };
  } catch (error) {
    step.fail();
    throw error;
  }
}

function describeFile({ rows, rejected, seconds, output, filled }: ScoredFile): string {
  const gaps = Object.entries(filled).map(
    ([name, n]) => `  ${name} was missing in ${count(n)} rows; the catalogue's typical value stands in\n`,
  );
  return (
    `${count(rows)} rows scored, ${count(rejected)} rejected, in ${formatSeconds(seconds)}: ${output}\n` +
    gaps.join('')
  );
}

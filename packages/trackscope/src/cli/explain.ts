import { columnSpec, PROTOCOLS } from '@trackscope/catalogue';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_BAR } from '../honest/calibration.js';
import { UNITS } from '../honest/plan.js';
import { explainInWorkspace } from '../reasons/explanation.js';
import { SOUND_AXES } from '../reasons/sound-space.js';
import { EXPLAINED_MODELS } from '../reasons/stored-model.js';
import { openWorkspace } from '../workspace/read.js';
import { type CliEffects, runs } from './context.js';
import { describeExplanation } from './describe-explanation.js';
import { numberBetween } from './source-options.js';

interface Options {
  readonly track?: string;
  readonly title?: string;
  readonly artist?: string;
  readonly model: string;
  readonly protocol: string;
  readonly unit: string;
  readonly bar: number;
  readonly whatIf?: Readonly<Record<string, number>>;
}

/** `trackscope explain WORKSPACE`. */
export function addExplain(program: Command, effects: CliEffects, finish: (exitCode: number) => void): void {
  const command = program
    .command('explain')
    .description(
      'Say why a track of a workspace has its score: contributions that add up, tracks that sound like it, and whether ' +
        'a better score is within reach by sound.',
    )
    .argument('<workspace>', 'a folder that `trackscope run` wrote')
    .option('--track <id>', 'the track, by its id')
    .option('--title <text>', 'the track, by its title or a part of it')
    .option('--artist <text>', 'by this artist')
    .addOption(
      new Option('--protocol <name>', 'what may be known of the track')
        .choices(PROTOCOLS.map(({ name }) => name))
        .default('known-artist'),
    )
    .addOption(
      new Option('--unit <name>', 'a release for itself, or its recording')
        .choices([...UNITS])
        .default('recording'),
    )
    .addOption(
      new Option('--model <name>', 'which model of the workspace')
        .choices([...EXPLAINED_MODELS])
        .default('boosted'),
    )
    .option('--bar <points>', 'popularity that counts as a hit', numberBetween(0, 100), DEFAULT_BAR)
    .option(
      '--what-if <changes>',
      'what the model says of another sound of it, e.g. energy=0.8,tempo=120',
      changesOf,
    );
  runs<Options>(command, effects, finish, async (context, options, [directory]) => {
    const { track, title, artist, model, protocol, unit, bar, whatIf } = options;
    const workspace = await openWorkspace(directory!);
    const step = context.progress.step('Explaining');
    const wish = {
      ...(track === undefined ? {} : { id: track }),
      ...(title === undefined ? {} : { title }),
      ...(artist === undefined ? {} : { artist }),
    };
    try {
      const explanation = await explainInWorkspace(
        workspace,
        { ...wish, model, protocol, unit, bar, ...(whatIf ? { whatIf } : {}) },
        context.signal,
      );
      step.succeed();
      return { json: explanation, text: describeExplanation(explanation) };
    } catch (error) {
      step.fail();
      throw error;
    }
  });
}

/** `energy=0.8,tempo=120`; each within what the feature can be. */
function changesOf(text: string): Record<string, number> {
  return Object.fromEntries(
    text.split(',').map((pair) => {
      const [name = '', value, ...rest] = pair.split('=').map((part) => part.trim());
      if (!SOUND_AXES.some((axis) => axis === name) || !value || rest.length > 0) {
        throw new InvalidArgumentError(
          `expected feature=number, features being ${SOUND_AXES.join(', ')}; found "${pair}"`,
        );
      }
      const { min, max } = columnSpec(name);
      return [name, numberBetween(min ?? Number.NEGATIVE_INFINITY, max ?? Number.POSITIVE_INFINITY)(value)];
    }),
  );
}

import { Command, CommanderError } from 'commander';
import { VERSION } from '../version.js';
import { addAudit } from './audit.js';
import { addCheck } from './check.js';
import { type CliEffects, realEffects } from './context.js';
import { addDemo } from './demo.js';
import { addEvaluate } from './evaluate.js';
import { addExplain } from './explain.js';
import { addExplore } from './explore.js';
import { addExport } from './export.js';
import { addFetch } from './fetch.js';
import { addPredict } from './predict.js';
import { addRun } from './run.js';
import { addServe } from './serve.js';
import { addTrain } from './train.js';

/**
 * The command line. Resolves to the exit code: 0 fine, 1 the user's input is wrong, 2 a bug, 130 interrupted.
 *
 * @param argv as `process.argv`: the first two are skipped
 */
export async function main(argv: readonly string[], effects: CliEffects = realEffects): Promise<number> {
  let exitCode = 0;
  const finish = (code: number) => {
    exitCode = code;
  };
  const program = new Command('trackscope')
    .description(
      'Turns a catalogue of music tracks into a workspace: checked, explored, modelled and reported.',
    )
    .version(VERSION)
    .configureOutput({ writeOut: effects.stdout, writeErr: effects.stderr })
    .showHelpAfterError('(see --help)')
    .exitOverride();
  for (const add of [
    addFetch,
    addDemo,
    addRun,
    addCheck,
    addExplore,
    addTrain,
    addAudit,
    addEvaluate,
    addPredict,
    addExplain,
    addServe,
    addExport,
  ]) {
    add(program, effects, finish);
  }
  for (const command of program.commands) command.exitOverride().showHelpAfterError('(see --help)');
  program.addHelpText(
    'after',
    '\nStart here:\n  trackscope demo --to demo.csv      a synthetic catalogue to try things on\n  trackscope run demo.csv --out ws   everything, to the folder ws\n  trackscope serve ws                look at it',
  );
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 1;
  }
  return exitCode;
}

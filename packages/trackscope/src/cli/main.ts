import { Command, CommanderError } from 'commander';
import { VERSION } from '../version.js';
import { type CliEffects, realEffects } from './context.js';

/** Adds a command to a program; `finish` takes its exit code. */
type AddCommand = (program: Command, effects: CliEffects, finish: (code: number) => void) => void;

/** The commands, in the order of the help. Each is loaded when it is asked for: most need much that the others do not. */
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  fetch: async () => (await import('./fetch.js')).addFetch,
  demo: async () => (await import('./demo.js')).addDemo,
  run: async () => (await import('./run.js')).addRun,
  check: async () => (await import('./check.js')).addCheck,
  explore: async () => (await import('./explore.js')).addExplore,
  train: async () => (await import('./train.js')).addTrain,
  audit: async () => (await import('./audit.js')).addAudit,
  evaluate: async () => (await import('./evaluate.js')).addEvaluate,
  predict: async () => (await import('./predict.js')).addPredict,
  explain: async () => (await import('./explain.js')).addExplain,
  serve: async () => (await import('./serve.js')).addServe,
  export: async () => (await import('./export.js')).addExport,
};

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
  for (const load of asked(argv[2])) (await load())(program, effects, finish);
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

/** The command of that name alone; all of them where there is none, for help and for what comes near. */
function asked(name: string | undefined): readonly (() => Promise<AddCommand>)[] {
  if (name === '--version' || name === '-V') return [];
  return name !== undefined && Object.hasOwn(COMMANDS, name) ? [COMMANDS[name]!] : Object.values(COMMANDS);
}

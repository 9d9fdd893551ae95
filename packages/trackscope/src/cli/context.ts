import { type Command, Option } from 'commander';
import { explainFailure, Interrupted } from '../errors/exit.js';
import { type ProgressDisplay, showProgress } from './progress.js';

/** What every command gets besides its own options. */
export interface CommandContext {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly progress: ProgressDisplay;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** What a command gives back: the document for `--json`, the text for a person, and the exit code. */
export interface CommandResult {
  readonly json: unknown;
  readonly text: string;
  readonly exitCode?: 0 | 1;
}

/** The side effects of a command line, so that tests can watch them. */
export interface CliEffects {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly progress: (quiet: boolean) => ProgressDisplay;
  readonly onInterrupt: (handler: () => void) => () => void;
}

export const realEffects: CliEffects = {
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  progress: (quiet) => showProgress(quiet),
  onInterrupt(handler) {
    process.on('SIGINT', handler);
    process.on('SIGTERM', handler);
    return () => {
      process.off('SIGINT', handler);
      process.off('SIGTERM', handler);
    };
  },
};

/** Makes `body` the action of a command, with the options that all commands share. */
export function runs<O extends object>(
  command: Command,
  effects: CliEffects,
  finish: (exitCode: number) => void,
  body: (context: CommandContext, options: O, args: string[]) => Promise<CommandResult>,
): Command {
  command
    .option('--json', 'print one JSON document on standard output', false)
    .option('--quiet', 'no progress', false)
    .addOption(new Option('--debug', 'show the stack of an internal error').default(false));
  return command.action(async (...received: unknown[]) => {
    const args = received
      .slice(0, -2)
      .flat()
      .filter((a): a is string => typeof a === 'string');
    const options = command.opts<O & { json: boolean; quiet: boolean; debug: boolean }>();
    const abort = new AbortController();
    const release = effects.onInterrupt(() => abort.abort(new Interrupted()));
    const context = {
      json: options.json,
      quiet: options.quiet,
      progress: effects.progress(options.quiet),
      signal: abort.signal,
    };
    try {
      const result = await body(context, options, args);
      effects.stdout(options.json ? `${JSON.stringify(result.json, null, 2)}\n` : result.text);
      finish(result.exitCode ?? 0);
    } catch (error) {
      const failure = explainFailure(
        abort.signal.aborted && !(error instanceof Interrupted) ? abort.signal.reason : error,
        options.debug,
      );
      if (options.json) {
        const { code, message, remedy } = failure;
        effects.stdout(`${JSON.stringify({ error: { code, message, remedy } }, null, 2)}\n`);
      }
      effects.stderr(`${failure.text}\n`);
      finish(failure.exitCode);
    } finally {
      release();
    }
  });
}

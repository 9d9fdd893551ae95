import { UserError } from './user-error.js';

/** The user pressed Ctrl-C or the process was asked to stop. */
export class Interrupted extends Error {
  constructor(message = 'interrupted; nothing was left behind') {
    super(message);
    this.name = 'Interrupted';
  }
}

/** What the command line makes of an error. */
export interface Failure {
  /** 1 the user's input, 2 our bug, 130 interrupted. */
  readonly exitCode: 1 | 2 | 130;
  readonly code: string;
  /** Lines for stderr. */
  readonly text: string;
  readonly remedy: string | null;
  readonly message: string;
}

const DISK_FULL = /ENOSPC|EDQUOT|no space left|disk full/i;
const NO_PERMISSION = /\bEACCES\b|\bEPERM\b|\bEROFS\b|permission denied/i;

/** Sorts an error into user mistake, bug or interruption. `debug` adds the stack of a bug. */
export function explainFailure(error: unknown, debug = false): Failure {
  if (error instanceof Interrupted || (error instanceof Error && error.name === 'AbortError')) {
    const message = error instanceof Interrupted ? error.message : new Interrupted().message;
    return { exitCode: 130, code: 'interrupted', message, remedy: null, text: `trackscope: ${message}` };
  }
  const user = error instanceof UserError ? error : knownFault(error);
  if (user) {
    const text = [
      `trackscope: ${user.message}`,
      ...(user.remedy ? [`  ${user.remedy}`] : []),
      `  [${user.code}]`,
    ];
    return {
      exitCode: 1,
      code: user.code,
      message: user.message,
      remedy: user.remedy,
      text: text.join('\n'),
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? (error.stack ?? message) : message;
  const text = debug
    ? `trackscope: this is a bug.\n${stack}`
    : `trackscope: this is a bug: ${message}\n  To see the stack, run it again with --debug.`;
  return { exitCode: 2, code: 'bug', message, remedy: null, text };
}

function knownFault(error: unknown): UserError | null {
  if (!(error instanceof Error)) return null;
  const text = `${(error as NodeJS.ErrnoException).code ?? ''} ${error.message}`;
  if (DISK_FULL.test(text)) {
    return new UserError(
      'disk-full',
      `the disk is full: ${error.message}`,
      'Free some room or choose another --out.',
    );
  }
  if (NO_PERMISSION.test(text)) {
    return new UserError(
      'no-permission',
      `no permission: ${error.message}`,
      'Check who may read and write there.',
    );
  }
  return null;
}

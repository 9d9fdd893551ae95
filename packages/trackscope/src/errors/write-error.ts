import { UserError } from './user-error.js';

/** Turns what the system says about writing a file into a message with its remedy; other errors pass unchanged. */
export function writeError(error: unknown, file: string): unknown {
  if (!(error instanceof Error)) return error;
  const known = KNOWN[(error as NodeJS.ErrnoException).code ?? ''];
  if (!known) return error;
  const [code, message, remedy] = known;
  return new UserError(code, message.replace('%', file), remedy, { cause: error });
}

const CLOSED = [
  'no-permission',
  '% cannot be written: permission denied',
  'Choose another place with --to, or ask for the right to write there.',
] as const;
const FULL = [
  'disk-full',
  'the disk is full; % was not written',
  'Make room, or choose a place on another disk with --to.',
] as const;
const NO_FOLDER = [
  'no-folder',
  '% cannot be written: part of its path is not a folder',
  'Choose another place with --to.',
] as const;

const KNOWN: Readonly<Record<string, readonly [string, string, string]>> = {
  EACCES: CLOSED,
  EPERM: CLOSED,
  EROFS: CLOSED,
  ENOSPC: FULL,
  EDQUOT: FULL,
  ENOENT: NO_FOLDER,
  ENOTDIR: NO_FOLDER,
  EEXIST: NO_FOLDER,
  EISDIR: ['is-folder', '% is a folder', 'Give the name of a file with --to.'],
};

import { UserError } from '../errors/user-error.js';

/** Turns what the system says about a file into a message with its remedy; other errors pass unchanged. */
export function fileError(error: unknown, path: string): unknown {
  if (!(error instanceof Error)) return error;
  const known = KNOWN[(error as NodeJS.ErrnoException).code ?? ''];
  if (!known) return error;
  const [code, message, remedy] = known;
  return new UserError(code, message.replace('%', path), remedy, { cause: error });
}

const DAMAGED: readonly [string, string, string] = [
  'damaged-file',
  '% is expected to be a whole compressed file; it ends early or is damaged',
  'Download or copy it again, and compare its size with the original.',
];

const KNOWN: Readonly<Record<string, readonly [string, string, string]>> = {
  ENOENT: ['file-not-found', '% does not exist', 'Check the spelling, and the folder that you are in.'],
  ENOTDIR: ['file-not-found', '% does not exist', 'Check the spelling, and the folder that you are in.'],
  EACCES: [
    'no-permission',
    '% cannot be opened: permission denied',
    'Ask its owner for the right to read it, or copy it.',
  ],
  EPERM: [
    'no-permission',
    '% cannot be opened: permission denied',
    'Ask its owner for the right to read it, or copy it.',
  ],
  ENOSPC: [
    'disk-full',
    'the disk is full, while working on %',
    'Make room, or set TMPDIR to a folder on a larger disk.',
  ],
  EDQUOT: [
    'disk-full',
    'the disk quota is used up, while working on %',
    'Make room, or set TMPDIR to another folder.',
  ],
  EMFILE: [
    'too-many-files',
    'too many files are open, while working on %',
    'Close other programs, or raise the limit (ulimit -n).',
  ],
  Z_BUF_ERROR: DAMAGED,
  Z_DATA_ERROR: DAMAGED,
};

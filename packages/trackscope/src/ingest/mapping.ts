import { readFile } from 'node:fs/promises';
import { type ColumnMatch, type MatchProblem, matchColumns } from '@trackscope/catalogue';
import { UserError } from '../errors/user-error.js';
import { fileError } from './file-error.js';

/**
 * The mapping to use: that of a file (a JSON object, theirs → ours), overruled by the one given directly.
 *
 * @throws UserError `broken-mapping`, `file-not-found`, `no-permission`
 */
export async function readMapping(
  mapFile: string | undefined,
  map: Readonly<Record<string, string>> | undefined,
): Promise<Record<string, string>> {
  if (mapFile === undefined) return { ...map };
  const text = await readFile(mapFile, 'utf8').catch((error) => {
    throw fileError(error, mapFile);
  });
  let saved: unknown;
  try {
    saved = JSON.parse(text);
  } catch (cause) {
    throw brokenMapping(mapFile, `it is not JSON (${(cause as Error).message})`, cause);
  }
  if (saved === null || typeof saved !== 'object' || Array.isArray(saved)) {
    throw brokenMapping(mapFile, 'it is not an object');
  }
  const wrong = Object.entries(saved).find(([, ours]) => typeof ours !== 'string');
  if (wrong) throw brokenMapping(mapFile, `"${wrong[0]}" is mapped to ${JSON.stringify(wrong[1])}`);
  return { ...(saved as Record<string, string>), ...map };
}

function brokenMapping(file: string, found: string, cause?: unknown): UserError {
  return new UserError(
    'broken-mapping',
    `${file} is expected to be a JSON object of column names, theirs to ours; ${found}`,
    'Write for instance {"Song": "track_name", "Band": "artists"}.',
    { cause },
  );
}

/**
 * The columns of a file, matched.
 *
 * @throws UserError `missing-column`, `ambiguous-column`, `unknown-column`: every problem in one message
 */
export function matchOrThrow(
  file: string,
  names: readonly string[],
  map: Readonly<Record<string, string>>,
): ColumnMatch {
  const match = matchColumns(names, map);
  const { problems } = match;
  if (problems.length === 0) return match;
  const found = names.filter((name) => name.trim() !== '').map((name) => `"${shown(name)}"`);
  const first = problems[0]!;
  throw new UserError(
    CODES[first.kind],
    `${file}: ${sentences(problems).join('; ')}. Columns found: ${found.join(', ') || 'none'}`,
    `Name ${first.kind === 'ambiguous' ? 'the one to use' : 'the column'} with --map theirs=ours, for instance --map ${example(first, names)}.`,
  );
}

const CODES: Readonly<Record<MatchProblem['kind'], string>> = {
  missing: 'missing-column',
  ambiguous: 'ambiguous-column',
  'unknown-target': 'unknown-column',
  'unknown-source': 'unknown-column',
};

/** Past three, missing columns are named without the names that they also go by. */
function sentences(problems: readonly MatchProblem[]): string[] {
  const missing = problems.filter((problem) => problem.kind === 'missing');
  if (missing.length <= 3) return problems.map(sentence);
  const named = missing.map(
    ({ column, closest }) => `${column}${closest === null ? '' : ` (the closest is "${shown(closest)}")`}`,
  );
  return [
    ...problems.filter((problem) => problem.kind !== 'missing').map(sentence),
    `these columns are required and missing: ${named.join(', ')}`,
  ];
}

function sentence(problem: MatchProblem): string {
  switch (problem.kind) {
    case 'missing': {
      const others = problem.accepted.slice(1);
      const also = others.length > 0 ? ` (also accepted: ${others.join(', ')})` : '';
      const near = problem.closest === null ? '' : `, the closest is "${shown(problem.closest)}"`;
      return `the column ${problem.column}${also} is required and missing${near}`;
    }
    case 'ambiguous':
      return `${problem.theirs.map((name) => `"${shown(name)}"`).join(' and ')} could each be ${problem.column}`;
    case 'unknown-target':
      return `"${problem.theirs}" is mapped to "${problem.ours}", which is not a column of ours${hint(problem.closest)}`;
    case 'unknown-source':
      return `"${problem.theirs}" is mapped to "${problem.ours}", but the file has no such column${hint(problem.closest)}`;
  }
}

function hint(closest: string | null): string {
  return closest === null ? '' : `; the closest is "${shown(closest)}"`;
}

function example(problem: MatchProblem, names: readonly string[]): string {
  const quoted = (name: string) => (/^[\w.-]+$/.test(name) ? name : JSON.stringify(name).slice(1, -1));
  const pair = (theirs: string, ours: string) => {
    const text = `${quoted(shown(theirs))}=${ours}`;
    return /^[\w.=-]+$/.test(text) ? text : `"${text}"`;
  };
  switch (problem.kind) {
    case 'missing':
      return pair(problem.closest ?? names.find((name) => name.trim() !== '') ?? 'Name', problem.column);
    case 'ambiguous':
      return pair(problem.theirs[0]!, problem.column);
    case 'unknown-target':
      return pair(problem.theirs, problem.closest ?? 'track_name');
    case 'unknown-source':
      return pair(problem.closest ?? names[0] ?? 'Name', problem.ours);
  }
}

function shown(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}

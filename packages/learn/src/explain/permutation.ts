import { LearnError } from '../errors.js';
import { spreadOf } from '../evaluate/cross-validate.js';
import { r2 } from '../evaluate/metrics.js';
import { createRandom } from '../random/random.js';
import { type Table, takeRows } from '../table/table.js';

export interface PermutationOptions {
  /** How often each group is shuffled, 1 or more. Default 5. */
  readonly repeats?: number;
  /** Default 0. */
  readonly seed?: number;
  /**
   * Columns that are shuffled together, by the name of the group; columns in no group stand for themselves. Put
   * columns together that tell the same (an artist's mean and the artist's count), or each hides the other.
   */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /** How good predictions are, more is better. Default R². */
  readonly score?: (target: ArrayLike<number>, predicted: ArrayLike<number>) => number;
}

/** How much worse a score is with a group of columns shuffled. */
export interface PermutationImportance {
  readonly name: string;
  readonly columns: readonly string[];
  /** Mean fall of the score, in its units; below zero when the columns harm. */
  readonly mean: number;
  /** Population standard deviation over the repeats. */
  readonly sd: number;
  /** The fall in every repeat. */
  readonly falls: readonly number[];
}

export interface PermutationImportances {
  /** The score with nothing shuffled. */
  readonly score: number;
  /** The most important first. */
  readonly groups: readonly PermutationImportance[];
}

function groupsOf(data: Table, wanted: Readonly<Record<string, readonly string[]>>): [string, string[]][] {
  const names = data.columns.map((column) => column.name);
  const owner = new Map<string, string>();
  for (const [group, columns] of Object.entries(wanted)) {
    if (columns.length === 0) throw new LearnError('bad-option', `group "${group}" has no columns`);
    for (const column of columns) {
      if (!names.includes(column)) {
        throw new LearnError(
          'missing-column',
          `group "${group}" names column "${column}"; the table has ${names.join(', ')}`,
        );
      }
      if (owner.has(column)) {
        throw new LearnError(
          'bad-option',
          `column "${column}" is in group "${owner.get(column)}" and "${group}"`,
        );
      }
      owner.set(column, group);
    }
  }
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const group = owner.get(name) ?? name;
    const known = groups.get(group);
    if (known) known.push(name);
    else groups.set(group, [name]);
  }
  return [...groups];
}

/**
 * Permutation importance (Breiman 2001): how much the score falls when the rows of a column, or of a group of columns
 * together, change places, so that it tells nothing any more. Measure it on rows that the model was not fitted on.
 * A group's shuffles depend on the seed and its place among the groups only.
 * @throws LearnError `empty`, `target-length`, `bad-option`, `missing-column`
 */
export function permutationImportance(
  predict: (data: Table) => ArrayLike<number>,
  data: Table,
  target: ArrayLike<number>,
  options: PermutationOptions = {},
): PermutationImportances {
  const { repeats = 5, seed = 0, groups = {}, score = r2 } = options;
  if (!(Number.isInteger(repeats) && repeats >= 1)) {
    throw new LearnError('bad-option', `repeats: expected a whole number from 1, found ${repeats}`);
  }
  if (data.rows === 0) throw new LearnError('empty', 'the table has no rows');
  if (target.length !== data.rows) {
    throw new LearnError('target-length', `expected ${data.rows} targets (the rows), found ${target.length}`);
  }
  const whole = score(target, predict(data));
  const found = groupsOf(data, groups).map(([name, columns], index): PermutationImportance => {
    const random = createRandom(seed, index);
    const inGroup = new Set(columns);
    const own: Table = { rows: data.rows, columns: data.columns.filter((c) => inGroup.has(c.name)) };
    const falls = Array.from({ length: repeats }, () => {
      const shuffled = takeRows(own, random.permutation(data.rows)).columns;
      const byName = new Map(shuffled.map((column) => [column.name, column]));
      const changed = data.columns.map((column) => byName.get(column.name) ?? column);
      return whole - score(target, predict({ rows: data.rows, columns: changed }));
    });
    return { name, columns, ...spreadOf(falls), falls };
  });
  return { score: whole, groups: found.sort((a, b) => b.mean - a.mean) };
}

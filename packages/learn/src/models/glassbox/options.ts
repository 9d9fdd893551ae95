import { LearnError } from '../../errors.js';

/** A key of each row: rows of one group are drawn together. */
export type GroupKeys = ArrayLike<number> | ArrayLike<string>;

/** How a glassbox is fitted. */
export interface GlassboxOptions {
  /** What is minimised: `squared` error, or `logistic` loss of a target from 0 to 1. Default `squared`. */
  readonly objective: 'squared' | 'logistic';
  /** Most times that boosting goes round all columns; it ends by itself when no step is above noise. Default 120. */
  readonly rounds: number;
  /** What a step is multiplied by, above 0 to 1. Default 0.15. */
  readonly learningRate: number;
  /** Most leaves of a step on a numeric column, 2 to 16. Default 4. */
  readonly maxLeaves: number;
  /** Most bins of a numeric column, 2 to 255. Default 128. */
  readonly maxBins: number;
  /** Least sum of hessians (rows of mean weight, for squared error) of a leaf, 0 or more. Default 10. */
  readonly minLeaf: number;
  /** L2 penalty of a step's leaves, in rows, 0 or more. Default 1. */
  readonly lambda: number;
  /** How many rows' worth of "no effect" every level of a coded column starts with, 0 or more: rare levels are shrunk. Default 5. */
  readonly smoothing: number;
  /**
   * How much a term's first cut must gain to be more than noise, in units of the residual variance, 0 or more: about
   * chi-squared of one degree, the best of many. Further cuts must gain a third of it. Default 12.
   */
  readonly minGain: number;
  /** How many pairs of columns get a surface of their own, 0 to 1,000; or which, by name. Default 10. */
  readonly pairs: number | readonly (readonly [string, string])[];
  /** Most bins of each side of a pair, the missing one included, 3 to 16. Default 16. */
  readonly pairBins: number;
  /**
   * How many models are fitted and averaged, 1 to 100. With 2 or more each learns from rows drawn with replacement (whole
   * groups, when there are any), and curves get a spread. Default 1.
   */
  readonly bags: number;
  /** Share of the rows (of the groups) to watch, 0 to 0.9. With several bags the rows that were not drawn are watched instead. Default 0. */
  readonly validationShare: number;
  /** Stop when the loss of the watched rows has not improved for this many rounds, and keep the best; 0 for never. Default 0. */
  readonly earlyStoppingRounds: number;
  /** The group of each row of the fit, kept together when rows are drawn. Default: none. Not kept in the model. */
  readonly groups: GroupKeys | undefined;
  /** By column name: 1 for a curve that never falls, −1 that never rises. Numeric columns only; such a column is in no pair. */
  readonly monotone: Readonly<Record<string, -1 | 0 | 1>>;
  /** A whole number from 0 to 2³² − 1. Default 0. */
  readonly seed: number;
}

/** The default of every option. */
export const glassboxDefaults: Readonly<GlassboxOptions> = {
  objective: 'squared',
  rounds: 120,
  learningRate: 0.15,
  maxLeaves: 4,
  maxBins: 128,
  minLeaf: 10,
  lambda: 1,
  smoothing: 5,
  minGain: 12,
  pairs: 10,
  pairBins: 16,
  bags: 1,
  validationShare: 0,
  earlyStoppingRounds: 0,
  groups: undefined,
  monotone: {},
  seed: 0,
};

type Check = readonly [(value: number) => boolean, string];
const whole = (low: number, high: number): Check => [
  (v) => Number.isInteger(v) && v >= low && v <= high,
  `a whole number from ${low} to ${high}`,
];
const zeroOrMore: Check = [(v) => v >= 0 && v < Infinity, 'a finite number of 0 or more'];

const numeric: Partial<Record<keyof GlassboxOptions, Check>> = {
  rounds: whole(1, 1_000_000),
  learningRate: [(v) => v > 0 && v <= 1, 'above 0 and at most 1'],
  maxLeaves: whole(2, 16),
  maxBins: whole(2, 255),
  minLeaf: zeroOrMore,
  lambda: zeroOrMore,
  smoothing: zeroOrMore,
  minGain: zeroOrMore,
  pairBins: whole(3, 16),
  bags: whole(1, 100),
  validationShare: [(v) => v >= 0 && v <= 0.9, 'from 0 to 0.9'],
  earlyStoppingRounds: whole(0, 1_000_000),
  seed: whole(0, 0xffffffff),
};

function refuse(name: string, expected: string, found: unknown): never {
  throw new LearnError('bad-option', `option ${name} must be ${expected}, found ${String(found)}`);
}

function checkPairs(pairs: unknown): void {
  const [ok, expected] = whole(0, 1000);
  if (typeof pairs === 'number' && ok(pairs)) return;
  const isPair = (pair: unknown): boolean =>
    Array.isArray(pair) &&
    pair.length === 2 &&
    pair.every((n) => typeof n === 'string') &&
    pair[0] !== pair[1];
  if (!(Array.isArray(pairs) && pairs.every(isPair)))
    refuse('pairs', `${expected}, or a list of two column names each`, pairs);
}

/**
 * The options with defaults filled in.
 * @throws LearnError `bad-option`, naming the option
 */
export function completeGlassbox(given: Partial<GlassboxOptions> = {}): GlassboxOptions {
  const known = Object.keys(glassboxDefaults);
  for (const name of Object.keys(given)) {
    if (!known.includes(name))
      throw new LearnError('bad-option', `there is no option "${name}"; known: ${known.join(', ')}`);
  }
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const options = { ...glassboxDefaults, ...set } as GlassboxOptions;
  for (const [name, [check, expected]] of Object.entries(numeric)) {
    const value: unknown = options[name as keyof GlassboxOptions];
    if (!(typeof value === 'number' && check(value))) refuse(name, expected, value);
  }
  if (!['squared', 'logistic'].includes(options.objective))
    refuse('objective', 'squared or logistic', options.objective);
  checkPairs(options.pairs);
  if (options.earlyStoppingRounds > 0 && options.bags === 1 && options.validationShare === 0)
    refuse('earlyStoppingRounds', '0 without a validationShare or bags', options.earlyStoppingRounds);
  return options;
}

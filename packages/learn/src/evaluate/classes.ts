import { LearnError } from '../errors.js';
import { checkLists } from './check-values.js';
import type { Values } from './metrics.js';

/** Where a number is divided into classes. */
export interface ClassOptions {
  /** Greatest value of every class but the last, ascending. Default: 40 and 70. */
  readonly cuts?: readonly number[];
  /** One more than cuts. Default: low, medium, high. */
  readonly names?: readonly string[];
}

/** How well one class is told from the others. */
export interface ClassFigures {
  readonly name: string;
  /** Rows whose target is in the class, and rows whose prediction is. */
  readonly rows: number;
  readonly predicted: number;
  /** Of the rows predicted, how many are; 0 when none was predicted. */
  readonly precision: number;
  /** Of the rows that are, how many were predicted; 0 when there are none. */
  readonly recall: number;
  /** Harmonic mean of both; 0 when both are. */
  readonly f1: number;
}

/** How well predictions tell classes. */
export interface ClassReport {
  readonly classes: readonly ClassFigures[];
  /** Rows by class of the target (outer) and of the prediction (inner). */
  readonly confusion: readonly (readonly number[])[];
  readonly accuracy: number;
  /** Mean F1 of the classes that occur among targets or predictions. */
  readonly macroF1: number;
  /** What always saying the most frequent class gives. */
  readonly baseline: { readonly name: string; readonly accuracy: number };
}

/** The class of every value: 0 up to and including the first cut, 1 up to the second, … */
export function classesOf(values: Values, cuts: readonly number[]): Uint8Array {
  const classes = new Uint8Array(values.length);
  for (let row = 0; row < classes.length; row++)
    for (const cut of cuts) if (values[row]! > cut) classes[row]!++;
  return classes;
}

/**
 * Numbers judged as classes. By default low is up to 40, medium above 40 up to 70, high above 70: for whole numbers,
 * 0–40, 41–70 and 71–100.
 * @throws LearnError `metric-length`, `metric-empty`, `metric-value` or `bad-option`
 */
export function classReport(actual: Values, predicted: Values, options: ClassOptions = {}): ClassReport {
  const { cuts = [40, 70], names = ['low', 'medium', 'high'] } = options;
  if (!cuts.every((cut, i) => Number.isFinite(cut) && (i === 0 || cut > cuts[i - 1]!)))
    throw new LearnError('bad-option', `cuts must be ascending numbers, found ${cuts.join(', ')}`);
  if (names.length !== cuts.length + 1)
    throw new LearnError(
      'bad-option',
      `names must be ${cuts.length + 1} for ${cuts.length} cuts, found ${names.length}`,
    );
  checkLists({ actual, predicted });
  const [truth, said] = [classesOf(actual, cuts), classesOf(predicted, cuts)];
  const confusion = names.map(() => names.map(() => 0));
  truth.forEach((of, row) => {
    confusion[of]![said[row]!]!++;
  });
  const classes = names.map((name, c): ClassFigures => {
    const right = confusion[c]![c]!;
    const rows = confusion[c]!.reduce((sum, n) => sum + n, 0);
    const told = confusion.reduce((sum, line) => sum + line[c]!, 0);
    const share = (of: number) => (of > 0 ? right / of : 0);
    const f1 = right > 0 ? (2 * right) / (rows + told) : 0;
    return { name, rows, predicted: told, precision: share(told), recall: share(rows), f1 };
  });
  const present = classes.filter(({ rows, predicted: told }) => rows + told > 0);
  const commonest = classes.reduce((best, one) => (one.rows > best.rows ? one : best));
  return {
    classes,
    confusion,
    accuracy: classes.reduce((sum, _, c) => sum + confusion[c]![c]!, 0) / truth.length,
    macroF1: present.reduce((sum, { f1 }) => sum + f1, 0) / present.length,
    baseline: { name: commonest.name, accuracy: commonest.rows / truth.length },
  };
}

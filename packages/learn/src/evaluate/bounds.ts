import type { Candidate, Distribution } from './space.js';

/** The best value of an option, found at an end of what was tried: a better one may lie beyond. */
export interface BoundNote {
  readonly option: string;
  readonly value: number;
  readonly end: 'low' | 'high';
  /** Lowest and highest value that could be drawn. */
  readonly range: readonly [number, number];
  /** The note as a sentence. */
  readonly message: string;
}

/** How near to an end counts as on it, as a share of the range. */
const NEAR = 0.02;

/**
 * Which options of the best candidate lie at an end of their range, within 2 % of its width (of its logarithm for
 * `logUniform`). Choices count when they are three numbers or more.
 */
export function boundNotes(
  best: Candidate,
  space: readonly (readonly [string, Distribution])[],
): BoundNote[] {
  return space.flatMap(([option, distribution]): BoundNote[] => {
    const value = best[option];
    const range = rangeOf(distribution);
    if (typeof value !== 'number' || !range || range[0] === range[1]) return [];
    const scale = 'logUniform' in distribution ? Math.log : Number;
    const place = (scale(value) - scale(range[0])) / (scale(range[1]) - scale(range[0]));
    // A choice is on the end or it is not: its neighbours may be close on purpose.
    const near = 'choice' in distribution ? 0 : NEAR;
    const end = place <= near ? 'low' : place >= 1 - near ? 'high' : null;
    if (!end) return [];
    const message =
      `the best ${option}, ${rounded(value)}, lies at the ${end} end of what was tried, ` +
      `${rounded(range[0])} to ${rounded(range[1])}: a better one may lie beyond`;
    return [{ option, value, end, range, message }];
  });
}

function rangeOf(distribution: Distribution): readonly [number, number] | null {
  if ('randint' in distribution) return [distribution.randint[0], distribution.randint[1] - 1];
  if ('uniform' in distribution) {
    const [start, width] = distribution.uniform;
    return [start, start + width];
  }
  if ('logUniform' in distribution) return distribution.logUniform;
  const numbers = [...new Set(distribution.choice)].filter((value) => typeof value === 'number');
  if (numbers.length < 3) return null;
  numbers.sort((a, b) => a - b);
  return [numbers[0], numbers[numbers.length - 1]];
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(4)));
}

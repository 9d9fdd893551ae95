/** One end of a range, as a share of the axis or as a value. */
export type End = 'low' | 'high';
export type Range = readonly [number, number];

/** A linear axis that a hand brushes. */
export interface Axis {
  /** What is drawn. Values beyond it count as being at its ends. */
  readonly min: number;
  readonly max: number;
  /** Smallest and largest value of the catalogue: a brush that reaches an end of the axis reaches these. */
  readonly least: number;
  readonly most: number;
  /** Brushes stop at whole multiples of this. */
  readonly step: number;
  /** A few whole numbers, each a band of its own width: then a value is not a point but a band. */
  readonly bands: boolean;
}

/** Steps of an axis at most: a share that stops at 0.96 still goes by hundredths. */
const STEPS = 95;

/** Whole numbers are bands up to so many. */
export const MOST_BANDS = 20;

/** The axis of a column, of which a part may be drawn. */
export function axisOf(
  column: { readonly min: number; readonly max: number; readonly integer: boolean },
  drawn: Range = [column.min, column.max],
): Axis {
  const bands = column.integer && column.max - column.min < MOST_BANDS;
  const [min, max] = bands || !(drawn[1] > drawn[0]) ? [column.min, column.max] : drawn;
  return {
    min,
    max,
    least: column.min,
    most: column.max,
    step: column.integer ? 1 : niceStep((max - min) / STEPS),
    bands,
  };
}

/** The largest of 1, 2, 5, 10 … times a power of ten that is not above `size`; 1 where that is no positive number. */
export function niceStep(size: number): number {
  if (!(size > 0 && Number.isFinite(size))) return 1;
  const power = 10 ** Math.floor(Math.log10(size) + 1e-9);
  const times = size / power + 1e-9;
  return clean(power * (times >= 5 ? 5 : times >= 2 ? 2 : 1));
}

/** Where a value stands on the axis, 0 to 1; an end of a range takes its whole band. */
export function shareOf(axis: Axis, value: number, end: End): number {
  const span = axis.max - axis.min + (axis.bands ? 1 : 0);
  if (!(span > 0)) return end === 'low' ? 0 : 1;
  return clamp((value - axis.min + (axis.bands && end === 'high' ? 1 : 0)) / span, 0, 1);
}

/** The value at a share of the axis, on a step. */
export function valueAt(axis: Axis, share: number, end: End): number {
  if (share <= 0 && end === 'low') return axis.least;
  if (share >= 1 && end === 'high') return axis.most;
  const at = clamp(share, 0, 1);
  if (axis.bands) {
    const bands = axis.max - axis.min + 1;
    // Within a band it is taken whole, by either end.
    const band = end === 'low' ? Math.floor(at * bands + 1e-9) : Math.ceil(at * bands - 1e-9) - 1;
    return axis.min + clamp(band, 0, bands - 1);
  }
  return clamp(snap(axis.min + at * (axis.max - axis.min), axis.step), axis.least, axis.most);
}

/** A range between two shares, in either order; null where it is the whole axis. */
export function rangeBetween(axis: Axis, one: number, other: number): Range | null {
  const low = valueAt(axis, Math.min(one, other), 'low');
  const high = valueAt(axis, Math.max(one, other), 'high');
  return orWhole(axis, low <= high ? [low, high] : [high, low]);
}

/** One end of a range moved by so many steps, never past the other; null where it is then the whole axis. */
export function stepped(axis: Axis, range: Range | null, end: End, steps: number): Range | null {
  const [low, high] = range ?? [axis.least, axis.most];
  const from = end === 'low' ? Math.max(low, axis.min) : Math.min(high, axis.max);
  const to = snap(from + steps * axis.step, axis.step);
  if (end === 'low') return orWhole(axis, [to <= axis.min ? axis.least : Math.min(to, high), high]);
  return orWhole(axis, [low, to >= axis.max ? axis.most : Math.max(to, low)]);
}

/** Null for a range that leaves nothing out. */
export function orWhole(axis: Axis, range: Range): Range | null {
  return range[0] <= axis.least && range[1] >= axis.most ? null : range;
}

/** Two to five round numbers within the axis. */
export function ticksOf(axis: Axis, most = 4): number[] {
  const span = axis.max - axis.min;
  if (!(span > 0)) return [axis.min];
  const step = [1, 2, 2.5, 5, 10]
    .map((times) => times * 10 ** Math.floor(Math.log10(span / most)))
    .find((size) => span / size <= most + 1e-9 && (!Number.isInteger(axis.step) || size >= 1));
  if (step === undefined) return [axis.min, axis.max];
  const ticks: number[] = [];
  for (let n = Math.ceil(axis.min / step - 1e-9); n * step <= axis.max + 1e-9 * span; n++)
    ticks.push(clean(n * step));
  return ticks;
}

function snap(value: number, step: number): number {
  return clean(Math.round(value / step) * step);
}

/** Without the dust of binary fractions. */
function clean(value: number): number {
  return Number(value.toPrecision(12));
}

export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

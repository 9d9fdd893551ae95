/** Mean, mean square and share of zeros. */
export interface Moments {
  readonly mean: number;
  readonly square: number;
  readonly zero: number;
}

/** Where the values of a source go, and how they are smoothed. */
export interface HistoryColumns {
  /** One column a name of `historyColumns`. */
  readonly columns: readonly Float32Array[];
  /** Rows' worth of the overall mean that is mixed into every category. */
  readonly smoothing: number;
  /** Share of zeros and spread too, not only mean and count. */
  readonly detailed: boolean;
}

/** What a category says of the row at `place`, from the sums of its rows: (Σ + smoothing × overall) / (count + smoothing). */
export function writeKnown(
  { columns, smoothing, detailed }: HistoryColumns,
  place: number,
  overall: Moments,
  count: number,
  sum: number,
  square: number,
  zeros: number,
): void {
  const weight = count + smoothing;
  const mean = (sum + smoothing * overall.mean) / weight;
  columns[0]![place] = mean;
  columns[1]![place] = count;
  if (!detailed) return;
  const squares = (square + smoothing * overall.square) / weight;
  columns[2]![place] = (zeros + smoothing * overall.zero) / weight;
  columns[3]![place] = Math.sqrt(Math.max(0, squares - mean * mean));
}

/** The overall values, for a row without a category. */
export function writeUnknown({ columns, detailed }: HistoryColumns, place: number, overall: Moments): void {
  const { mean, square, zero } = overall;
  columns[0]![place] = mean;
  columns[1]![place] = 0;
  if (!detailed) return;
  columns[2]![place] = zero;
  columns[3]![place] = Math.sqrt(Math.max(0, square - mean * mean));
}

/** Mean, best and worst of the items of a list, the codes from `from` to `to`; an unknown item has the overall mean. */
export function writeItems(
  { columns, smoothing }: HistoryColumns,
  place: number,
  overall: number,
  counts: Float64Array,
  sums: Float64Array,
  codes: Int32Array,
  from: number,
  to: number,
): void {
  let best = overall;
  let worst = overall;
  let total = 0;
  for (let at = from; at < to; at++) {
    const code = codes[at]!;
    const mean = code < 0 ? overall : (sums[code]! + smoothing * overall) / (counts[code]! + smoothing);
    total += mean;
    if (at === from || mean > best) best = mean;
    if (at === from || mean < worst) worst = mean;
  }
  columns[0]![place] = to > from ? total / (to - from) : overall;
  columns[1]![place] = best;
  columns[2]![place] = worst;
}

/** Moments of the targets of rows, or of those at some places among them. */
export function momentsOf(target: Float64Array, rows: Uint32Array, places?: Uint32Array): Moments {
  const size = places?.length ?? rows.length;
  let mean = 0;
  let square = 0;
  let zero = 0;
  for (let i = 0; i < size; i++) {
    const value = target[rows[places ? places[i]! : i]!]!;
    mean += value;
    square += value * value;
    if (value === 0) zero++;
  }
  const n = Math.max(1, size);
  return { mean: mean / n, square: square / n, zero: zero / n };
}

/** Moments of the rest when a part is taken out. */
export function without(whole: Moments, rows: number, part: Moments, held: number): Moments {
  const rest = Math.max(1, rows - held);
  const of = (key: keyof Moments) => (whole[key] * rows - part[key] * held) / rest;
  return { mean: of('mean'), square: of('square'), zero: of('zero') };
}

/** Something counted over a set of listings, that can be brought from one set to another by what comes and goes. */
export interface Tally {
  /** Exact whole numbers, so that the order of coming and going leaves no trace. */
  readonly cells: Float64Array;
  /** Adds (or with −1 takes away) the first `count` of the rows. */
  add(rows: Uint32Array, count: number, sign: 1 | -1): void;
}

/** Makes an empty tally of one kind. */
export type TallyKind = () => Tally;

/** Rows divided so that encoders can be fitted without them. */
export interface InnerFolds {
  /** Row numbers, in the order of the columns. */
  readonly rows: Uint32Array;
  /** Positions in `rows` of each part, ascending; none is empty. */
  readonly parts: readonly Uint32Array[];
  /** Which part each position is in. */
  readonly partOf: Uint8Array;
}

const INNER_FOLDS = 10;

/**
 * Divides rows for encoding out of fold, never within a group.
 *
 * @param groups by row number: rows of one number are never told apart
 */
export function innerFolds(rows: Uint32Array, groups: Int32Array): InnerFolds {
  const partOf = new Uint8Array(rows.length);
  const sizes = new Uint32Array(INNER_FOLDS);
  for (let i = 0; i < rows.length; i++) {
    const fold = innerFold(groups[rows[i]!]!);
    partOf[i] = fold;
    sizes[fold]!++;
  }
  const folds = Array.from(sizes, (size) => new Uint32Array(size));
  // Parts without rows are left out, so the number of a part may be less than that of its fold.
  const parts = folds.filter((part) => part.length > 0);
  const numbers = folds.map((part) => parts.indexOf(part));
  sizes.fill(0);
  for (let i = 0; i < rows.length; i++) {
    const fold = partOf[i]!;
    folds[fold]![sizes[fold]!++] = i;
    partOf[i] = numbers[fold]!;
  }
  return { rows, parts, partOf };
}

/** Inner fold of a group, the same in every run: a mixed number, so that neighbours part. */
function innerFold(group: number): number {
  let x = Math.imul(group + 1, 0x9e3779b1);
  x = Math.imul(x ^ (x >>> 15), 0x85ebca6b);
  return ((x ^ (x >>> 13)) >>> 0) % INNER_FOLDS;
}

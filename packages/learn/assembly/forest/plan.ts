// What the forest kernel works on: plain records at addresses that the driver (src/models/forest/memory.ts) lays out
// and fills. Nothing here owns memory, so several instances can share one.

/** Everything one tree needs. The driver writes these words in this order. */
@unmanaged
export class Plan {
  rows: u32;
  columns: u32;
  /** Per column, `rows` words: row ids by rising value, missing last; the top bit marks the first of a new value. */
  order: usize;
  /** Per column, `rows` float32 values; codes as numbers for coded columns. */
  values: usize;
  /** Per column one byte: 0 numeric, 1 coded, 2 coded with at most two levels. */
  coded: usize;
  /** Per column one word: how many rows are not missing. */
  present: usize;
  /** Per row f64, centred and scaled target. */
  target: usize;
  /** Per row f64, weight in this tree; 0 leaves the row out. */
  weight: usize;
  /** Per row one word: scratch for renumbering. */
  map: usize;
  /** Result: two words a node. */
  nodes: usize;
  /** Result: f32 a leaf, in node order. */
  leafWeights: usize;
  /** Result: f64 a column, sums of squares removed. */
  importance: usize;
  /** Pending nodes. */
  stack: usize;
  /** Per column one word: the running permutation that columns are drawn from. */
  permutation: usize;
  /** Scratch of the tiny nodes. */
  tiny: usize;
  /** Runs of 8-byte elements, for more rows than 16 bits can number; 0 when not needed. */
  wide: usize;
  /** Runs of 4-byte elements for up to 65,536 rows. */
  middle: usize;
  /** The same in a small, cache-sized place, with row-major keys for the tiny nodes. */
  small: usize;
  smallRows: u32;
  featureBits: u32;
  minSplit: u32;
  minLeaf: u32;
  maxDepth: u32;
  /** Columns drawn at each split; `columns` for all. */
  maxFeatures: u32;
  /** Nodes of at most so many rows are finished without runs; 0 when values are missing. */
  tinyRows: u32;
  /** Leaf values are f64 `value × scale + centre`, this pair of f64. */
  back: usize;
  /** Per node two words: the rows that its threshold lies between. */
  splitRows: usize;
  /** Results of the last tree. */
  nodeCount: u32;
  leafCount: u32;
  depth: u32;
  /** For trees on bins (binned.ts) alone, as all that follows: the table as u16 bins, `rowBytes` a row. */
  bins: usize;
  rowBytes: u32;
  /** The rows of this tree, `recordBytes` each: their {@link BINS} bytes of sums, then their bins. */
  records: usize;
  recordBytes: u32;
  /** Per column one word: its number of bins, which is also the bin of missing values. */
  binCounts: usize;
  /** Per column `cutBytes` of float32: bin b is below cut b. */
  cuts: usize;
  cutBytes: u32;
  /** Four histograms of `histogramBytes`, zero between uses: a pair a bin. */
  histograms: usize;
  histogramBytes: u32;
  /** Four bit sets of `filledBytes`, zero between uses: which bins are filled. */
  filled: usize;
  filledBytes: u32;
  /** Two f64: units of the sum and of the weight in 1. */
  units: usize;
}

/** Rows numbered from 0, and for each column a run of (rank, row number) in rising order of value. */
@unmanaged
export class Space {
  runs: usize;
  runBytes: usize;
  /** f64 pairs: weight × target, weight. */
  sums: usize;
  /** f64 target. */
  target: usize;
  /** u32 row of the table. */
  row: usize;
  /** u8: 1 when the row goes right in the split at hand. */
  side: usize;
  /** One run of scratch. */
  spare: usize;
  /** u16 ranks, row-major, `keyBytes` a row; small space only. */
  keys: usize;
  keyBytes: usize;
  /** Shuffles of partition.ts. */
  shuffles: usize;
}

/** A node waiting to be grown. */
@unmanaged
export class Pending {
  sum: f64;
  weight: f64;
  /** Value of the leaf, when `leaf` is 1. */
  value: f64;
  start: u32;
  count: u32;
  /** Node whose right child this is, or NONE. */
  parent: u32;
  depth: u32;
  /** A column whose run is valid for this node whatever its kind. */
  column: u32;
  leaf: u32;
}

export const NONE: u32 = 0xffffffff;

/** Bits of a run element that hold the row number; the rest is the rank. */
@inline
export function idBits<E>(): E {
  return sizeof<E>() == 8 ? <E>32 : <E>16;
}

@inline
export function idOf<E>(element: E): usize {
  return sizeof<E>() == 8 ? <usize>(<u32>element) : <usize>(element & <E>0xffff);
}

@inline
export function rankOf<E>(element: E): u32 {
  return <u32>(element >> idBits<E>());
}

/** The rank that stands for a missing value: the greatest. */
@inline
export function missingRank<E>(): u32 {
  return sizeof<E>() == 8 ? 0xffffffff : 0xffff;
}

@inline
export function element<E>(rank: u32, id: u32): E {
  return (<E>rank << idBits<E>()) | <E>id;
}

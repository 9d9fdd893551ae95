/**
 * A sum of binary trees over the columns of a schema, in one arena. Made by forest, boosted and the XGBoost reader;
 * read by prediction, SHAP and the writers. Node ids are positions in the arena; the nodes of tree t are
 * `treeStarts[t]` (its root) to `treeStarts[t + 1] - 1`; children stand behind their parent.
 *
 * Decision at an inner node, on float32 values: missing (NaN, or a code outside the levels for a coded column) goes to
 * `defaultLeft`; a numeric column goes left when value < threshold; a coded column goes right when its code is in
 * the node's set (as XGBoost has it), else left.
 */
export interface TreeEnsemble {
  /** Length trees + 1. */
  readonly treeStarts: Uint32Array;
  /** Column index in the schema; -1 at a leaf. */
  readonly feature: Int32Array;
  /** float32 threshold; unused at leaves and coded splits. */
  readonly threshold: Float32Array;
  /** Left and right child, -1 at a leaf. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** 1 when missing goes left. */
  readonly defaultLeft: Uint8Array;
  /** At a leaf what it adds (learning rate applied); at an inner node the weight it would have as a leaf. */
  readonly value: Float32Array;
  /** Sum of hessians (rows or weights for squared error). */
  readonly cover: Float32Array;
  /** Loss reduction of the split; 0 at a leaf. */
  readonly gain: Float32Array;
  /** Start of the node's set in `setWords`; -1 for a numeric split or a leaf. */
  readonly setStart: Int32Array;
  /** Bit sets of codes, 32 a word, ceil(levels / 32) words each. */
  readonly setWords: Uint32Array;
  /** Added first, before any tree (float32 running sum in tree order). */
  readonly base: number;
}

import type { Table, TreeEnsemble } from '@trackscope/learn';

/** Predictions along the grid of each column: rows × points. */
export type Curves = ReadonlyMap<string, Float32Array>;

/**
 * What trees predict for rows in which one column takes each value of its grid, the others staying as they are: the same to the
 * bit as predicting a table of such rows, for a fraction of the work. A column changes only the trees on whose path it lies,
 * from its first node on, and there all points of the grid that agree go down together.
 *
 * @param data numeric columns, those of the trees
 * @param grids ascending finite values by column
 */
export function treeCurves(
  trees: TreeEnsemble,
  data: Table,
  grids: ReadonlyMap<string, readonly number[]>,
): Curves {
  const width = data.columns.length;
  const values = data.columns.map((column) => {
    if (column.kind !== 'numeric') throw new TypeError(`column ${column.name} is not numeric`);
    return column.values;
  });
  const walks = [...grids].map(([name, grid]) => ({
    column: data.columns.findIndex((column) => column.name === name),
    grid: Float32Array.from(grid),
    out: new Float32Array(data.rows * grid.length),
  }));
  const count = trees.treeStarts.length - 1;
  const plain = new Float32Array(count);
  const first = new Int32Array(count * width);
  const row = new Float32Array(width);
  for (let r = 0; r < data.rows; r++) {
    for (let c = 0; c < width; c++) row[c] = values[c]![r]!;
    first.fill(-1);
    for (let tree = 0; tree < count; tree++) plain[tree] = walk(trees, tree, row, first);
    for (const { column, grid, out } of walks) {
      const points = out.subarray(r * grid.length, (r + 1) * grid.length).fill(trees.base);
      for (let tree = 0; tree < count; tree++) {
        const node = first[tree * width + column]!;
        // Trees are added in their order, in float32, as prediction does.
        if (node < 0) for (let g = 0; g < points.length; g++) points[g]! += plain[tree]!;
        else spread(trees, node, row, column, grid, points, 0, grid.length);
      }
    }
  }
  return new Map([...grids.keys()].map((name, i) => [name, walks[i]!.out]));
}

/** The leaf of one row; notes the first node on its path that asks for each column. */
function walk(trees: TreeEnsemble, tree: number, row: Float32Array, first: Int32Array): number {
  let node = trees.treeStarts[tree]!;
  for (;;) {
    const column = trees.feature[node]!;
    if (column < 0) return trees.value[node]!;
    const at = tree * row.length + column;
    if (first[at]! < 0) first[at] = node;
    node = next(trees, node, row[column]!);
  }
}

/** Adds the leaves below a node to the points `from` to `to` − 1 of a grid that stands in for one column. */
function spread(
  trees: TreeEnsemble,
  root: number,
  row: Float32Array,
  column: number,
  grid: Float32Array,
  points: Float32Array,
  from: number,
  to: number,
): void {
  let node = root;
  let start = from;
  for (;;) {
    const asked = trees.feature[node]!;
    if (asked < 0) break;
    if (asked !== column) {
      node = next(trees, node, row[asked]!);
      continue;
    }
    let middle = start;
    while (middle < to && grid[middle]! < trees.threshold[node]!) middle++;
    if (middle === to) {
      node = trees.left[node]!;
      continue;
    }
    if (middle > start) spread(trees, trees.left[node]!, row, column, grid, points, start, middle);
    start = middle;
    node = trees.right[node]!;
  }
  for (let g = start; g < to; g++) points[g]! += trees.value[node]!;
}

function next(trees: TreeEnsemble, node: number, value: number): number {
  const left = Number.isNaN(value) ? trees.defaultLeft[node] === 1 : value < trees.threshold[node]!;
  return left ? trees.left[node]! : trees.right[node]!;
}

import { numbered } from './codes.js';

/** Numbers rows so that two rows share a number when a chain of shared codes joins them; −1 joins nothing. */
export function joinedGroups(
  rows: number,
  ...codings: readonly { readonly codes: Int32Array }[]
): Int32Array {
  const parent = Int32Array.from({ length: rows }, (_, row) => row);
  const find = (row: number): number => {
    let root = row;
    while (parent[root] !== root) root = parent[root]!;
    for (let at = row; parent[at] !== root; ) {
      const next = parent[at]!;
      parent[at] = root;
      at = next;
    }
    return root;
  };
  for (const { codes } of codings) {
    const first = new Int32Array(numbered(codes).size).fill(-1);
    for (let row = 0; row < rows; row++) {
      const code = codes[row]!;
      if (code < 0) continue;
      if (first[code]! < 0) first[code] = row;
      else parent[find(row)] = find(first[code]!);
    }
  }
  const groups = new Int32Array(rows);
  const numbers = new Int32Array(rows).fill(-1);
  let size = 0;
  for (let row = 0; row < rows; row++) {
    const root = find(row);
    if (numbers[root]! < 0) numbers[root] = size++;
    groups[row] = numbers[root]!;
  }
  return groups;
}

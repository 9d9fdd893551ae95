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
    const first = new Map<number, number>();
    for (let row = 0; row < rows; row++) {
      if (codes[row]! < 0) continue;
      const other = first.get(codes[row]!);
      if (other === undefined) first.set(codes[row]!, row);
      else parent[find(row)] = find(other);
    }
  }
  const numbers = new Map<number, number>();
  const groups = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const root = find(row);
    let group = numbers.get(root);
    if (group === undefined) {
      group = numbers.size;
      numbers.set(root, group);
    }
    groups[row] = group;
  }
  return groups;
}

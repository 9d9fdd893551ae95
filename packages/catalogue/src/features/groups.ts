import type { Codes, Lists } from './codes.js';

/** Numbers rows so that two rows share a number when a chain of shared codes joins them. */
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

/**
 * The training rows on which none of the held-out rows' primary artists performs: a new artist must not be met as
 * somebody's guest either.
 */
export function withoutGuests(
  train: Uint32Array,
  test: Uint32Array,
  primary: Codes,
  performers: Lists,
): Uint32Array {
  const held = new Set<string>();
  for (const row of test) held.add(primary.levels[primary.codes[row]!]!);
  const heldCodes = new Uint8Array(performers.levels.length);
  performers.levels.forEach((name, code) => {
    if (held.has(name)) heldCodes[code] = 1;
  });
  return train.filter((row) => {
    for (let at = performers.starts[row]!; at < performers.starts[row + 1]!; at++) {
      if (heldCodes[performers.codes[at]!] === 1) return false;
    }
    return true;
  });
}

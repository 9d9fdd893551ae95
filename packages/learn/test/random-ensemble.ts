import { type Column, type Schema, type Table, type TreeEnsemble, table } from '@trackscope/learn';

/** Park–Miller: enough for test data. */
export function random(seed: number): () => number {
  let state = seed * 7919 + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** Four numeric columns on a coarse grid, with missing values, and two coded ones with unseen codes. */
export function randomTable(seed: number, rows: number): Table {
  const next = random(seed);
  const columns: Column[] = [];
  for (let i = 0; i < 4; i++) {
    const values = Float64Array.from({ length: rows }, () =>
      next() < 0.1 ? Number.NaN : Math.round(next() * 40) / 10 - 2,
    );
    columns.push({ kind: 'numeric', name: `n${i}`, values });
  }
  for (const levels of [3, 40]) {
    columns.push({
      kind: 'coded',
      name: `c${levels}`,
      codes: Uint8Array.from({ length: rows }, () => Math.floor(next() * (levels + 1))),
      levels: Array.from({ length: levels }, (_, i) => `level ${i}`),
    });
  }
  return table(columns);
}

/** Trees grown by splitting random leaves at random; uneven, so deep. Covers add up. */
export function randomEnsemble(seed: number, schema: Schema, trees: number, leaves: number): TreeEnsemble {
  const next = random(seed);
  const perTree = leaves * 2 - 1;
  const nodes = trees * perTree;
  const words: number[] = [];
  const made = {
    treeStarts: Uint32Array.from({ length: trees + 1 }, (_, i) => i * perTree),
    feature: new Int32Array(nodes).fill(-1),
    threshold: new Float32Array(nodes),
    left: new Int32Array(nodes).fill(-1),
    right: new Int32Array(nodes).fill(-1),
    defaultLeft: new Uint8Array(nodes),
    value: new Float32Array(nodes),
    cover: new Float32Array(nodes),
    gain: new Float32Array(nodes),
    setStart: new Int32Array(nodes).fill(-1),
    base: 0.5,
  };
  for (let t = 0; t < trees; t++) {
    const start = t * perTree;
    const open = [start];
    made.cover[start] = 1000;
    let count = 1;
    while (count < perTree) {
      // mostly the newest leaf: long branches
      const pick = next() < 0.5 ? open.length - 1 : Math.floor(next() * open.length);
      const node = open.splice(pick, 1)[0]!;
      const feature = Math.floor(next() * schema.length);
      const column = schema[feature]!;
      made.feature[node] = feature;
      made.defaultLeft[node] = next() < 0.5 ? 1 : 0;
      made.gain[node] = next();
      made.value[node] = next() - 0.5;
      if (column.kind === 'numeric') made.threshold[node] = Math.round(next() * 40) / 10 - 2;
      else {
        made.setStart[node] = words.length;
        for (let i = 0; i < Math.ceil(column.levels.length / 32); i++)
          words.push(Math.floor(next() * 2 ** 32));
      }
      const share = 0.1 + 0.8 * next();
      for (const part of [share, 1 - share]) {
        const child = start + count++;
        made.cover[child] = made.cover[node]! * part;
        made.value[child] = next() * 4 - 2;
        open.push(child);
        if (part === share) made.left[node] = child;
        else made.right[node] = child;
      }
    }
  }
  return { ...made, setWords: Uint32Array.from(words) };
}

import { unitsOf } from './bin-units.js';
import type { Grower } from './kernel.js';
import type { BinnedForestData } from './prepare.js';
import { TreeRandom } from './random.js';
import type { GrowSettings } from './settings.js';
import { packWeights } from './trees.js';
import { emitLeaf, emitSplit, type TwinTree } from './twin-emit.js';

/** Sums over rows, whole numbers. */
interface Total {
  rows: number;
  sum: number;
  weight: number;
}

/** A split, better the greater `top / bottom`. */
interface BinSplit {
  column: number;
  /** Numeric: the last bin on the left, -1 for none. Coded: the level on the right. */
  bin: number;
  /** 0 right, 1 left, 2 none seen. */
  missingLeft: number;
  top: number;
  bottom: number;
}

function plus(a: Total, b: Total): Total {
  return { rows: a.rows + b.rows, sum: a.sum + b.sum, weight: a.weight + b.weight };
}

/** The kernel of assembly/forest/binned.ts in plain TypeScript: the same trees, bit for bit. */
export function plainBinnedGrower(data: BinnedForestData, settings: GrowSettings): Grower {
  const { bins } = data;
  const binAt = (column: number, row: number) => bins.data[column * data.rows + row];
  const order = Uint32Array.from({ length: data.columns }, (_, c) => c);

  return (weights, seed) => {
    const unit = unitsOf(weights);
    const random = new TreeRandom(seed);
    const permutation = order.slice();
    const records = Array.from(weights, (w, row): Total => {
      const sum = Math.floor(w * data.target[row] * unit.sum + 0.5);
      return { rows: 1, sum, weight: Math.max(1, Math.floor(w * unit.weight + 0.5)) };
    });
    const root = Uint32Array.from(weights.keys()).filter((row) => weights[row] > 0);
    const tree: TwinTree = {
      words: new Uint32Array(4 * root.length),
      leafWeights: new Float32Array(root.length),
      gains: new Float64Array(data.columns),
      featureBits: settings.featureBits,
      scale: (data.scale * unit.weight) / unit.sum,
      centre: data.centre,
      nodeCount: 0,
      leafCount: 0,
      depth: 0,
    };

    function totalOf(rows: Uint32Array): Total {
      return rows.reduce<Total>((total, row) => plus(total, records[row]), { rows: 0, sum: 0, weight: 0 });
    }

    /** Tries a column; false when it is constant. */
    function scan(rows: Uint32Array, all: Total, column: number, best: BinSplit): boolean {
      const filled: Total[] = [];
      for (const row of rows) {
        const bin = binAt(column, row);
        filled[bin] = filled[bin] ? plus(filled[bin], records[row]) : records[row];
      }
      const consider = (bin: number, missingLeft: number, part: Total) => {
        const least = settings.minLeaf;
        if (part.rows < least || all.rows - part.rows < least) return;
        const d = all.weight * part.sum - all.sum * part.weight;
        const top = d * d;
        const bottom = part.weight * (all.weight - part.weight);
        if (top * best.bottom > best.top * bottom) {
          Object.assign(best, { column, bin, missingLeft, top, bottom });
        }
      };
      const missing = bins.columns[column].bins;
      const lost = filled[missing];
      const present = all.rows - (lost?.rows ?? 0);
      const coded = data.coded[column] > 0;
      if (lost && !coded) consider(-1, 1, lost);
      let part: Total = { rows: 0, sum: 0, weight: 0 };
      filled.forEach((own, bin) => {
        if (bin === missing) return;
        part = plus(part, own);
        if (coded) consider(bin, 1, own);
        else if (!lost) consider(bin, 2, part);
        else if (part.rows < present) {
          consider(bin, 0, part);
          consider(bin, 1, plus(part, lost));
        }
      });
      return filled.some((own) => own.rows < all.rows);
    }

    function findSplit(rows: Uint32Array, all: Total): BinSplit {
      const best: BinSplit = { column: -1, bin: 0, missingLeft: 0, top: 0, bottom: 1 };
      let useful = false;
      for (let k = 0; k < data.columns && (k < settings.maxFeatures || !useful); k++) {
        const at = k + random.below(data.columns - k);
        const column = permutation[at];
        permutation[at] = permutation[k];
        permutation[k] = column;
        useful = scan(rows, all, column, best) || useful;
      }
      return best;
    }

    function thresholdOf(left: Uint32Array, right: Uint32Array, { column }: BinSplit): number {
      const own = bins.columns[column];
      const known = (rows: Uint32Array) =>
        Array.from(rows, (row) => binAt(column, row)).filter((b) => b !== own.bins);
      const low = known(left).reduce((a, b) => Math.max(a, b), -1);
      const high = known(right).reduce((a, b) => Math.min(a, b), own.bins);
      if (low < 0 || own.kind === 'coded') return Number.NEGATIVE_INFINITY;
      return own.cuts[(low + high - 1) >> 1];
    }

    function grow(rows: Uint32Array, all: Total, parent: number, depth: number): void {
      const first = Math.fround(data.target[rows[0]]);
      const mayGrow =
        rows.length >= settings.minSplit && rows.length >= 2 * settings.minLeaf && depth < settings.maxDepth;
      const pure = () => rows.every((row) => Math.fround(data.target[row]) === first);
      const best = mayGrow && !pure() ? findSplit(rows, all) : undefined;
      if (!best || best.column < 0) {
        emitLeaf(tree, parent, depth, all.sum / all.weight, all.weight);
        return;
      }
      const { column, bin } = best;
      tree.gains[column] += best.top / best.bottom / all.weight;
      const coded = data.coded[column] > 0;
      const goesLeft = (row: number) => {
        const own = binAt(column, row);
        if (coded) return own !== bin;
        return own === bins.columns[column].bins ? best.missingLeft === 1 : own <= bin;
      };
      const left = rows.filter(goesLeft);
      const right = rows.filter((row) => !goesLeft(row));
      const sides = [totalOf(left), totalOf(right)] as const;
      const missingLeft =
        best.missingLeft === 2 ? Number(sides[0].weight > sides[1].weight) : best.missingLeft;
      const threshold = coded ? bin : thresholdOf(left, right, best);
      const at = emitSplit(tree, parent, column, Number(coded), threshold, missingLeft);
      grow(left, sides[0], -1, depth + 1);
      grow(right, sides[1], at, depth + 1);
    }

    grow(root, totalOf(root), -1, 0);
    return {
      nodes: tree.words.slice(0, 2 * tree.nodeCount),
      leafWeights: packWeights(tree.leafWeights.slice(0, tree.leafCount), data.weightScale / unit.weight),
      depth: tree.depth,
      gains: tree.gains,
      path: 'plain',
    };
  };
}

import { meanEstimate } from '@trackscope/catalogue';
import { type BinnedColumn, binColumn } from './bins.js';
import type { DensityView, GroupsView, HistogramView, ViewSpec } from './contract.js';
import type { Listings, NumberColumn } from './listings.js';
import { numberColumn } from './number-column.js';
import { binTally, CLASSES, cellTally, GROUP_CELLS, groupScale, groupTally } from './tallies.js';
import type { TallyKind } from './tally.js';

/** Columns cut into bins that are kept, a byte a listing each. */
const CUTS = 64;

/** A view that is kept by tallies: what to count, without which of its conditions, and how to say it. */
export interface CountedView {
  readonly key: string;
  /** Dimensions whose conditions it does not follow. */
  readonly own: readonly string[];
  readonly kind: TallyKind;
  result(cells: Float64Array, all: Float64Array): HistogramView | DensityView | GroupsView;
}

export type CountedSpec = Exclude<ViewSpec, { readonly kind: 'correlations' }>;

/** Makes views; columns cut into bins are kept. */
export class ViewMaker {
  private readonly binned = new Map<string, BinnedColumn>();
  private classes: Uint8Array | undefined;

  constructor(private readonly listings: Listings) {}

  /** @throws QueryError `unknown-column` */
  view(spec: CountedSpec): CountedView {
    switch (spec.kind) {
      case 'histogram':
        return this.histogram(spec);
      case 'density':
        return this.density(spec);
      case 'groups':
        return this.groups(spec);
    }
  }

  private histogram({ column, bins, extent }: CountedSpec & { kind: 'histogram' }): CountedView {
    const cut = this.bins(column, bins, extent);
    return {
      key: `histogram ${column} ${bins} ${extent?.join() ?? ''}`,
      own: [column],
      kind: () => binTally(cut),
      result: (cells, all) => ({
        kind: 'histogram',
        column,
        edges: Array.from(cut.edges),
        counts: Array.from(cells.subarray(0, bins)),
        all: Array.from(all.subarray(0, bins)),
      }),
    };
  }

  private density({ x, y, bins, xExtent, yExtent }: CountedSpec & { kind: 'density' }): CountedView {
    const [across, up] = [this.bins(x, bins, xExtent), this.bins(y, bins, yExtent)];
    return {
      key: `density ${x} ${y} ${bins} ${xExtent?.join() ?? ''} ${yExtent?.join() ?? ''}`,
      own: [x, y],
      kind: () => cellTally(across, up, this.popularityClasses()),
      result(cells) {
        const grids = [0, 1, 2, 3].map(() => new Array<number>(bins * bins).fill(0));
        const all = new Array<number>(bins * bins).fill(0);
        for (let cell = 0; cell < all.length; cell++) {
          const at = (Math.floor(cell / bins) * (bins + 1) + (cell % bins)) * CLASSES;
          for (let c = 0; c < CLASSES; c++) {
            grids[c]![cell] = cells[at + c]!;
            all[cell]! += cells[at + c]!;
          }
        }
        const [xEdges, yEdges] = [Array.from(across.edges), Array.from(up.edges)];
        return {
          kind: 'density',
          x,
          y,
          xEdges,
          yEdges,
          all,
          low: grids[0]!,
          medium: grids[1]!,
          high: grids[2]!,
        };
      },
    };
  }

  private groups({ by, column }: CountedSpec & { kind: 'groups' }): CountedView {
    const { info, genre, macroOf } = this.listings;
    const names = by === 'genre' ? info.genres.map(({ name }) => name) : info.macroGenres;
    const groupOf = Int32Array.from([-1, ...info.genres.keys()], (code) =>
      code < 0 || by === 'genre' ? code : macroOf[code]!,
    );
    const numbers = numberColumn(this.listings, column);
    const scale = groupScale(numbers, this.listings.listings);
    return {
      key: `groups ${by} ${column}`,
      own: [by],
      kind: () => groupTally(genre, groupOf, names.length, numbers, scale),
      result(cells) {
        const groups = names.flatMap((name, group) => {
          const at = group * GROUP_CELLS;
          const count = cells[at]!;
          if (count === 0) return [];
          const mean = cells[at + 1]! / scale.value / count;
          const squares = cells[at + 2]! / scale.square - count * mean * mean;
          const { low, high } = meanEstimate(mean, squares, count);
          return [{ name, count, mean, low, high }];
        });
        // Sorting is stable: equal means stay in the order of names.
        return { kind: 'groups', by, column, groups: groups.sort((a, b) => b.mean - a.mean) };
      },
    };
  }

  private bins(name: string, bins: number, extent?: readonly [number, number]): BinnedColumn {
    const key = `${name} ${bins} ${extent?.join() ?? ''}`;
    let cut = this.binned.get(key);
    if (!cut) {
      cut = binColumn(numberColumn(this.listings, name), bins, extent);
      this.binned.set(key, cut);
      if (this.binned.size > CUTS) this.binned.delete(this.binned.keys().next().value!);
    }
    return cut;
  }

  private popularityClasses(): Uint8Array {
    this.classes ??= classesOf(this.listings.numbers.get('popularity'), this.listings.listings);
    return this.classes;
  }
}

/** Popularity as published: 0 low up to 40, 1 medium up to 70, 2 high, 3 not known. */
function classesOf(popularity: NumberColumn | undefined, listings: number): Uint8Array {
  const classes = new Uint8Array(listings).fill(3);
  if (!popularity) return classes;
  const classOf = Uint8Array.from(popularity.values, (value) => (value <= 40 ? 0 : value <= 70 ? 1 : 2));
  for (let row = 0; row < listings; row++) {
    const code = popularity.codes[row]!;
    if (code !== 0) classes[row] = classOf[code - 1]!;
  }
  return classes;
}

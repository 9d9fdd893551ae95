import type { Condition } from './conditions.js';
import type { ViewResult, ViewSpec } from './contract.js';
import { correlations } from './correlations.js';
import { FilterMasks } from './filter-masks.js';
import { ListingSet, Scratch, type TallyWork } from './listing-set.js';
import type { Listings } from './listings.js';
import { numberColumn } from './number-column.js';
import { ViewMaker } from './views.js';

/** What has been done so far, for tests of what a change costs. */
export interface LinkedWork extends TallyWork {
  /** Dimensions whose conditions were gone through. */
  readonly dimensions: number;
}

/** Views of one catalogue that follow one filter after another. */
export class LinkedViews {
  private readonly masks: FilterMasks;
  private readonly scratch: Scratch;
  private readonly maker: ViewMaker;
  /** By the conditions that their views leave aside. */
  private readonly sets = new Map<number, ListingSet>();

  constructor(
    private readonly listings: Listings,
    dimensions: readonly string[],
  ) {
    this.masks = new FilterMasks(listings.listings, dimensions);
    this.scratch = new Scratch(listings.listings);
    this.maker = new ViewMaker(listings);
  }

  get work(): LinkedWork {
    return { ...this.scratch.work, dimensions: this.masks.recomputed };
  }

  /** The listings that pass the whole filter; valid until the next call. */
  passing(conditions: ReadonlyMap<string, Condition>): { readonly key: string; readonly set: ListingSet } {
    this.masks.apply(conditions);
    const { key } = this.masks.without([]);
    return { key, set: this.setWithout([]) };
  }

  views(conditions: ReadonlyMap<string, Condition>, specs: readonly ViewSpec[]) {
    const wanted = specs.map((spec) => (spec.kind === 'correlations' ? spec : this.maker.view(spec)));
    const { set } = this.passing(conditions);
    const passing = set.count;
    const used = new Set<ListingSet>([set]);
    const views = wanted.map((view): ViewResult => {
      if (!('own' in view)) {
        const columns = view.columns.map((name) => numberColumn(this.listings, name));
        return correlations(columns, this.setWithout([]).rows());
      }
      const of = this.setWithout(view.own);
      used.add(of);
      return view.result(of.tally(view.key, view.kind), this.scratch.total(view.key, view.kind));
    });
    for (const [keep, of] of this.sets) if (!used.has(of)) this.sets.delete(keep);
    return { passing, views };
  }

  private setWithout(own: readonly string[]): ListingSet {
    const { key, keep } = this.masks.without(own);
    let set = this.sets.get(keep);
    if (!set) {
      set = new ListingSet(this.scratch);
      this.sets.set(keep, set);
    }
    set.move(key, this.masks, keep);
    return set;
  }
}

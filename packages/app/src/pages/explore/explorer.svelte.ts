import { untrack } from 'svelte';
import type { CatalogueInfo, CatalogueQueries, Filter } from 'trackscope/browser';
import { hrefOf, route } from '../../shell/route.svelte.js';
import { type ExploreView, filterKey, filterPatch, type Patch, readView } from './address.js';
import { withRange } from './conditions.js';
import { LiveViews } from './live-views.js';
import { Steps } from './steps.js';

/** What the Explore page knows and does; its state is in the address, but for what a hand is just moving. */
export class Explorer {
  readonly queries: CatalogueQueries;
  readonly info: CatalogueInfo;
  readonly live: LiveViews;
  readonly #steps: Steps<Filter>;
  /** The filter while a brush moves: it becomes a step once the hand rests. */
  #draft: Filter | null = $state.raw(null);
  #stepped = $state(0);

  readonly view: ExploreView = $derived.by(() => readView(route.params, this.info));
  /** As it is in the address. */
  readonly settled: string = $derived.by(() => filterKey(this.view.filter, this.info));
  readonly filter: Filter = $derived.by(() => this.#draft ?? this.view.filter);
  readonly moving: boolean = $derived.by(() => this.#draft !== null);
  /** Listings that pass; null before the first answer. */
  passing: number | null = $state(null);
  failure: unknown = $state.raw(null);

  readonly canUndo: boolean = $derived.by(() => this.#stepped >= 0 && this.#steps.canUndo);
  readonly canRedo: boolean = $derived.by(() => this.#stepped >= 0 && this.#steps.canRedo);

  constructor(queries: CatalogueQueries) {
    this.queries = queries;
    this.info = queries.info;
    this.live = new LiveViews(queries);
    this.live.onpassing = (passing) => {
      this.passing = passing;
      this.failure = null;
    };
    this.live.onfailed = (error) => {
      this.failure = error;
    };
    this.#steps = new Steps<Filter>(readView(route.params, this.info).filter, (filter) =>
      filterKey(filter, this.info),
    );
  }

  /** Keeps pictures and steps with the address; to be called once, in the page's set-up. */
  follow(): void {
    // The count is wanted even where every picture is folded away.
    $effect(() => this.live.add({ specs: () => [], draw: () => {} }));
    $effect(() => {
      const moving = this.moving;
      if (!moving) void this.settled;
      const filter = moving ? this.filter : untrack(() => this.filter);
      untrack(() => this.live.show(filter, moving));
    });
    $effect(() => {
      void this.settled;
      untrack(() => {
        this.#steps.visit(this.view.filter);
        this.#stepped++;
      });
    });
  }

  /** A filter under a moving hand: everything follows, the address does not yet. */
  move(filter: Filter): void {
    this.#draft = filter;
  }

  /** A filter that stays: a step of the history. */
  choose(filter: Filter): void {
    this.#draft = null;
    if (filterKey(filter, this.info) === this.settled) return;
    // Rows are others now: the table starts at its top.
    route.set({ ...filterPatch(filter, this.info), row: null });
  }

  moveRange(column: string, range: readonly [number, number] | null): void {
    this.move(withRange(this.filter, column, range));
  }

  chooseRange(column: string, range: readonly [number, number] | null): void {
    this.choose(withRange(this.filter, column, range));
  }

  set(patch: Patch, how: 'push' | 'replace' = 'push'): void {
    route.set(patch, how);
  }

  clear(): void {
    this.choose({});
  }

  undo(): void {
    this.#goTo(this.#steps.undo());
  }

  redo(): void {
    this.#goTo(this.#steps.redo());
  }

  /** The address of this page with changes, for links. */
  hrefWith(patch: Patch): string {
    const params = new URLSearchParams(route.params);
    for (const [name, value] of Object.entries(patch)) {
      if (value === null) params.delete(name);
      else params.set(name, value);
    }
    return hrefOf('explore', params);
  }

  #goTo(filter: Filter | null): void {
    if (filter) this.choose(filter);
    this.#stepped++;
  }
}

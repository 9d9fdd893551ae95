import type { FilterMasks } from './filter-masks.js';
import type { Tally, TallyKind } from './tally.js';

/** How tallies came to their sets, for tests of what a change costs. */
export interface TallyWork {
  /** Sets brought to another filter. */
  sets: number;
  /** Of these, how many had to look at every listing. */
  wholeSets: number;
  /** Tallies brought along by what came and went. */
  moved: number;
  /** Tallies counted anew, over the members or over all but them. */
  counted: number;
  /** Rows that tallies were given, in all. */
  rows: number;
}

interface Kept {
  readonly tally: Tally;
  readonly all: Float64Array;
  /** Moves of the set since it was asked for. */
  idle: number;
}

/** After so many moves a tally that nobody asks for is dropped. */
const IDLE = 8;
/** Tallies that a set keeps, and totals that are kept in all. */
const KEPT = 80;

/** Room that sets share while they move. */
export class Scratch {
  readonly work: TallyWork = { sets: 0, wholeSets: 0, moved: 0, counted: 0, rows: 0 };
  readonly come: Uint32Array;
  readonly gone: Uint32Array;
  readonly list: Uint32Array;
  private readonly totals = new Map<string, Float64Array>();

  constructor(readonly listings: number) {
    this.come = new Uint32Array(listings);
    this.gone = new Uint32Array(listings);
    this.list = new Uint32Array(listings);
  }

  /** A tally over the whole catalogue, made once. */
  total(key: string, kind: TallyKind): Float64Array {
    const known = this.totals.get(key);
    if (known) return known;
    const tally = kind();
    for (let row = 0; row < this.listings; row++) this.list[row] = row;
    tally.add(this.list, this.listings, 1);
    this.totals.set(key, tally.cells);
    dropOldest(this.totals);
    return tally.cells;
  }
}

/** The listings that pass some of the conditions, with what has been counted over them. */
export class ListingSet {
  /** 1 for members. */
  readonly members: Uint8Array;
  count: number;
  private key = '[]';
  /** Of the masks that it was brought to. */
  private version = -1;
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly scratch: Scratch) {
    this.members = new Uint8Array(scratch.listings).fill(1);
    this.count = scratch.listings;
  }

  /** Goes over to the listings whose marks under `keep` are 0; `key` tells filters apart. */
  move(key: string, { fails, version, changes }: FilterMasks, keep: number): void {
    const behind = version - this.version;
    this.version = version;
    if (key === this.key) return;
    const { members, scratch } = this;
    const { come, gone } = scratch;
    // One step behind, only the rows that changed can come or go.
    const few = behind === 1 && changes.count <= changes.rows.length;
    const rows = few ? changes.count : fails.length;
    let [came, went] = [0, 0];
    // No branches: on a first brush half of them would be guessed wrong.
    for (let i = 0; i < rows; i++) {
      const row = few ? changes.rows[i]! : i;
      const now = (fails[row]! & keep) === 0 ? 1 : 0;
      const before = members[row]!;
      come[came] = row;
      gone[went] = row;
      came += now & ~before;
      went += before & ~now;
      members[row] = now;
    }
    if (!few) scratch.work.wholeSets++;
    this.key = key;
    this.count += came - went;
    scratch.work.sets++;
    const anew = Math.min(this.count, scratch.listings - this.count);
    for (const [name, kept] of this.kept) {
      if (++kept.idle > IDLE) this.kept.delete(name);
      else if (came + went <= anew) {
        kept.tally.add(come, came, 1);
        kept.tally.add(gone, went, -1);
        scratch.work.moved++;
        scratch.work.rows += came + went;
      }
    }
    if (came + went > anew) this.recount([...this.kept.values()]);
  }

  /** The cells of a tally over the members. */
  tally(key: string, kind: TallyKind): Float64Array {
    let kept = this.kept.get(key);
    if (!kept) {
      kept = { tally: kind(), all: this.scratch.total(key, kind), idle: 0 };
      this.recount([kept]);
      this.kept.set(key, kept);
      dropOldest(this.kept);
    }
    kept.idle = 0;
    return kept.tally.cells;
  }

  /** The members in the order of the catalogue. Valid until a set moves or counts. */
  rows(): Uint32Array {
    return this.scratch.list.subarray(0, this.listOf(1));
  }

  private recount(kept: readonly Kept[]): void {
    if (kept.length === 0) return;
    const { scratch } = this;
    const most = 2 * this.count > scratch.listings;
    const length = this.listOf(most ? 0 : 1);
    for (const { tally, all } of kept) {
      if (most) tally.cells.set(all);
      else tally.cells.fill(0);
      tally.add(scratch.list, length, most ? -1 : 1);
      scratch.work.counted++;
      scratch.work.rows += length;
    }
  }

  private listOf(wanted: 0 | 1): number {
    const { members, scratch } = this;
    const { list } = scratch;
    const length = wanted === 1 ? this.count : scratch.listings - this.count;
    if (length === 0) return 0;
    let at = 0;
    for (let row = 0; at < length; row++) {
      list[at] = row;
      at += members[row] === wanted ? 1 : 0;
    }
    return length;
  }
}

function dropOldest<T>(kept: Map<string, T>): void {
  if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
}

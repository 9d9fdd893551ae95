import type { ListingRow, TablePage } from 'trackscope/browser';
import { describe, expect, it } from 'vitest';
import { sortAfter, tableColumn } from '../../src/pages/explore/table-columns.js';
import { PAGE, TablePages } from '../../src/pages/explore/table-pages.js';
import {
  firstRow,
  listHeight,
  rowsInSight,
  scrollIntoSight,
  scrollTo,
  TALLEST,
} from '../../src/pages/explore/virtual-rows.js';

describe('rows in a window', () => {
  const short = { total: 1000, rowHeight: 30, height: 300 };
  const long = { total: 5_000_000, rowHeight: 30, height: 300 };
  it('shows those in sight and a few more', () => {
    expect(rowsInSight(short, 0, 0)).toEqual({ first: 0, last: 11, top: 0 });
    expect(rowsInSight(short, 45, 0)).toEqual({ first: 1, last: 12, top: 30 });
    expect(rowsInSight(short, 29_700, 2)).toMatchObject({ first: 988, last: 1000 });
    expect(rowsInSight({ ...short, total: 0 }, 0)).toMatchObject({ first: 0, last: 0 });
  });
  it('reaches the last row of a list that no browser could lay out', () => {
    expect(listHeight(long)).toBe(TALLEST);
    expect(firstRow(long, TALLEST - 300)).toBeCloseTo(5_000_000 - 10);
    expect(rowsInSight(long, TALLEST - 300).last).toBe(5_000_000);
    for (const row of [0, 1, 77_777, 2_500_000, 4_999_990])
      expect(firstRow(long, scrollTo(long, row))).toBeCloseTo(row, 3);
  });
  it('scrolls no further than it must', () => {
    expect(scrollIntoSight(short, 0, 5)).toBeNull();
    expect(scrollIntoSight(short, 0, 10)).toBe(30);
    expect(scrollIntoSight(short, 300, 3)).toBe(90);
  });
});

describe('a press on a head', () => {
  const info = {
    columns: [
      {
        name: 'energy',
        title: 'Energy',
        unit: '',
        description: '',
        min: 0,
        max: 1,
        median: 0,
        integer: false,
      },
    ],
  };
  const energy = tableColumn('energy', info)!;
  const title = tableColumn('track_name', info)!;
  it('sorts, turns round, and lets go', () => {
    const once = sortAfter([], energy, false);
    expect(once).toEqual([{ column: 'energy', descending: true }]);
    const twice = sortAfter(once, energy, false);
    expect(twice).toEqual([{ column: 'energy', descending: false }]);
    expect(sortAfter(twice, energy, false)).toEqual([]);
    expect(sortAfter([], title, false)).toEqual([{ column: 'track_name', descending: false }]);
  });
  it('adds with Shift and keeps the order of the others', () => {
    const both = sortAfter(sortAfter([], energy, true), title, true);
    expect(both.map(({ column }) => column)).toEqual(['energy', 'track_name']);
    expect(sortAfter(both, energy, true)).toEqual([{ column: 'energy', descending: false }, both[1]]);
    expect(sortAfter(both, title, false)).toEqual([{ column: 'track_name', descending: false }]);
  });
});

describe('pages of rows', () => {
  const row = (n: number): ListingRow => ({
    row: n,
    trackId: `t${n}`,
    title: '',
    artists: '',
    album: '',
    genre: '',
    macroGenre: '',
    explicit: null,
    values: {},
  });
  function made(total: number) {
    const asked: string[] = [];
    let held: (() => void)[] | null = null;
    const pages = new TablePages({
      async table(filter, _sort, from, count): Promise<TablePage> {
        asked.push(`${filter.search ?? ''}@${from}`);
        if (held) await new Promise<void>((go) => held?.push(go));
        const many = filter.search === 'few' ? 3 : total;
        return {
          total: many,
          from,
          rows: Array.from({ length: Math.max(0, Math.min(count, many - from)) }, (_, i) => row(from + i)),
        };
      },
    });
    return {
      pages,
      asked,
      hold: () => {
        held = [];
      },
      release: () => {
        const all = held ?? [];
        held = null;
        for (const go of all) go();
      },
    };
  }
  it('fetches each page once, as it comes into sight', async () => {
    const { pages, asked } = made(1000);
    await pages.turn({}, [], 0);
    pages.want(50, 250);
    pages.want(50, 250);
    await new Promise((done) => setTimeout(done));
    pages.want(50, 250);
    expect(asked).toEqual(['@0', `@${PAGE}`, `@${2 * PAGE}`]);
    expect(pages.row(249)?.row).toBe(249);
    expect(pages.row(900)).toBeUndefined();
    expect(pages.indexOf('t210')).toBe(210);
  });
  it('goes to the last page of a list that has become shorter', async () => {
    const { pages } = made(1000);
    await pages.turn({}, [], 900);
    await pages.turn({ search: 'few' }, [], 900);
    expect(pages.total).toBe(3);
    expect(pages.row(2)?.row).toBe(2);
  });
  it('never mixes rows of two filters', async () => {
    const { pages, hold, release } = made(1000);
    await pages.turn({}, [], 0);
    hold();
    pages.want(100, 200);
    const turned = pages.turn({ search: 'few' }, [], 0);
    release();
    await turned;
    expect(pages.total).toBe(3);
    expect(pages.row(150)).toBeUndefined();
  });
  it('tells of a failure and goes on', async () => {
    const said: unknown[] = [];
    let broken = true;
    const pages = new TablePages({
      async table(_filter, _sort, from): Promise<TablePage> {
        if (broken) throw new Error('gone');
        return { total: 1, from, rows: [row(0)] };
      },
    });
    pages.onfailed = (error) => said.push(error);
    await pages.turn({}, [], 0);
    expect(said).toHaveLength(1);
    broken = false;
    await pages.turn({}, [], 0);
    expect(pages.row(0)?.row).toBe(0);
  });
});

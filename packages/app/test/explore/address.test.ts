import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  filterKey,
  filterPatch,
  listOf,
  readView,
  tableColumns,
  writeList,
  writeSort,
} from '../../src/pages/explore/address.js';

const column = (name: string, min: number, max: number, integer = false) => ({
  name,
  title: name,
  unit: '',
  description: '',
  min,
  max,
  median: min,
  integer,
});
const info = {
  columns: [
    column('popularity', 0, 100, true),
    column('energy', 0, 1),
    column('valence', 0, 1),
    column('loudness', -60, 4),
  ],
};
const read = (query: string) => readView(new URLSearchParams(query), info);
const write = (patch: Record<string, string | null>) =>
  new URLSearchParams(Object.entries(patch).filter((entry): entry is [string, string] => entry[1] !== null));

describe('the address of Explore', () => {
  it('reads every condition', () => {
    expect(
      read(
        'energy=0.8..1&loudness=-20..-5.5&genre=techno,house&macro=Rock&artist=A%20B&explicit=no&q=night+sky',
      ).filter,
    ).toEqual({
      ranges: { energy: [0.8, 1], loudness: [-20, -5.5] },
      genres: ['techno', 'house'],
      macroGenres: ['Rock'],
      artist: 'A B',
      explicit: false,
      search: 'night sky',
    });
  });

  it('takes what it cannot mean as absent', () => {
    for (const query of [
      'energy=1..0.5',
      'energy=..1',
      'energy=abc',
      'energy=0.5',
      'nonsense=0..1',
      'explicit=maybe',
      'genre=',
      'q=%20',
    ])
      expect(read(query).filter, query).toEqual({});
    expect(read('x=nonsense&y=valence&class=huge&ranked=track_name&row=-4&columns=zzz')).toMatchObject({
      x: 'valence',
      y: 'energy',
      level: 'all',
      ranked: 'popularity',
      row: 0,
      columns: null,
    });
    expect(read('row=1e999').row).toBe(0);
  });

  it('reads and writes a sort, each column once', () => {
    const sort = read('sort=-popularity,energy,-energy,zzz,track_name').sort;
    expect(sort).toEqual([
      { column: 'popularity', descending: true },
      { column: 'energy', descending: false },
      { column: 'track_name', descending: false },
    ]);
    expect(writeSort(sort)).toBe('-popularity,energy,track_name');
    expect(writeSort([])).toBeNull();
  });

  it('names text columns beside the numeric ones', () => {
    expect(tableColumns(info)).toContain('album_name');
    expect(tableColumns(info)).toContain('loudness');
  });

  it('gives back any filter that it wrote', () => {
    const name = fc.string({ minLength: 1 }).filter((text) => text.trim() === text && text !== '');
    const range = fc
      .tuple(fc.integer({ min: -6000, max: 6000 }), fc.integer({ min: 0, max: 6000 }))
      .map(([low, by]) => [low / 100, (low + by) / 100] as const);
    const filters = fc.record(
      {
        ranges: fc.dictionary(fc.constantFrom('energy', 'valence', 'loudness'), range, { minKeys: 1 }),
        genres: fc.uniqueArray(name, { minLength: 1, maxLength: 4 }),
        macroGenres: fc.uniqueArray(name, { minLength: 1, maxLength: 4 }),
        artist: name,
        explicit: fc.boolean(),
        search: name,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(filters, (filter) => {
        const again = readView(write(filterPatch(filter, info)), info).filter;
        expect(JSON.parse(JSON.stringify(again))).toEqual(JSON.parse(JSON.stringify(filter)));
        expect(filterKey(again, info)).toBe(filterKey(filter, info));
      }),
      { numRuns: 200 },
    );
  });

  it('keeps names with commas and percent signs whole', () => {
    const names = ['r,b', '100%', '%2C', 'a'];
    expect(listOf(writeList(names))).toEqual(names);
    expect(writeList(['techno', 'house'])).toBe('techno,house');
  });

  it('takes every condition of a filter away that a new one lacks', () => {
    const patch = filterPatch({ ranges: { energy: [0, 0.5] } }, info);
    expect(patch).toMatchObject({ energy: '0..0.5', valence: null, genre: null, q: null, explicit: null });
  });
});

import { describe, expect, it } from 'vitest';
import {
  codesOf,
  encoderGroups,
  featuresFrom,
  fixedFeatures,
  foldFeatures,
  historyColumns,
  historyOf,
  historyOutOfFold,
  historySources,
  historyTable,
  innerFolds,
  listsOf,
  PROTOCOLS,
  protocolPlan,
  trackRows,
  unitRows,
  vocabularyOf,
} from '../../src/index.js';
import { codedTracks, columnsOf, madeCatalogue } from './small-catalogue.js';

const made = madeCatalogue();
const tracks = codedTracks(made);
const fixed = fixedFeatures(tracks);

describe('history', () => {
  it('is the smoothed mean of a category, by hand', () => {
    const of = codesOf(['a', 'a', 'b', 'a', '']);
    const target = Float64Array.of(10, 20, 60, 0, 50);
    const source = { name: 'x', of, smoothing: 2, detailed: true };
    const table = historyTable(source, target, Uint32Array.of(0, 1, 2));
    expect(historyColumns(source)).toEqual(['x_mean', 'x_tracks', 'x_zeros', 'x_spread']);
    const [mean, tracksOf, zeros, spread] = historyOf(table, source, Uint32Array.of(3, 4));
    // Overall mean 30; (10 + 20 + 2 × 30) / (2 + 2) = 22.5; a stranger has the overall mean.
    expect(Array.from(mean!)).toEqual([22.5, 30]);
    expect(Array.from(tracksOf!)).toEqual([2, 0]);
    expect(Array.from(zeros!)).toEqual([0, 0]);
    // Mean squares: overall 4100 / 3; a: (500 + 2 × 4100 / 3) / 4 = 808.33.
    expect(spread![0]).toBeCloseTo(Math.sqrt(808.3333 - 22.5 ** 2), 3);
  });

  it('of lists says mean, best and worst of their items', () => {
    const of = listsOf([['a'], ['b'], ['a', 'b'], []]);
    const source = { name: 'w', of, smoothing: 1, detailed: false };
    const table = historyTable(source, Float64Array.of(0, 100, 0, 0), Uint32Array.of(0, 1));
    const [mean, best, worst] = historyOf(table, source, Uint32Array.of(2, 3));
    // Overall 50: a = (0 + 50) / 2 = 25, b = (100 + 50) / 2 = 75.
    expect([mean![0], best![0], worst![0]]).toEqual([50, 75, 25]);
    expect([mean![1], best![1], worst![1]]).toEqual([50, 50, 50]);
  });

  it('out of fold equals the table made without the inner fold', () => {
    const { primary, works, popularity } = tracks;
    const rows = Uint32Array.from({ length: tracks.rows }, (_, row) => row);
    const source = { name: 'artist', of: primary, smoothing: 3, detailed: true };
    const inner = innerFolds(rows, works.codes);
    const table = historyTable(source, popularity, rows);
    const columns = historyOutOfFold(table, source, popularity, inner);
    for (const part of inner.parts) {
      const inside = new Set(part);
      const without = historyTable(
        source,
        popularity,
        rows.filter((row) => !inside.has(row)),
      );
      const expected = historyOf(without, source, part);
      expected.forEach((column, c) => {
        part.forEach((row, i) => {
          expect(columns[c]![row]).toBeCloseTo(column[i]!, 4);
        });
      });
    }
    expect(inner.parts.length).toBeGreaterThan(5);
    // The table is as it was.
    expect(table).toEqual(historyTable(source, popularity, rows));
  });
});

describe('features of a fold', () => {
  for (const protocol of PROTOCOLS) {
    it(`${protocol.name}: no row sees its own label, nor any row one of the held-out rows`, () => {
      const unit = unitRows(tracks, 'track');
      const [first] = protocolPlan(tracks, unit, protocol, 5, 0).folds;
      const { train, test } = first!;
      const groups = encoderGroups(tracks, protocol);
      const build = (target: Float64Array) =>
        foldFeatures(tracks, fixed, protocol.families, target, groups, train, test);
      const before = build(unit.target);
      const values = (of: ReturnType<typeof build>, side: 'train' | 'test', row: number) =>
        of[side].columns.map((column) => (column.kind === 'numeric' ? column.values[row]! : 0));
      for (const at of [0, 17, train.length - 1]) {
        const changed = unit.target.slice();
        // All rows of the same group change: a row is blind to its group, not only to itself.
        for (const row of train) if (groups[row] === groups[train[at]!]) changed[row] = 99 - changed[row]!;
        const after = build(changed);
        expect(values(after, 'train', at)).toEqual(values(before, 'train', at));
        // And the labels do matter to others.
        expect(after.test).not.toEqual(before.test);
      }
      const hidden = unit.target.slice();
      for (const row of test) hidden[row] = 99 - hidden[row]!;
      const after = build(hidden);
      expect(after.train).toEqual(before.train);
      expect(after.test).toEqual(before.test);
    });
  }

  it('have no history of the artist where the artist is new, nor context at release', () => {
    const names = (name: string) => {
      const protocol = PROTOCOLS.find((p) => p.name === name)!;
      const rows = Uint32Array.from({ length: 100 }, (_, i) => i);
      const groups = encoderGroups(tracks, protocol);
      const none = new Uint32Array(0);
      return foldFeatures(
        tracks,
        fixed,
        protocol.families,
        tracks.popularity,
        groups,
        rows,
        none,
      ).train.columns.map((c) => c.name);
    };
    const artist = /^(artist_|billing_|performers_known|album_of_artist)/;
    const context = /_on_album|_by_artist|releases_of|^album/;
    expect(names('known-artist').some((n) => artist.test(n))).toBe(true);
    expect(names('new-artist').some((n) => artist.test(n))).toBe(false);
    expect(names('at-release-known').some((n) => context.test(n))).toBe(false);
    expect(names('at-release-new').some((n) => context.test(n) || artist.test(n))).toBe(false);
  });

  it('come out the same from stored tables and vocabulary, and strangers get the overall mean', () => {
    const { families } = PROTOCOLS[0]!;
    const rows = Uint32Array.from({ length: tracks.rows }, (_, i) => i);
    const sources = historySources(tracks, families);
    const tables = sources.map((source) => historyTable(source, tracks.popularity, rows));
    const vocabulary = vocabularyOf(tracks, fixed.counts);
    const again = trackRows(made.length, columnsOf(made), vocabulary);
    const stored = featuresFrom(again, fixedFeatures(again, vocabulary), families, tables, rows);
    const direct = featuresFrom(tracks, fixed, families, tables, rows);
    const counted = /^releases_of/;
    direct.columns.forEach((column, c) => {
      if (!counted.test(column.name)) expect(stored.columns[c]).toEqual(column);
    });
    const stranger = trackRows(
      1,
      columnsOf([
        {
          artists: ['Nobody'],
          title: 'Qwertz',
          album: 'Zxcv',
          genres: ['none'],
          popularity: Number.NaN,
          recording: 0,
          song: 0,
        },
      ]),
      vocabulary,
    );
    const features = featuresFrom(
      stranger,
      fixedFeatures(stranger, vocabulary),
      families,
      tables,
      Uint32Array.of(0),
    );
    const value = (name: string) => {
      const column = features.columns.find((c) => c.name === name)!;
      return column.kind === 'numeric' ? column.values[0]! : Number.NaN;
    };
    expect(value('artist_mean')).toBe(Math.fround(tables[0]!.overall.mean));
    expect(value('artist_tracks')).toBe(0);
    expect(value('artists_on_album')).toBe(1);
    expect(features.columns.every((c) => c.kind === 'coded' || c.values.every(Number.isFinite))).toBe(true);
  });
});

describe('context', () => {
  it('counts what is in the catalogue, by hand', () => {
    const value = (name: string, row: number) => fixed.columns[name]![row];
    const row = 0;
    const me = made[row]!;
    const mine = made.filter((t) => t.artists[0] === me.artists[0]);
    expect(value('tracks_by_artist', row)).toBe(mine.length);
    expect(value('albums_by_artist', row)).toBe(new Set(mine.map((t) => t.album)).size);
    expect(value('releases_of_recording', row)).toBe(made.filter((t) => t.recording === me.recording).length);
    const compilation = made.findIndex((t) => t.album === 'Hits 0');
    const there = made.filter((t) => t.album === 'Hits 0');
    expect(value('artists_on_album', compilation)).toBe(new Set(there.map((t) => t.artists[0])).size);
    expect(value('album_says_party', compilation)).toBe(1);
    expect(value('album_says_party', row)).toBe(0);
    expect(value('genres_of_track', row)).toBe(me.genres.length);
  });
});

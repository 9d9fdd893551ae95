import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SortKey } from '../../src/queries/contract.js';
import { type Listings, openListings } from '../../src/queries/listings.js';
import { listingsFile } from '../../src/queries/listings-file.js';
import { type LocalQueries, localQueries } from '../../src/queries/local.js';
import { soundSpace, squaredDistance } from '../../src/reasons/sound-space.js';
import { type MadeWorkspace, madeWorkspace } from './made-workspace.js';
import { anyFilter, numberOf, whereWithout } from './plain-twin.js';

let made: MadeWorkspace;
let listings: Listings;
let queries: LocalQueries;

beforeAll(async () => {
  made = await madeWorkspace();
  listings = openListings(await listingsFile(made.workspace));
  queries = localQueries(listings);
});
afterAll(() => made.close());

/** How SQL sorts by a column of the table. */
const ORDERS: Readonly<Record<string, readonly string[]>> = {
  popularity: ['popularity'],
  energy: ['energy'],
  key: ['key'],
  explicit: ['explicit'],
  title: ['strip_accents(lower(track_name))', 'track_name'],
  artists: ['strip_accents(lower(artists))', 'artists'],
  album_name: ['strip_accents(lower(album_name))', 'album_name'],
  track_genre: ['track_genre'],
};

const anySort = fc.uniqueArray(
  fc.record({ column: fc.constantFrom(...Object.keys(ORDERS)), descending: fc.boolean() }),
  { selector: ({ column }) => column, maxLength: 3 },
);

function orderBy(sort: readonly SortKey[]): string {
  const keys = sort.flatMap(({ column, descending }) =>
    ORDERS[column]!.map((sql) => `${sql} ${descending ? 'DESC' : 'ASC'} NULLS LAST`),
  );
  return [...keys, 'n'].join(', ');
}

describe('the table', () => {
  it('has the rows of SQL in the order of SQL', async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter, anySort, fc.nat(30), async (filter, sort, from) => {
        const wanted = await made.engine.rows<{ n: number }>(
          `SELECT n FROM (SELECT *, row_number() OVER (ORDER BY row) - 1 AS n FROM listings)
           WHERE ${whereWithout(filter, [])} ORDER BY ${orderBy(sort)}`,
        );
        const page = await queries.table(filter, sort, from, 40);
        expect(page.total).toBe(wanted.length);
        expect(page.rows.map(({ row }) => row)).toEqual(wanted.slice(from, from + 40).map(({ n }) => n));
      }),
      { numRuns: 60 },
    );
  });

  it('shows a row as the catalogue has it', async () => {
    const { rows } = await queries.table({}, [], 0, 200);
    for (const row of rows) {
      const wanted = made.rows[row.row]!;
      expect(row).toMatchObject({
        trackId: wanted.track_id,
        title: wanted.track_name,
        artists: wanted.artists,
        album: wanted.album_name ?? '',
        genre: wanted.track_genre,
        explicit: wanted.explicit,
      });
      for (const [name, value] of Object.entries(row.values)) expect(value, name).toBe(wanted[name]);
    }
  });

  it('sorts once for all pages and filters', async () => {
    const own = localQueries(listings);
    const sort = [{ column: 'title', descending: true }];
    await own.table({}, sort, 0, 10);
    await own.table({}, sort, 10, 10);
    await own.table({ explicit: true }, sort, 0, 10);
    expect(own.work.sorts).toBe(1);
  });

  it('searches each text once for a word', async () => {
    const own = localQueries(listings);
    await own.table({ search: 'blue' }, [], 0, 10);
    expect(own.work.scans).toBe(3);
    await own.table({ search: 'Blue BLÜE', ranges: { energy: [0, 0.5] } }, [], 0, 10);
    expect(own.work.scans).toBe(3);
    await own.table({ search: 'blue bjork' }, [], 0, 10);
    expect(own.work.scans).toBe(6);
  });

  it('refuses columns that nothing is sorted by', async () => {
    await expect(
      queries.table({}, [{ column: 'constructor', descending: false }], 0, 1),
    ).rejects.toMatchObject({
      code: 'unknown-column',
    });
  });
});

describe('tracks', () => {
  it('are found by id, with their genres and other releases', async () => {
    for (const id of ['id0', 'id17', 'id444']) {
      const wanted = made.rows.find(({ track_id }) => track_id === id)!;
      const found = await queries.track(id);
      expect(found!.track.trackId).toBe(id);
      expect(found!.genres).toEqual(wanted.genres);
      const releases = new Map(
        made.rows
          .filter((row) => row.recording === wanted.recording || row.song === wanted.song)
          .filter((row) => row.track !== wanted.track)
          .map((row) => [
            row.track_id,
            Number.isNaN(numberOf(row, 'popularity')) ? -1 : numberOf(row, 'popularity'),
          ]),
      );
      expect(new Set(found!.releases.map(({ trackId }) => trackId))).toEqual(new Set(releases.keys()));
      const popularity = found!.releases.map(({ trackId }) => releases.get(trackId)!);
      expect(popularity).toEqual([...popularity].sort((a, b) => b - a));
    }
    expect(await queries.track('nobody')).toBeNull();
    expect(await queries.track('')).toBeNull();
    expect(await queries.track('track:3')).toBeNull();
  });

  it('are suggested by words in title and artists, the most popular first', async () => {
    const wanted = await made.engine.rows<{ track_id: string }>(
      `SELECT track_id FROM listings WHERE first_of_track AND contains(strip_accents(lower(track_name || ' ' || artists)), 'bjork')
        AND contains(strip_accents(lower(track_name || ' ' || artists)), 'blue')
       ORDER BY popularity DESC NULLS LAST, track LIMIT 9`,
    );
    const found = await queries.suggest('Björk BLUE', 9);
    expect(found.map(({ trackId }) => trackId)).toEqual(wanted.map(({ track_id }) => track_id));
    // An album's words do not count.
    expect(await queries.suggest('IMPORTANT', 5)).toEqual([]);
    expect(await queries.suggest('blue', 0)).toEqual([]);
  });

  it('have artists, counted by tracks', async () => {
    const wanted = await made.engine.rows<{ name: string; tracks: number }>(
      `SELECT lower(a) AS name, count(DISTINCT track) AS tracks FROM (SELECT track, unnest(artist_list) AS a FROM listings)
       WHERE contains(strip_accents(lower(a)), 'o') GROUP BY 1 ORDER BY tracks DESC`,
    );
    const found = (await queries.artists('ó', 20)).filter(({ name }) => name !== 'MØ');
    expect(found.map(({ name, tracks }) => ({ name: name.toLowerCase(), tracks }))).toEqual(wanted);
  });

  it('sound like their nearest, which a look at every pair confirms', async () => {
    const rows = made.rows.filter((row, i) => made.rows.findIndex(({ track }) => track === row.track) === i);
    const columns = [...listings.numbers.keys()];
    const audio = Object.fromEntries(
      columns.map((name) => [name, Float64Array.from(rows, (row) => numberOf(row, name))]),
    );
    // The space of the explanations, built from the plain rows.
    const space = soundSpace({ rows: rows.length, audio } as Parameters<typeof soundSpace>[0]);
    for (const at of [3, 77, 500]) {
      const track = rows[at]!;
      const sound = Object.fromEntries(
        columns.map((name) => [name, numberOf(track, name)]).filter(([, value]) => !Number.isNaN(value)),
      ) as Record<string, number>;
      if (space.axes.some((axis) => sound[axis] === undefined)) continue;
      const point = space.values.subarray(at * space.axes.length, (at + 1) * space.axes.length);
      const wanted = rows
        .map((row, i) => ({ row, distance: Math.sqrt(squaredDistance(space, point, i)) }))
        .filter(({ row }) => row.recording !== track.recording && row.song !== track.song)
        .sort((a, b) => a.distance - b.distance);
      const found = await queries.similar(sound, 6, track.track_id);
      expect(found).toHaveLength(6);
      expect(found[0]!.distance).toBeCloseTo(wanted[0]!.distance, 4);
      const seen: (typeof wanted)[number][] = [];
      for (const one of wanted) {
        if (!seen.some(({ row }) => row.recording === one.row.recording || row.song === one.row.song))
          seen.push(one);
        if (seen.length === 6) break;
      }
      found.forEach(({ distance }, i) => {
        expect(distance).toBeCloseTo(seen[i]!.distance, 4);
      });
    }
    expect(await queries.similar({}, 5)).toEqual([]);
  });
});

import { macroGenre, STYLE_MAP } from '@trackscope/catalogue';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { genreName, macroName, trackIdOf } from '../../src/queries/listing-rows.js';
import { type Listings, openListings } from '../../src/queries/listings.js';
import { ListingsError } from '../../src/queries/listings-error.js';
import { listingsFile } from '../../src/queries/listings-file.js';
import { valueAt } from '../../src/queries/number-column.js';
import { type MadeWorkspace, madeWorkspace } from './made-workspace.js';

let made: MadeWorkspace;
let bytes: Uint8Array;
let listings: Listings;

beforeAll(async () => {
  made = await madeWorkspace();
  bytes = await listingsFile(made.workspace);
  listings = openListings(bytes);
});
afterAll(() => made.close());

describe('listings.bin', () => {
  it('holds every number of the catalogue, exactly', () => {
    expect(listings.listings).toBe(made.rows.length);
    expect([...listings.numbers.keys()]).toHaveLength(15);
    for (const [name, column] of listings.numbers) {
      const wanted = made.rows.map((row) => (row[name] === null ? Number.NaN : Number(row[name])));
      expect(
        made.rows.map((_, row) => valueAt(column, row)),
        name,
      ).toEqual(wanted);
    }
  });

  it('holds every text, genre and identity', () => {
    const text = (of: 'title' | 'artists' | 'album', row: number) =>
      listings[of].texts.text(listings[of].codes[listings.track[row]!]!);
    made.rows.forEach((wanted, row) => {
      const track = listings.track[row]!;
      expect(text('title', row)).toBe(wanted.track_name);
      expect(text('artists', row)).toBe(wanted.artists);
      expect(text('album', row)).toBe(wanted.album_name);
      expect(trackIdOf(listings, track)).toBe(wanted.track_id);
      expect(genreName(listings, row)).toBe(wanted.track_genre ?? '');
      expect(macroName(listings, row)).toBe(macroGenre(wanted.track_genre ?? '', STYLE_MAP));
      expect(listings.genresOf(track)).toEqual(wanted.genres);
      expect([track, listings.recording[track], listings.song[track]]).toEqual([
        wanted.track,
        wanted.recording,
        wanted.song,
      ]);
    });
  });

  it('shows a track under its first listing', () => {
    for (let track = 0; track < listings.tracks; track++)
      expect(listings.firstListing[track]).toBe(made.rows.findIndex((row) => row.track === track));
  });

  it('tells of its columns what SQL tells', async () => {
    for (const { name, min, max, median, integer } of listings.info.columns) {
      const [wanted] = await made.engine.rows<Record<string, number>>(
        `SELECT min(${name})::DOUBLE AS min, max(${name})::DOUBLE AS max, median(${name})::DOUBLE AS median,
          bool_and(${name} IS NULL OR ${name} = round(${name})) AS integer FROM listings`,
      );
      expect({ min, max, median, integer }, name).toEqual(wanted);
    }
    const genres = await made.engine.rows<{ name: string; listings: number }>(
      'SELECT track_genre AS name, count(*) AS listings FROM listings GROUP BY 1 ORDER BY 1',
    );
    expect(listings.info.genres.map(({ name, listings: n }) => ({ name, listings: n }))).toEqual(genres);
    expect(listings.info.tracks).toBe(made.workspace.manifest.rows.tracks);
    expect(listings.info.columns.find(({ name }) => name === 'tempo')).toMatchObject({
      title: 'Tempo',
      unit: 'BPM',
    });
  });

  it('reads from bytes at any place in memory', () => {
    const moved = new Uint8Array(bytes.length + 3);
    moved.set(bytes, 3);
    expect(openListings(moved.subarray(3)).info).toEqual(listings.info);
  });

  it('refuses what is damaged, wherever the damage is', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bad = bytes.slice();
        bad[at]! ^= change;
        expect(() => openListings(bad)).toThrow(ListingsError);
      }),
      { numRuns: 60 },
    );
    for (const length of [0, 7, 23, 100, bytes.length - 8])
      expect(() => openListings(bytes.subarray(0, length))).toThrow(
        expect.objectContaining({ code: 'listings-damaged' }),
      );
    const longer = new Uint8Array(bytes.length + 8);
    longer.set(bytes);
    expect(() => openListings(longer)).toThrow(/has \d+ bytes and should have \d+/);
  });

  it('names the version that it cannot read', () => {
    const other = bytes.slice();
    new DataView(other.buffer).setUint32(8, 99, true);
    expect(() => openListings(other)).toThrow(
      expect.objectContaining({ code: 'listings-version', message: expect.stringContaining('version 99') }),
    );
  });
});

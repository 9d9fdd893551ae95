import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { QualityReport } from '@trackscope/catalogue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, openEngine } from '../../src/engine/engine.js';
import { readCatalogue } from '../../src/ingest/read-catalogue.js';
import { issue } from './catalogue-file.js';

const DATA = process.env.TRACKSCOPE_DATA ?? '../shared/data/spotify-tracks.csv';

/**
 * MD5 of the columns of the published cleaning, made with pandas 3.1.1 (texts joined by line feeds, numbers
 * as little-endian doubles):
 *
 *   d = pd.read_csv(FILE, keep_default_na=False, na_values=[''])
 *   d = d.dropna().drop(columns=['Unnamed: 0', 'track_id']).drop_duplicates()
 *   key = lambda x: x.strip().lower().replace('-', ' ').replace('_', ' ').replace(';', ' and ')
 *   md5('\n'.join(key(x) for x in d[text].tolist()).encode())
 *   d['duration_min'] = d.pop('duration_ms') / 60000
 *   md5(d[number].astype('<f8').to_numpy().tobytes())
 */
const PANDAS = {
  artists_key: '824fcaa9ac3210539fcd1f87caf3a3de',
  album_key: '0acfff2d09e9a8cbf72db7800b1e6340',
  title_key: 'd53a47bfab9b2321bbb242c69a67f2e2',
  genre_key: 'e90f45d9b473ab5ad142b4addcfe4d94',
  popularity: '2f484a415f3ca7acc42e1f0eb811fd85',
  explicit: 'a38d4e086cfeeb2c6629897de20f0fa1',
  danceability: '851f3af6bf1d6ab699f8c2c94d9623a9',
  energy: 'e8a6f9d6af38ca6fb0cc22ff3e03ff3f',
  key: '60113de9c80434c1c1a5ba0cbeff4a97',
  loudness: '3ac5e1471aefda2fa34b057c576b14de',
  mode: '3dafb9241181f25f2db10a59c1764c93',
  speechiness: 'c740ea5fd06c49d8f48ab0a16fb70204',
  acousticness: 'a864bc4dd53e0994dc271cf4e176986e',
  instrumentalness: '9ace5ac8fa235cc8f060f0bd75dd08f7',
  liveness: '8093a9a9ae2b071ed48baa221da03ce3',
  valence: '8689ef8a2f710ba1bf8bcffa75a6ceac',
  tempo: '8a622b66018de6144fd35b9e899ef28d',
  time_signature: '619a88b7529f911849f9cd724133f3f9',
  duration_min: '07b258afec829bc8e7e738eface3e533',
};

describe.skipIf(!existsSync(DATA))('the published catalogue', () => {
  let engine: Engine;
  let quality: QualityReport;
  const statements: string[] = [];
  beforeAll(async () => {
    engine = await openEngine({ threads: 2 });
    const watched: Engine = Object.assign(Object.create(engine) as Engine, {
      run: (...statement: Parameters<Engine['run']>) => {
        statements.push(statement[0]);
        return engine.run(...statement);
      },
    });
    ({ quality } = await readCatalogue(watched, DATA));
  });
  afterAll(() => engine.close());

  it('has the known counts', () => {
    expect(quality.rows).toMatchObject({
      read: 114_000,
      rejected: 1,
      kept: 113_999,
      duplicates: 450,
      listings: 113_549,
      tracks: 89_740,
      recordings: 83_478,
      published: 113_422,
    });
    expect(quality.source).toMatchObject({
      bytes: 20_118_244,
      sha256: 'b202fa49909b2d5cef71a04b1d21243cfeb36414535f2ca9272aa646721177bd',
      encoding: 'utf-8',
      delimiter: ',',
      licence: 'ODbL-1.0',
      synthetic: false,
    });
    expect(quality.absent).toEqual([]);
  });

  it('is valid, with its known flaws as warnings', () => {
    expect(quality.valid).toBe(true);
    expect(issue(quality, 'impossible-zero', 'tempo').count).toBe(157);
    expect(issue(quality, 'impossible-zero', 'time_signature').count).toBe(163);
    expect(issue(quality, 'duplicate-listing').count).toBe(450);
    // pandas: (d.duration_ms > 900000).sum() over the 113,999 complete rows
    expect(issue(quality, 'very-long').count).toBe(VERY_LONG);
    expect(issue(quality, 'missing-text', 'artists')).toMatchObject({ count: 1, severity: 'warning' });
  });

  it('puts the one row without texts with the rejects, at its line', async () => {
    const rejects = await engine.rows<{ line: number; reason: string; content: string }>(
      'SELECT * FROM rejects',
    );
    // Index 65900 in pandas; no field before it holds a line break; the header is line 1.
    expect(rejects).toMatchObject([{ line: 65_902, reason: 'missing artists, album_name, track_name' }]);
    expect(rejects[0]!.content).toMatch(/^65900,[0-9A-Za-z]{22},,,,0,/);
  });

  it('is cleaned as pandas does it, to the bit and in order', async () => {
    const names = Object.keys(PANDAS);
    const { rows, columns } = await engine.columns(
      `SELECT ${names.join(', ')} FROM listings WHERE published ORDER BY row`,
    );
    expect(rows).toBe(113_422);
    const hashes = names.map((name) => {
      const column = columns[name]!;
      const bytes = column instanceof Float64Array ? new Uint8Array(column.buffer) : column.join('\n');
      return [name, createHash('md5').update(bytes).digest('hex')];
    });
    expect(Object.fromEntries(hashes)).toEqual(PANDAS);
    const distinct = (name: string) => new Set(columns[name] as string[]).size;
    expect([distinct('artists_key'), distinct('album_key'), distinct('title_key')]).toEqual([
      31_427, 46_150, 72_377,
    ]);
  });

  it('numbers tracks, recordings and songs densely, in order of first appearance', async () => {
    for (const id of ['track', 'recording', 'song']) {
      const { columns } = await engine.columns(`SELECT ${id} AS id FROM listings ORDER BY row`);
      let next = 0;
      for (const value of columns.id as Float64Array) {
        if (value > next) throw new Error(`${id} ${value} comes before ${next}`);
        if (value === next) next++;
      }
      expect(next).toBe(quality.rows[`${id}s` as 'tracks']);
    }
    expect(await engine.rows('SELECT count(*) AS n FROM listings WHERE first_of_track')).toEqual([
      { n: 89_740 },
    ]);
    expect(
      await engine.rows(
        'SELECT count(DISTINCT track_id) AS ids, count(DISTINCT (track_id, track)) AS pairs FROM listings',
      ),
    ).toEqual([{ ids: 89_740, pairs: 89_740 }]);
  });

  it('was read straight from the file, once', () => {
    const reads = statements.filter((sql) => sql.includes('read_csv('));
    expect(reads).toHaveLength(1);
    expect(reads[0]).toContain(DATA);
    expect(reads[0]).toContain('parallel = true');
    expect(reads[0]).toContain("'c5': 'DOUBLE'");
  });
});

const VERY_LONG = 153;

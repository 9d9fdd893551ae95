import { explore, type Finding } from '@trackscope/catalogue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, openEngine } from '../../src/engine/engine.js';
import { numbersBehind, rowsBehind } from './finding-checks.js';
import { listingsFromRows, type Row } from './listings.js';

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine();
});
afterAll(() => engine.close());

const GENRES = ['pop', 'techno', 'tango', 'acoustic'];

/** A catalogue of 480 tracks in four genres; every track can be changed on the way. */
function catalogue(change: (row: Required<Row>, i: number) => Partial<Row> = () => ({})): Row[] {
  return Array.from({ length: 480 }, (_, i) => {
    // Two sequences without a common rhythm stand for chance.
    const u = ((i * 61) % 127) / 126;
    const v = ((i * 89) % 131) / 130;
    const genre = i % 4;
    const row: Required<Row> = {
      track_id: `t${i}`,
      artists: `Artist ${i % 40}`,
      album_name: `Album ${i % 60}`,
      track_name: `Title ${i}`,
      track_genre: GENRES[genre],
      popularity: Math.round(20 + 10 * genre + 20 * v),
      duration_min: 2 + 3 * u,
      explicit: i % 5 === 0,
      danceability: 0.3 + 0.4 * v,
      energy: 0.2 + 0.6 * u,
      key: i % 12,
      loudness: -20 + 15 * u + 2 * v,
      mode: i % 2,
      speechiness: 0.05 + 0.01 * v,
      acousticness: 0.9 - 0.6 * u + 0.05 * v,
      instrumentalness: 0.1 * genre,
      liveness: 0.1 + (0.1 * ((i * 17) % 23)) / 22,
      valence: 0.2 + (0.5 * ((i * 43) % 113)) / 112,
      tempo: 90 + (60 * ((i * 71) % 109)) / 108,
      time_signature: 4,
    };
    return { ...row, ...change(row, i) };
  });
}

async function findingsOf(rows: readonly Row[]): Promise<Map<string, Finding>> {
  await listingsFromRows(engine, rows);
  return new Map((await explore(engine)).findings.map((f) => [f.id, f]));
}

describe('findings', () => {
  it('are sorted by weight, each once, and say nothing that is not in their numbers or names', async () => {
    await listingsFromRows(engine, catalogue());
    const { findings } = await explore(engine);
    expect(findings.length).toBeGreaterThan(20);
    expect(new Set(findings.map((f) => f.id)).size).toBe(findings.length);
    expect(findings.map((f) => f.weight)).toEqual(findings.map((f) => f.weight).sort((a, b) => b - a));
    for (const finding of findings) expect(numbersBehind(finding), finding.text).toEqual([]);
    expect(await rowsBehind(engine, findings)).toEqual([]);
  });

  it('turn round when a correlation does', async () => {
    const before = (await findingsOf(catalogue())).get('correlation-energy-loudness');
    expect(before?.text).toMatch(/^Louder tracks are much more energetic: r = 0\.9\d/);
    const after = (await findingsOf(catalogue(({ energy }) => ({ energy: 1 - energy })))).get(
      'correlation-energy-loudness',
    );
    expect(after?.text).toMatch(/^Louder tracks are much less energetic: r = −0\.9\d/);
    expect(after?.numbers.r).toBeCloseTo(-(before?.numbers.r ?? 0), 10);
  });

  it('call a tie weak when it is, and none when there is none', async () => {
    const weak = await findingsOf(
      catalogue(({ energy }, i) => ({ danceability: 0.5 + 0.1 * energy + 0.25 * (((i * 7) % 19) / 18) })),
    );
    expect(weak.get('correlation-danceability-energy')?.text).toMatch(
      /only slightly more danceable: r = 0\.[12]/,
    );
    const none = await findingsOf(catalogue());
    expect(none.get('correlation-acousticness-liveness')?.text).toMatch(
      /^Liveness and acousticness are as good as unrelated \(r = −?0\.0\d\)/,
    );
  });

  it('name another genre when another one leads', async () => {
    const best = (await findingsOf(catalogue())).get('genre-highest-median');
    expect(best?.names[0]).toBe('acoustic');
    expect(best?.text).toMatch(/^Acoustic has the highest median popularity \(6\d\), before tango/);
    const moved = (
      await findingsOf(
        catalogue(({ track_genre, popularity }) =>
          track_genre === 'pop' ? { popularity: popularity + 50 } : {},
        ),
      )
    ).get('genre-highest-median');
    expect(moved?.names[0]).toBe('pop');
    expect(moved?.numbers.median).toBeGreaterThan(70);
    expect(moved?.rows.where).toContain("'pop'");
  });

  it('say who shares the lead', async () => {
    const tied = await findingsOf(
      catalogue(({ track_genre }) => ({
        popularity: track_genre === 'pop' || track_genre === 'tango' ? 60 : 30,
      })),
    );
    expect(tied.get('genre-highest-median')?.text).toBe(
      'Pop and tango have the highest median popularity (60), before acoustic (30) and techno (30).',
    );
  });

  it('find a feature that does go with popularity', async () => {
    const flat = (
      await findingsOf(catalogue(({ track_genre: _ }, i) => ({ popularity: (i * 37) % 101 })))
    ).get('popularity-strongest-correlation');
    expect(flat?.text).toMatch(/^No feature of the sound says (anything )?much about popularity by itself/);
    const driven = (
      await findingsOf(catalogue(({ valence }) => ({ popularity: Math.round(100 * valence) })))
    ).get('popularity-strongest-correlation');
    expect(driven?.text).toMatch(
      /^One feature of the sound goes clearly with popularity: the strongest is valence \(r = 1\.00: more cheerful tracks are more popular\)/,
    );
    const against = await findingsOf(
      catalogue(({ valence }) => ({ popularity: Math.round(100 - 100 * valence) })),
    );
    expect(against.get('popularity-strongest-correlation')?.text).toContain(
      'more cheerful tracks are less popular',
    );
    expect(against.get('popularity-mood-features')?.text).toContain(
      'more cheerful tracks are clearly less popular (r = −1.00)',
    );
  });

  it('see which way popularity leans, and a spike at zero', async () => {
    const even = (await findingsOf(catalogue())).get('popularity-shape');
    expect(even?.text).toMatch(/^Popularity leans to neither side/);
    const right = await findingsOf(
      catalogue((_, i) => ({ popularity: i % 10 === 0 ? 50 + (i % 40) : (i * 3) % 12 })),
    );
    expect(right.get('popularity-shape')?.text).toMatch(/^Popularity is skewed to the right/);
    const left = await findingsOf(
      catalogue((_, i) => ({ popularity: i % 10 === 0 ? i % 40 : 88 + ((i * 3) % 12) })),
    );
    expect(left.get('popularity-shape')?.text).toMatch(/^Popularity is skewed to the left/);
    const spike = await findingsOf(catalogue((_, i) => (i % 4 === 0 ? { popularity: 0 } : {})));
    expect(spike.get('popularity-shape')?.text).toContain('apart from a spike of 120 tracks at zero');
    expect(spike.get('popularity-zeros')?.text).toBe(
      '120 tracks have a popularity of zero, 25.0 % of those with a score.',
    );
    expect(even && (await findingsOf(catalogue())).has('popularity-zeros')).toBe(false);
  });

  it('know explicit tracks to be more popular, less, or neither', async () => {
    const text = async (shift: number) =>
      (
        await findingsOf(
          catalogue(({ explicit }, i) => ({ popularity: 40 + ((i * 7) % 11) + (explicit ? shift : 0) })),
        )
      ).get('popularity-explicit')?.text;
    expect(await text(9)).toMatch(/^Explicit tracks are [89]\.\d points more popular on average/);
    expect(await text(-9)).toMatch(/^Explicit tracks are [89]\.\d points less popular on average/);
    expect(await text(0)).toMatch(/^Explicit and clean tracks are equally popular within chance/);
  });

  it('say of short and long tracks what they get', async () => {
    const bands = (short: number, long: number) =>
      catalogue((_, i) =>
        i < 60
          ? { duration_min: 0.5, popularity: short + (i % 3) }
          : i < 120
            ? { duration_min: 12, popularity: long + (i % 3) }
            : {},
      );
    const few = await findingsOf(bands(20, 90));
    expect(few.get('duration-short')?.text).toMatch(
      /^Tracks under 1 minute are less popular than the rest, but far from zero/,
    );
    expect(few.get('duration-long')?.text).toMatch(/^Tracks over 10 minutes are more popular than the rest/);
    expect(few.get('duration-long-hits')?.text).toBe(
      '60 of the 60 tracks of 7 minutes and over have a popularity of 60 or more (100.0 %): length alone rules nothing out.',
    );
    const none = await findingsOf(bands(90, 1));
    expect(none.get('duration-long')?.text).toMatch(
      /^Tracks over 10 minutes are less popular than the rest \(/,
    );
    expect(none.get('duration-long-hits')?.text).toMatch(/^None of the 60 tracks/);
  });

  it('move with the mood that is most popular', async () => {
    const quadrants = (high: (energy: number, valence: number) => boolean) =>
      catalogue(({ energy, valence }) => ({ popularity: high(energy, valence) ? 80 : 20 }));
    const bright = await findingsOf(quadrants((e, v) => e >= 0.5 && v >= 0.5));
    expect(bright.get('popularity-mood-quadrants')?.text).toContain(
      'averages highest with high energy, high valence (80)',
    );
    const dark = await findingsOf(quadrants((e, v) => e < 0.5 && v < 0.5));
    expect(dark.get('popularity-mood-quadrants')?.text).toContain(
      'averages highest with low energy, low valence (80)',
    );
  });

  it('rank a genre by its sound, not by its name', async () => {
    const sounds = (acoustic: number) =>
      catalogue(({ track_genre }) => ({
        acousticness: track_genre === 'acoustic' ? acoustic : track_genre === 'tango' ? 0.8 : 0.1,
      }));
    expect((await findingsOf(sounds(0.6))).get('genre-acoustic')?.text).toMatch(
      /^The most acoustic genres are tango \(0\.80\).*the genre called acoustic is number 2 \(0\.60\)\.$/,
    );
    const led = (await findingsOf(sounds(0.9))).get('genre-acoustic')?.text;
    expect(led).toMatch(/^The most acoustic genres are acoustic \(0\.90\)/);
    expect(led).not.toContain('called');
  });

  it('tell a drawn catalogue from a grown one', async () => {
    expect((await findingsOf(catalogue())).get('genre-sampling')?.text).toMatch(
      /^Every genre has exactly 120 listings: the catalogue was drawn to equal parts/,
    );
    const grown = catalogue((_, i) => ({ track_genre: i < 300 ? 'pop' : i < 400 ? 'tango' : 'techno' }));
    expect((await findingsOf(grown)).get('genre-sampling')?.text).toMatch(
      /^Genres differ in size, from 80 to 300 listings/,
    );
  });

  it('see two genres that are one list', async () => {
    const twice = [
      ...catalogue(),
      ...catalogue()
        .filter((row) => row.track_genre === 'tango')
        .map((row) => ({ ...row, track_genre: 'milonga' })),
    ];
    const found = await findingsOf(twice);
    expect(found.get('genre-overlap')?.text).toBe(
      'Milonga and tango are one genre under two names: 120 tracks are listed under both, of 120 and 120.',
    );
    expect(found.get('several-genres')?.text).toMatch(
      /^120 tracks are listed under more than one genre \(25\.0 %\)/,
    );
    expect((await findingsOf(catalogue())).has('genre-overlap')).toBe(false);
  });

  it('are few, and no more certain than they may be, on a handful of tracks', async () => {
    const few = await findingsOf(catalogue().slice(0, 12));
    expect(
      [...few.keys()].filter((id) => /correlation|mood|explained|genre-(highest|most)/.test(id)),
    ).toEqual([]);
    expect(few.get('size')?.text).toBe('The catalogue holds 12 tracks under 4 genres.');
  });
});

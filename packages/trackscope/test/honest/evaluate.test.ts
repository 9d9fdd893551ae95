import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROTOCOLS, type Protocol, vocabularyOf } from '@trackscope/catalogue';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors/user-error.js';
import { ablation, planAblation } from '../../src/honest/ablation.js';
import { honestData, whyNot } from '../../src/honest/data.js';
import { evaluateHonest } from '../../src/honest/evaluate.js';
import { judge } from '../../src/honest/judge.js';
import { describeHonestPlan, planHonest } from '../../src/honest/plan.js';
import { openHonest } from '../../src/honest/predict.js';
import { scratch } from '../cli/harness.js';
import { codedTracks, madeCatalogue, madeData, smallPlans } from './made.js';

const data = madeData();
const source = { sha256: '0'.repeat(64), synthetic: true };

function everyNumber(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => everyNumber(inner, `${path}.${key}`));
}

describe('the plan', () => {
  it('lists every protocol, unit and model, and says why in print', () => {
    const plans = planHonest();
    expect(plans.map((p) => `${p.protocol.name} ${p.unit}`)).toEqual(
      PROTOCOLS.flatMap(({ name }) => [`${name} recording`, `${name} track`]),
    );
    for (const plan of plans) {
      expect(plan.models.map((m) => m.model)).toEqual(['linear', 'glassbox', 'boosted', 'forest']);
      expect(plan.judged).toBe(5);
    }
    const text = describeHonestPlan(plans);
    expect(text).toContain('new-artist, by track: 5 of 5 folds, artists held out together');
    expect(text).toContain(`${8 * (4 * 5 + 3)} fits in all`);
  });

  it('is one fold, linear and boosted, and marked, when quick', () => {
    for (const plan of planHonest({ quick: true })) {
      expect(plan.models.map((m) => m.model)).toEqual(['linear', 'boosted']);
      expect([plan.judged, plan.folds, plan.quick]).toEqual([1, 5, true]);
    }
    const [whole] = planHonest({ models: ['boosted'] });
    const [quick] = planHonest({ models: ['boosted'], quick: true });
    const steps = (plan: typeof whole) =>
      plan!.models[0]!.options as { nEstimators: number; learningRate: number };
    expect(steps(quick).nEstimators).toBe(0.4 * steps(whole).nEstimators);
    expect(steps(quick).learningRate).toBeCloseTo(1.25 * steps(whole).learningRate);
    const text = describeHonestPlan([quick!]);
    expect(text).toContain('in two steps of five');
    expect(text).toContain('kept as it was judged');
    expect(text).toContain('1 fits in all');
  });
});

describe('judging', () => {
  it('gives every figure of every model, all finite, and finds the planted effects', async () => {
    const outcome = await evaluateHonest(data, smallPlans(), { allowLeaks: false, save: null });
    expect(outcome.entries).toHaveLength(8 * 7);
    expect(everyNumber(outcome.entries)).toEqual([]);
    const r2 = (protocol: string, model: string, unit = 'track') =>
      outcome.entries.find((e) => e.protocol === protocol && e.model === model && e.unit === unit)!.r2;
    // Popularity is made of artist, genre, release and noise: the artist is most of it.
    expect(r2('known-artist', 'boosted')).toBeGreaterThan(0.6);
    expect(r2('known-artist', 'boosted')).toBeGreaterThan(r2('new-artist', 'boosted') + 0.2);
    expect(r2('new-artist', 'artist-mean')).toBeLessThan(0.02);
    for (const entry of outcome.entries) {
      expect(entry.rows).toBe(data.units[entry.unit as 'track'].rows.length);
      expect(entry.baseline === true).toBe(/mean/.test(entry.model));
      if (!entry.baseline) expect(entry.coverage90).toBeGreaterThan(0.8);
    }
    expect(outcome.audits.every((audit) => audit.passed)).toBe(true);
    expect(outcome.audits).toHaveLength(8);
    expect(outcome.notes.every((note) => !note.optimistic)).toBe(true);
  }, 60_000);

  it('repeats on other folds, and judges one fold when quick', async () => {
    const [twice] = smallPlans({
      protocols: ['new-artist'],
      units: ['track'],
      models: ['linear'],
      repeats: 2,
    });
    const found = (await judge(data, twice!)).find(({ model }) => model === 'linear')!;
    expect(found.folds).toHaveLength(10);
    expect(new Set(found.folds.map((f) => f.r2)).size).toBe(10);
    expect(found.rows.length).toBe(data.units.track.rows.length);
    const [quick] = smallPlans({ protocols: ['new-artist'], units: ['track'], quick: true });
    const outcome = await evaluateHonest(data, [quick!], { allowLeaks: false, save: null });
    const entry = outcome.entries.find(({ model }) => model === 'linear')!;
    expect([entry.folds, entry.quick, entry.r2Sd]).toEqual([1, true, null]);
    expect(everyNumber(outcome.entries)).toEqual([]);
  });

  it('stops at a leak before anything is fitted, unless leaks are allowed', async () => {
    // Works that tell nothing: releases of one recording land on both sides.
    const [plan] = smallPlans({ protocols: ['known-artist'], units: ['track'], models: ['linear'] });
    const { tracks } = data;
    const works = { codes: Int32Array.from(tracks.works.codes.keys()), size: tracks.rows };
    const leaky = { ...data, tracks: { ...tracks, works } };
    const refused = evaluateHonest(leaky, [plan!], { allowLeaks: false, save: null });
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow(/have their recording in training too/);
    const allowed = await evaluateHonest(leaky, [plan!], { allowLeaks: true, save: null });
    expect(allowed.audits[0]!.passed).toBe(false);
    expect(allowed.entries.length).toBeGreaterThan(0);
  });

  it('shows what each family of features brings', async () => {
    const [plan] = planHonest({ protocols: ['known-artist'], units: ['track'] });
    expect(planAblation(plan!).map((p) => p.protocol.families.length)).toEqual([1, 2, 3, 4, 5, 6]);
    const steps = await ablation(data, 3);
    expect(steps).toHaveLength(2 * (6 + 5));
    const known = steps.filter((s) => s.protocol === 'known-artist' && s.unit === 'track');
    expect(known[4]!.r2).toBeGreaterThan(known[2]!.r2 + 0.1);
    expect(known.map((s) => s.columns)).toEqual([...known.map((s) => s.columns)].sort((a, b) => a - b));
  }, 60_000);
});

describe('kept models', () => {
  const directory = scratch();
  mkdirSync(join(directory, 'models'));

  it('predict from their files what they predict in memory', async () => {
    const plans = smallPlans({ protocols: ['known-artist', 'at-release-new'], units: ['track'] });
    const { files } = await evaluateHonest(data, plans, { allowLeaks: false, save: { directory, source } });
    expect(files.filter((file) => !existsSync(join(directory, file)))).toEqual([]);
    expect(files).toContain('models/vocabulary.json');
    expect(files.filter((f) => f.endsWith('.features.json'))).toHaveLength(2);
    for (const plan of plans) {
      for (const model of ['linear', 'boosted', 'glassbox'] as const) {
        const opened = await openHonest(directory, model, plan.protocol.name, 'track');
        const again = await openHonest(directory, model, plan.protocol.name, 'track');
        const rows = data.units.track.rows;
        const known = opened.predictKnown(data.tracks, data.fixed, rows);
        expect(Array.from(again.predictKnown(data.tracks, data.fixed, rows).predicted)).toEqual(
          Array.from(known.predicted),
        );
        expect(known.features.columns.map((c) => c.name)).toEqual(opened.file.columns.map((c) => c.name));
        expect(everyNumber({ ...known, features: null })).toEqual([]);
        for (let i = 0; i < rows.length; i++) {
          expect(known.low[i]).toBeLessThanOrEqual(known.predicted[i]!);
          expect(known.high[i]).toBeGreaterThanOrEqual(known.predicted[i]!);
        }
      }
    }
  }, 60_000);

  it('know their artists, and take strangers as strangers', async () => {
    const opened = await openHonest(directory, 'boosted', 'known-artist', 'track');
    const tracks = madeCatalogue();
    const means = new Map<string, number[]>();
    for (const t of tracks) means.set(t.artists[0]!, [...(means.get(t.artists[0]!) ?? []), t.popularity]);
    const ranked = [...means].map(([name, of]) => ({
      name,
      mean: of.reduce((a, b) => a + b, 0) / of.length,
    }));
    ranked.sort((a, b) => a.mean - b.mean);
    const album = 'Album of somebody';
    const scores = opened.predict([
      { artists: [ranked[0]!.name], album },
      { artists: [ranked.at(-1)!.name], album },
      { artists: ['Nobody at all'], album, title: 'Nothing', genres: ['unheard'], sound: { energy: 0.5 } },
      {},
    ]);
    expect(scores.predicted[1]! - scores.predicted[0]!).toBeGreaterThan(10);
    expect(everyNumber({ ...scores, features: null })).toEqual([]);
    expect(scores.bar).toBe(60);
    expect(vocabularyOf(data.tracks, data.fixed.counts).primary).toEqual(opened.vocabulary.primary);
  });

  it('refuse damaged and foreign files', async () => {
    const recipe = join(directory, 'models', 'known-artist.track.features.json');
    const before = readFileSync(recipe, 'utf8');
    writeFileSync(recipe, before.replace('"sums":[', '"sums":[1,'));
    await expect(openHonest(directory, 'boosted', 'known-artist', 'track')).rejects.toThrow(
      /not the one that the model was made with/,
    );
    writeFileSync(recipe, before);
    await expect(openHonest(directory, 'boosted', 'new-artist', 'track')).rejects.toThrow(
      /no model "boosted"/,
    );
    const file = join(directory, 'models', 'boosted.known-artist.track.json');
    writeFileSync(file, '{');
    await expect(openHonest(directory, 'boosted', 'known-artist', 'track')).rejects.toThrow(/not JSON/);
  });
});

describe('catalogues that do not allow a protocol', () => {
  const known = PROTOCOLS[0]!;
  const fresh = PROTOCOLS[1]!;
  const why = (tracks: ReturnType<typeof madeCatalogue>, protocol: Protocol) =>
    whyNot(honestData(codedTracks(tracks)), protocol, 'track', 5);
  const made = madeCatalogue();

  it('say so clearly', () => {
    expect(why(made, known)).toBeNull();
    expect(why(made, fresh)).toBeNull();
    expect(why(madeCatalogue(4, 40), fresh)).toBe(
      '4 artists are too few to hold out in 5 folds; at least 10 are needed',
    );
    expect(
      why(
        made.map((t) => ({ ...t, artists: [] })),
        fresh,
      ),
    ).toBe('no track names its artists, so none can be held out');
    expect(
      why(
        made.map((t) => ({ ...t, popularity: Number.NaN })),
        known,
      ),
    ).toContain('has no popularity');
    expect(
      why(
        made.map((t) => ({ ...t, popularity: 7 })),
        known,
      ),
    ).toBe('every track has popularity 7, so there is nothing to tell apart');
    expect(why(made.slice(0, 40), known)).toBe(
      '40 tracks with a popularity are too few; at least 100 are needed',
    );
    expect(
      why(
        made.map((t) => ({ ...t, song: 1, recording: 1 })),
        known,
      ),
    ).toContain('different songs are too few');
  });

  it('with one genre, no artists, no albums or no sound still give finite figures', async () => {
    const odd = {
      'one genre': made.map((t) => ({ ...t, genres: ['only'] })),
      'no genre': made.map((t) => ({ ...t, genres: [] })),
      'no artists': made.map((t) => ({ ...t, artists: [] })),
      'no album': made.map((t) => ({ ...t, album: '' })),
      'no sound': made.map((t) => ({ ...t, sound: Number.NaN })),
      'gaps in the sound': made.map((t, i) => (i % 3 === 0 ? { ...t, sound: Number.NaN } : t)),
    };
    for (const [name, tracks] of Object.entries(odd)) {
      const plans = smallPlans({
        units: ['track'],
        quick: false,
        folds: 3,
        models: ['linear', 'boosted', 'glassbox'],
      });
      const outcome = await evaluateHonest(madeData(tracks), plans, { allowLeaks: false, save: null });
      expect(everyNumber(outcome.entries), name).toEqual([]);
      expect(
        outcome.skipped.map((s) => s.why),
        name,
      ).toEqual(
        name === 'no artists' ? new Array(2).fill('no track names its artists, so none can be held out') : [],
      );
    }
  }, 90_000);
});

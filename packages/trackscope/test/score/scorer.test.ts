import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHonest } from '../../src/honest/predict.js';
import type { TrackInput } from '../../src/score/contract.js';
import { openScorer } from '../../src/score/open-scorer.js';
import { scorable } from '../../src/score/scorable.js';
import type { OpenScorer } from '../../src/score/scorer.js';
import { type ScoredWorkspace, scoredWorkspace } from './scored-workspace.js';

const MODELS = ['boosted', 'glassbox', 'linear'];
let ws: ScoredWorkspace;
let scorer: OpenScorer;

beforeAll(async () => {
  ws = await scoredWorkspace();
  scorer = await openScorer(ws.load, ws.files, { protocol: 'known-artist', unit: 'recording' });
}, 240_000);
afterAll(() => ws?.remove());

/** The track with another sound. */
function moved(track: TrackInput, sound: Record<string, number>): TrackInput {
  return { ...track, sound: { ...track.sound, ...sound } };
}

describe('scorable', () => {
  it('names the sets that are whole, recordings first, the strongest model first', () => {
    expect(scorable(ws.files)).toEqual([
      { protocol: 'known-artist', unit: 'recording', models: MODELS },
      { protocol: 'at-release-new', unit: 'recording', models: MODELS },
    ]);
  });

  it('leaves out what lacks its features or its vocabulary', () => {
    const features = 'models/known-artist.recording.features.json';
    expect(scorable(ws.files.filter((name) => name !== features)).map((s) => s.protocol)).toEqual([
      'at-release-new',
    ]);
    expect(scorable(ws.files.filter((name) => name !== 'models/vocabulary.json'))).toEqual([]);
    expect(scorable(['models/boosted.published.json'])).toEqual([]);
  });
});

describe('answers', () => {
  it.each(MODELS)('of %s are those of the same model opened by itself', async (model) => {
    const alone = await openHonest(ws.directory, model, 'known-artist', 'recording');
    const tracks = ws.tracks.slice(0, 60);
    const { predicted, low, high, chance } = alone.predict(tracks);
    tracks.forEach((track, i) => {
      const { answers } = scorer.answer(track, { models: [model], reasons: i % 2 === 0 });
      expect(answers).toHaveLength(1);
      expect(answers[0]).toMatchObject({
        model,
        prediction: predicted[i],
        low: low[i],
        high: high[i],
        chance: chance[i],
        bar: 60,
      });
    });
  });

  it('come apart into reasons that add up exactly, in words', () => {
    for (const track of ws.tracks.slice(0, 20)) {
      const { answers } = scorer.answer(track);
      expect(answers.map(({ model }) => model)).toEqual(MODELS);
      for (const { prediction, low, high, reasons } of answers) {
        const { base, held, families } = reasons!;
        const points = families.flatMap((family) => family.reasons.map((reason) => reason.points));
        expect(points.reduce((a, b) => a + b, base) + held).toBeCloseTo(prediction, 9);
        for (const family of families) {
          const own = family.reasons.reduce((sum, reason) => sum + reason.points, 0);
          expect(own).toBeCloseTo(family.points, 9);
          for (const { text } of family.reasons) expect(text).not.toMatch(/NaN|undefined|null/);
        }
        expect(low).toBeLessThanOrEqual(prediction);
        expect(high).toBeGreaterThanOrEqual(prediction);
      }
    }
  });

  it('leave reasons out where none are asked for', () => {
    for (const { reasons } of scorer.answer(ws.tracks[0]!, { reasons: false }).answers)
      expect(reasons).toBeNull();
  });

  it('of many tracks at once are those of each', () => {
    const all = scorer.answerMany(ws.tracks, undefined, 45);
    expect(all.map(({ model }) => model)).toEqual(MODELS);
    for (const i of [0, 7, 299]) {
      const { answers } = scorer.answer(ws.tracks[i]!, { reasons: false, bar: 45 });
      answers.forEach(({ prediction, low, high, chance }, m) => {
        const { predicted, ...rest } = all[m]!;
        expect([predicted[i], rest.low[i], rest.high[i], rest.chance[i]]).toEqual([
          prediction,
          low,
          high,
          chance,
        ]);
      });
    }
  });
});

describe('a slider', () => {
  it('moves the sound alone, and says what a track made anew would', async () => {
    const track = ws.tracks[3]!;
    const sliding = await openScorer(ws.load, ws.files, { protocol: 'known-artist', unit: 'recording' });
    const fresh = await openScorer(ws.load, ws.files, { protocol: 'known-artist', unit: 'recording' });
    for (let step = 0; step <= 20; step++) {
      const at = moved(track, { energy: step / 20, tempo: 70 + 5 * step });
      fresh.answer({ title: 'another' });
      expect(sliding.answer(at)).toEqual(fresh.answer(at));
    }
    expect(sliding.runs).toEqual({ prepared: 1, moved: 20 });
    expect(fresh.runs).toEqual({ prepared: 42, moved: 0 });
  });

  it('that takes a value away makes it unknown', () => {
    const track = ws.tracks[3]!;
    scorer.answer(track);
    const { energy: _, ...rest } = track.sound!;
    const told = scorer.answer({ ...track, sound: rest }, { models: ['boosted'] });
    const sound = told.answers[0]!.reasons!.families.find(({ family }) => family === 'sound')!;
    expect(sound.reasons.find(({ topic }) => topic === 'energy')!.text).toBe('Energy is not known');
    expect(told.warnings).toContain('not known of its sound: energy');
  });

  it.each([
    ['title', { title: 'Another' }],
    ['album', { album: 'Another' }],
    ['artists', { artists: ['Another'] }],
    ['genres', { genres: [] }],
    ['release', { release: { kind: 'single' as const } }],
  ])('is none where the %s changes', (_, change) => {
    scorer.answer(ws.tracks[3]!);
    const before = { ...scorer.runs };
    scorer.answer({ ...ws.tracks[3]!, ...change });
    expect(scorer.runs).toEqual({ prepared: before.prepared + 1, moved: before.moved });
  });
});

describe('a curve', () => {
  it.each(MODELS)('of %s says what the answers along it say', (model) => {
    const track = ws.tracks[5]!;
    const { points } = scorer.curve(track, 'energy', model);
    expect(points.length).toBeGreaterThanOrEqual(25);
    expect(points.length).toBeLessThanOrEqual(40);
    expect(points.map(({ value }) => value)).toContain(Math.fround(track.sound!.energy!));
    for (const { value, prediction, low, high } of points) {
      const { answers } = scorer.answer(moved(track, { energy: value }), { models: [model], reasons: false });
      expect({ prediction, low, high }).toEqual({
        prediction: answers[0]!.prediction,
        low: answers[0]!.low,
        high: answers[0]!.high,
      });
    }
  });

  it('rises in value, and its density is that of all tracks', () => {
    for (const column of ['energy', 'tempo', 'duration_min', 'key', 'explicit']) {
      const { points } = scorer.curve(ws.tracks[5]!, column, 'boosted');
      const values = points.map(({ value }) => value);
      expect(values).toEqual([...new Set(values)].sort((a, b) => a - b));
      expect(points.reduce((sum, { density }) => sum + density, 0)).toBeCloseTo(1, 9);
      for (const { density } of points) expect(density).toBeGreaterThanOrEqual(0);
    }
    expect(scorer.curve(ws.tracks[5]!, 'mode', 'boosted').points.map(({ value }) => value)).toEqual([0, 1]);
  });

  it('of what is no audio feature is refused', () => {
    expect(() => scorer.curve(ws.tracks[5]!, 'popularity', 'boosted')).toThrow(/no curve of "popularity"/);
  });
});

describe('what cannot be', () => {
  it.each([
    ['not a number', { sound: { energy: Number.NaN } }, /energy must be a number, found NaN/],
    ['infinite', { sound: { tempo: Number.POSITIVE_INFINITY } }, /tempo must be a number/],
    ['no feature', { sound: { charm: 1 } }, /"charm" is no audio feature/],
    ['an empty album', { release: { kind: 'album', tracks: 0 } }, /1 track or more, found 0/],
    ['a lonely compilation', { release: { kind: 'compilation', artists: Number.NaN } }, /2 artists or more/],
  ] as const)('is refused: %s', (_, input, message) => {
    expect(() => scorer.answer(input as TrackInput)).toThrow(message);
    expect(() => scorer.answerMany([ws.tracks[0]!, input as TrackInput])).toThrow(message);
    expect(() => scorer.answer(input as TrackInput)).toThrow(expect.objectContaining({ code: 'bad-input' }));
  });

  it('is refused: a bar beyond the scale, a model that is not there', () => {
    for (const bar of [-1, 101, Number.NaN]) {
      expect(() => scorer.answer({}, { bar })).toThrow(expect.objectContaining({ code: 'bad-input' }));
    }
    expect(() => scorer.answer({}, { models: ['oracle'] })).toThrow(
      expect.objectContaining({ code: 'model-not-found' }),
    );
  });
});

describe('warnings', () => {
  const told = (input: TrackInput, from = scorer) => from.answer(input, { reasons: false }).warnings;

  it('name strangers and what is missing, once', () => {
    const found = told({
      artists: ['Nobody', 'nobody '],
      genres: ['plainchant'],
      album: 'Nothing',
      sound: {},
    });
    expect(found.filter((text) => text.includes('Nobody'))).toHaveLength(1);
    expect(found.join('\n')).toContain('no genre "plainchant"');
    expect(found.join('\n')).toContain('the album "Nothing"');
    expect(found.join('\n')).toContain('not known of its sound: duration, explicit, danceability');
    expect(found[0]).toContain('synthetic');
  });

  it('are few for a track of the catalogue, however its genre is written', () => {
    const track = ws.tracks.find(({ genres }) => genres!.length === 1)!;
    const shouted = { ...track, genres: [track.genres![0]!.toUpperCase().replaceAll('-', '_')] };
    expect(told(track)).toHaveLength(1);
    expect(told(shouted)).toEqual(told(track));
    expect(scorer.answer(shouted).answers).toEqual(scorer.answer(track).answers);
  });

  it('tell what lies outside of what the catalogue, or the genre, has', () => {
    const found = told(moved(ws.tracks[0]!, { duration_min: 900 }));
    expect(found.some((text) => /duration 900 min is outside of the whole catalogue/.test(text))).toBe(true);
  });

  it('tell of a release that a protocol does not read', async () => {
    const { files, load } = ws;
    const early = await openScorer(load, files, { protocol: 'at-release-new', unit: 'recording' });
    expect(told({ ...ws.tracks[0]!, release: { kind: 'single' } }, early).join()).toContain('not read here');
    const [plain, single] = [ws.tracks[0]!, { ...ws.tracks[0]!, release: { kind: 'single' as const } }].map(
      (track) => early.answer(track).answers,
    );
    expect(single).toEqual(plain);
  });
});

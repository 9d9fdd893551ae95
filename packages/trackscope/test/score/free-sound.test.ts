import { createRandom } from '@trackscope/learn';
import { describe, expect, it } from 'vitest';
import type { TrackInput } from '../../src/score/contract.js';
import { reachBySound, soundAtlas, whatIfSound } from '../../src/score/free-sound.js';
import type { OpenScorer } from '../../src/score/scorer.js';

const AXES = ['energy', 'tempo', 'valence'];
const ROWS = 2000;

/** A model that says 20, and 60 more from energy 0 to energy 1; nothing else matters. */
const scorer = {
  soundPredictor: (_: TrackInput, __: string, axes: readonly string[]) => (sounds: readonly Float64Array[]) =>
    sounds.map((sound) => 20 + 60 * sound[axes.indexOf('energy')]!),
} as unknown as OpenScorer;

const random = createRandom(3);
const audio = Object.fromEntries(
  AXES.map((name) => [name, Float32Array.from({ length: ROWS }, () => random.next())]),
);
audio.tempo = audio.tempo!.map((share) => 80 + 80 * share);
/** Calm tracks: the first half by energy. */
const calm = Uint32Array.from({ length: ROWS }, (_, i) => i).filter((row) => audio.energy![row]! < 0.5);
const atlas = soundAtlas({ rows: ROWS, audio }, (genre) => (genre === 'calm' ? calm : new Uint32Array(0)));
const track: TrackInput = { sound: { energy: 0.2, tempo: 100, valence: 0.5 } };

describe('a better sound for a track that is not of the catalogue', () => {
  it('changes what matters, about as much as it takes', () => {
    const found = reachBySound(scorer, track, 'any', 50, atlas)!;
    expect(found).toMatchObject({ outcome: 'reachable', among: 'this catalogue' });
    expect(found.changes.map(({ name }) => name)).toEqual(['energy']);
    expect(found.changes[0]!.to).toBeGreaterThanOrEqual(0.5);
    expect(found.changes[0]!.to).toBeLessThan(0.53);
    expect(found.text).toContain('energy from 0.2 to 0.5');
  });

  it('keeps within the genre, and may say no', () => {
    const found = reachBySound(scorer, { ...track, genres: ['calm'] }, 'any', 60, atlas)!;
    expect(found).toMatchObject({ outcome: 'not-reachable', among: 'calm' });
    expect(found.prediction).toBeLessThan(50);
    expect(reachBySound(scorer, track, 'any', 60, atlas)!.outcome).toBe('reachable');
    expect(reachBySound(scorer, track, 'any', 30, atlas)!.outcome).toBe('already');
  });

  it('is not searched among few tracks, nor for a bar that is none', () => {
    const few = soundAtlas(
      { rows: 10, audio: { energy: audio.energy!.slice(0, 10) } },
      () => new Uint32Array(0),
    );
    expect(reachBySound(scorer, track, 'any', 60, few)).toBeNull();
    expect(() => reachBySound(scorer, track, 'any', Number.NaN, atlas)).toThrow(
      expect.objectContaining({ code: 'bad-input' }),
    );
  });

  it('what if: the change in points, and a warning where the catalogue has nothing like it', () => {
    const told = whatIfSound(scorer, track, 'any', { energy: 0.7 }, atlas);
    expect(told.prediction).toBeCloseTo(62, 9);
    expect(told.change).toBeCloseTo(30, 9);
    expect(told.warnings).toEqual([]);
    expect(whatIfSound(scorer, track, 'any', { tempo: 250 }, atlas).warnings[0]).toContain(
      'tempo 250 BPM is outside',
    );
    for (const changes of [{ charm: 1 }, { key: 1 }, { energy: Number.NaN }] as Record<string, number>[]) {
      expect(() => whatIfSound(scorer, track, 'any', changes, atlas)).toThrow(
        expect.objectContaining({ code: 'bad-input' }),
      );
    }
  });
});

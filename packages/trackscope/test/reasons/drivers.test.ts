import { createPool, r2 } from '@trackscope/learn';
import { beforeAll, describe, expect, it } from 'vitest';
import { DriverMeter } from '../../src/reasons/driver-meter.js';
import { computeDrivers } from '../../src/reasons/drivers.js';
import { curveGrid } from '../../src/reasons/grid.js';
import type { ModelDrivers } from '../../src/workspace/format.js';
import { type Fitted, fitSynthetic, numbersOf, syntheticTracks } from './synthetic.js';

const OF = { protocol: 'at-release-new', unit: 'recording', model: 'boosted' } as const;

async function measured(fitted: Fitted, folds = 1): Promise<ModelDrivers> {
  const meter = new DriverMeter(OF, { curveRows: 80 });
  for (let fold = 0; fold < folds; fold++) await meter.add(fitted);
  return meter.result()!;
}

describe('what drives a catalogue whose effects are known', () => {
  let fitted: Fitted;
  let found: ModelDrivers;
  beforeAll(async () => {
    fitted = await fitSynthetic(syntheticTracks({ energy: 20, genre: 12, compilation: 0 }), 'at-release-new');
    found = await measured(fitted);
  });

  it('ranks families as they matter, and measures the fall on held-out rows', () => {
    expect(found.families.map(({ family }) => family)).toEqual(['genre', 'sound', 'title']);
    const [genre, sound, title] = found.families;
    // Shuffling what holds a part v of the variance costs 2v of R²: genre 12² × 1.25 = 180, energy 20² / 12 = 33, noise 1.
    expect(genre!.fall.mean).toBeGreaterThan(1.2);
    expect(sound!.fall.mean).toBeGreaterThan(0.2);
    expect(sound!.fall.mean).toBeLessThan(0.45);
    expect(Math.abs(title!.fall.mean)).toBeLessThan(0.01);
    expect(found.r2).toBeCloseTo(r2(fitted.target, fitted.model.predict(fitted.held)), 10);
    expect(found.rows.heldOut).toBe(fitted.held.rows);
  });

  it('gives shares that add up to one, the larger to what moves more', () => {
    expect(found.families.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 10);
    expect(found.families[0]!.share).toBeGreaterThan(found.families[1]!.share);
    const energy = found.columns.find(({ family }) => family === 'sound')!;
    expect(energy.name).toBe('energy');
    expect(energy.title).toBe('Energy');
    // Mean |20 × (u − 0.5)| is 5 points.
    expect(energy.meanAbsShap).toBeGreaterThan(4);
    expect(energy.meanAbsShap).toBeLessThan(6);
  });

  it('draws every sound column, energy as the straight line that it is, the others flat', () => {
    const curves = found.curves.filter(({ family }) => family === 'sound');
    expect(curves).toHaveLength(14);
    const { points } = curves.find(({ name }) => name === 'energy')!;
    const [first, last] = [points[0]!, points[points.length - 1]!];
    expect(last.mean - first.mean).toBeGreaterThan(17);
    expect(last.mean - first.mean).toBeLessThan(21);
    const middle = points.find(({ value }) => value >= 0.5)!;
    expect((middle.mean - first.mean) / (last.mean - first.mean)).toBeCloseTo(0.5, 0);
    for (const { low, mean, high } of points) {
      expect(low).toBeLessThanOrEqual(mean + 1);
      expect(high).toBeGreaterThanOrEqual(mean - 1);
    }
    expect(points.reduce((sum, { density }) => sum + density, 0)).toBeCloseTo(1, 10);
    const valence = curves.find(({ name }) => name === 'valence')!.points.map(({ mean }) => mean);
    expect(Math.max(...valence) - Math.min(...valence)).toBeLessThan(1.5);
  });

  it('gathers folds: rows add up, a spread over them appears', async () => {
    const twice = await measured(fitted, 2);
    expect(twice.folds).toBe(2);
    expect(twice.rows.heldOut).toBe(2 * found.rows.heldOut);
    expect(found.curves[0]!.points[0]!.sd).toBeNull();
    expect(twice.curves[0]!.points[0]!.sd).not.toBeNull();
  });

  it('says the same with workers, and stops when it is told to', async () => {
    const pool = await createPool({ size: 2 });
    try {
      const meter = new DriverMeter(OF, { curveRows: 80 });
      await meter.add(fitted, { pool });
      expect(meter.result()).toEqual(found);
      await expect(
        meter.add(fitted, { pool, signal: AbortSignal.abort(new Error('enough')) }),
      ).rejects.toThrow('enough');
    } finally {
      await pool.close();
    }
  });

  it('puts the chapter together: sound beyond genre, interactions, sentences, no NaN', async () => {
    const drivers = await computeDrivers(fitted.data, [found], { judged: 2, settings: { nEstimators: 60 } });
    const { soundBeyondGenre: beyond, interactions } = drivers;
    // Var 33 of 214 is energy, 180 is genre.
    expect(beyond!.gain.mean).toBeGreaterThan(0.1);
    expect(beyond!.gain.mean).toBeLessThan(0.18);
    expect(beyond!.both.mean).toBeGreaterThan(beyond!.genre.mean);
    expect(interactions.map(({ columns }) => columns.join(' '))).toEqual([
      'energy valence',
      'loudness danceability',
    ]);
    for (const { gain } of interactions) expect(Math.abs(gain.mean)).toBeLessThan(0.005);
    expect(drivers.statements.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'families:at-release-new:recording',
        'sound-beyond-genre',
        'interaction:energy-valence',
        'curve:at-release-new:recording:energy',
      ]),
    );
    expect(drivers.artefacts.map(({ id }) => id)).toContain('equal-genres');
    expect(drivers.caution).toContain('causal');
    expect(numbersOf(drivers).every(Number.isFinite)).toBe(true);
    expect(numbersOf(drivers.statements.map(({ numbers }) => numbers)).length).toBeGreaterThan(10);
  });
});

describe('a catalogue that lacks things', () => {
  it('has no NaN where sound columns are missing', async () => {
    const tracks = syntheticTracks({ tracks: 600, without: ['valence', 'tempo', 'key'] });
    const fitted = await fitSynthetic(tracks, 'known-artist');
    const drivers = await computeDrivers(fitted.data, [await measured(fitted)], {
      judged: 1,
      settings: { nEstimators: 10 },
    });
    expect(drivers.interactions.map(({ columns }) => columns[0])).toEqual(['loudness']);
    expect(drivers.models[0]!.curves.some(({ name }) => name === 'valence')).toBe(false);
    expect(numbersOf(drivers).every(Number.isFinite)).toBe(true);
  });

  it('has nothing to say of a model that was never measured', () => {
    expect(new DriverMeter(OF).result()).toBeNull();
  });
});

describe('the grid of a curve', () => {
  it('takes few values as they are, keeps whole numbers whole, and ascends', () => {
    expect(curveGrid([3, 1, 1, 2, Number.NaN], 5)).toEqual([1, 2, 3]);
    const whole = curveGrid(
      Float64Array.from({ length: 500 }, (_, i) => i),
      10,
    );
    expect(whole.every(Number.isInteger)).toBe(true);
    expect(whole.length).toBeGreaterThan(4);
    expect(whole.length).toBeLessThanOrEqual(11);
    expect([...whole].sort((a, b) => a - b)).toEqual(whole);
    expect(curveGrid([Number.NaN], 5)).toEqual([]);
  });
});

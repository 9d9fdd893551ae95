import { createRandom } from '@trackscope/learn';
import { describe, expect, it } from 'vitest';
import { twoPart } from '../../src/honest/two-part.js';
import { type MadeTrack, madeCatalogue, madeData, smallPlans } from './made.js';

const made = madeCatalogue(60, 6);
const [plan] = smallPlans({ protocols: ['at-release-new'], units: ['track'], models: ['boosted'], folds: 3 });

/** Tracks that are 0 where the sound is high, and otherwise follow another half of it. */
function spiked(): MadeTrack[] {
  const random = createRandom(3);
  return made.map((track) => {
    const sound = random.next();
    return { ...track, sound, popularity: sound > 0.8 ? 0 : Math.round(50 + 40 * sound) };
  });
}

describe('the zero spike both ways', () => {
  it('finds zeros that follow from the sound, and says so with every figure', async () => {
    const tracks = spiked();
    const entry = await twoPart(madeData(tracks), plan!);
    const zeros = tracks.filter((t) => t.popularity === 0).length;
    expect(entry.rows).toBe(tracks.length);
    expect(entry.zeroShare).toBeCloseTo(zeros / tracks.length, 12);
    expect(entry.auc).toBeGreaterThan(0.95);
    // The share p said throughout costs p(1 − p), were it the same in every fold.
    expect(entry.brierShare).toBeCloseTo((zeros / tracks.length) * (1 - zeros / tracks.length), 2);
    expect(entry.brier).toBeLessThan(entry.brierShare / 3);
    expect(entry.gain.mean).toBeCloseTo(entry.r2.mean - entry.r2Single.mean, 12);
    expect([entry.protocol, entry.unit, entry.folds]).toEqual(['at-release-new', 'track', 3]);
  });

  it('ranks zeros drawn by lot no better than chance', async () => {
    const random = createRandom(5);
    const entry = await twoPart(
      madeData(made.map((track) => (random.next() < 0.2 ? { ...track, popularity: 0 } : track))),
      plan!,
    );
    expect(Math.abs(entry.auc! - 0.5)).toBeLessThan(0.12);
    expect(entry.brier).toBeGreaterThan(entry.brierShare - 0.01);
  });

  it('does with no zero at all: the two ways are one', async () => {
    const entry = await twoPart(madeData(made.map((t) => ({ ...t, popularity: t.popularity + 1 }))), plan!);
    expect([entry.zeroShare, entry.auc, entry.brier, entry.gain.mean]).toEqual([0, null, 0, 0]);
  });

  it('needs a boosted model to stand beside', async () => {
    const [linear] = smallPlans({ units: ['track'], models: ['linear'] });
    await expect(twoPart(madeData(made), linear!)).rejects.toThrow(RangeError);
  });
});

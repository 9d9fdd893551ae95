import { protocolPlan } from '@trackscope/catalogue';
import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../src/honest/judge.js';
import { SPACES, searchHonest, searchSteps } from '../../src/honest/search.js';
import { madeCatalogue, madeData, smallPlans } from './made.js';

const data = madeData(madeCatalogue(60, 6));
const [plan] = smallPlans({ protocols: ['new-artist'], units: ['track'], models: ['linear', 'glassbox'] });
/** Small plans use what no search would try. */
const SHRUNK = ['rounds', 'pairs'];
const wishes = { candidates: 3, seed: 4 };

describe('a search under an honest protocol', () => {
  it('judges candidates and settings in use alike, best first, and names its rows', async () => {
    let fits = 0;
    const records = await searchHonest(data, plan!, wishes, {}, () => fits++);
    expect(fits).toBe(searchSteps([plan!], wishes));
    expect(records.map(({ model }) => model)).toEqual(['linear', 'glassbox']);
    for (const { model, candidates, inUse, heldOut, rows } of records) {
      expect(candidates).toHaveLength(3);
      const scores = candidates.map(({ r2 }) => r2);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      for (const { options, r2, scores: parts } of [inUse, ...candidates]) {
        expect(r2).toBeCloseTo((parts[0]! + parts[1]!) / 2, 12);
        for (const [name, value] of Object.entries(options)) {
          const distribution = SPACES[model][name]!;
          expect(
            'choice' in distribution && (distribution.choice.includes(value) || SHRUNK.includes(name)),
          ).toBe(true);
        }
      }
      expect(Number.isFinite(heldOut.best) && Number.isFinite(heldOut.inUse)).toBe(true);
      // A fifth is held out; works of held-out artists and their guests are left out of training as well.
      expect(rows.searched + rows.heldOut).toBeLessThanOrEqual(data.units.track.rows.length);
    }
    const again = await searchHonest(data, plan!, wishes);
    expect(again.map((r) => r.candidates.map((c) => c.scores))).toEqual(
      records.map((r) => r.candidates.map((c) => c.scores)),
    );
  }, 60_000);

  it('never reads the popularity of the rows that it does not search', async () => {
    const [linear] = smallPlans({ protocols: ['new-artist'], units: ['track'], models: ['linear'] });
    const [before] = await searchHonest(data, linear!, wishes);
    const { track } = data.units;
    const fold = protocolPlan(data.tracks, track, linear!.protocol, linear!.folds, linear!.seed).folds[0]!;
    const held = rowsOf(track, fold).test;
    const target = track.target.slice();
    for (const row of held) target[row] = 100 - target[row]!;
    const changed = { ...data, units: { ...data.units, track: { ...track, target } } };
    const [after] = await searchHonest(changed, linear!, wishes);
    expect(after!.candidates).toEqual(
      before!.candidates.map((c, i) => ({ ...c, fitSeconds: after!.candidates[i]!.fitSeconds })),
    );
    expect(after!.heldOut.best).not.toBe(before!.heldOut.best);
  }, 60_000);
});

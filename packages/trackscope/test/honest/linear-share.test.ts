import { createRandom, table } from '@trackscope/learn';
import { describe, expect, it } from 'vitest';
import { fitHonest } from '../../src/honest/fit.js';
import { shareLinear } from '../../src/honest/linear-share.js';

const random = createRandom(3);
const rows = 400;
const column = (name: string, gaps: number) => ({
  kind: 'numeric' as const,
  name,
  values: Float32Array.from({ length: rows }, () => (random.next() < gaps ? Number.NaN : random.normal())),
});
const whole = table([
  column('a', 0),
  column('b', 0.1),
  column('c_tracks', 0),
  column('d', 0.2),
  column('e', 0),
]);
const y = Float64Array.from({ length: rows }, (_, i) => (i % 7) + random.normal());
const settings = { model: 'linear', options: { ridge: 1 }, why: '' } as const;

describe('what linear models share', () => {
  it('gives the very models that each would have made, of all columns and of some', async () => {
    const linearOf = shareLinear(whole);
    for (const places of [
      [0, 1, 2, 3, 4],
      [1, 2, 4],
    ]) {
      const part = places.length === 5 ? whole : table(places.map((c) => whole.columns[c]!));
      const [shared, alone] = [
        await fitHonest(settings, part, y, {}, linearOf),
        await fitHonest(settings, part, y, {}),
      ];
      expect(shared.model.toJSON()).toEqual(alone.model.toJSON());
      expect(shared.fills).toEqual(alone.fills);
    }
    expect(linearOf(whole)).toBe(linearOf(whole));
  });

  it('has no columns but those of the table', () => {
    expect(() => shareLinear(whole)(table([column('x', 0)]))).toThrow(/"x"/);
  });
});

import type { ScorableSet } from 'trackscope/browser';
import { describe, expect, it } from 'vitest';
import type { Feature } from '../../src/pages/predict/desk/features.js';
import { USUAL_BAR, type View, viewAt, viewParams } from '../../src/pages/predict/desk/view.js';

const sets = [
  { protocol: 'known-artist', unit: 'recording' },
  { protocol: 'known-artist', unit: 'track' },
  { protocol: 'at-release-new', unit: 'track' },
] as ScorableSet[];
const features = [{ name: 'energy' }, { name: 'tempo' }] as Feature[];
const usual: View = {
  protocol: 'known-artist',
  unit: 'recording',
  bar: USUAL_BAR,
  model: '',
  column: 'energy',
};
const at = (text: string, now = usual) => viewAt(new URLSearchParams(text), sets, features, now);

describe('the view of an address', () => {
  it('is the usual one where the address says nothing', () => {
    expect(at('')).toEqual(usual);
  });

  it('is what the address says', () => {
    expect(at('protocol=at-release-new&unit=track&bar=75&model=linear&curve=tempo')).toEqual({
      protocol: 'at-release-new',
      unit: 'track',
      bar: 75,
      model: 'linear',
      column: 'tempo',
    });
  });

  it('takes the nearest models where those named are not there', () => {
    expect(at('protocol=at-release-new&unit=recording')).toMatchObject({
      protocol: 'at-release-new',
      unit: 'track',
    });
    expect(at('protocol=of-old&unit=track')).toMatchObject({ protocol: 'known-artist', unit: 'recording' });
  });

  it.each(['bar=-1', 'bar=101', 'bar=high'])('takes the usual bar for %s', (text) => {
    expect(at(text).bar).toBe(USUAL_BAR);
  });

  it('leaves the feature as it is where the address names none, or one that there is not', () => {
    const now = { ...usual, column: 'tempo' };
    expect(at('', now).column).toBe('tempo');
    expect(at('curve=loudness', now).column).toBe('tempo');
  });

  it('comes back from what is written of it', () => {
    const views: View[] = [
      usual,
      { ...usual, unit: 'track', bar: 40 },
      { ...usual, model: 'glassbox', column: 'tempo' },
    ];
    for (const view of views) {
      const written = Object.entries(viewParams(view, sets, features)).filter(([, value]) => value !== null);
      expect(at(new URLSearchParams(written as [string, string][]).toString())).toEqual(view);
    }
    expect(Object.values(viewParams(usual, sets, features)).every((value) => value === null)).toBe(true);
  });
});

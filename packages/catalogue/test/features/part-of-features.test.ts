import { describe, expect, it } from 'vitest';
import {
  encoderGroups,
  featuresOfFamilies,
  fixedFeatures,
  foldFeatures,
  protocolNamed,
  protocolPlan,
  unitRows,
} from '../../src/index.js';
import { codedTracks, madeCatalogue } from './small-catalogue.js';

const tracks = codedTracks(madeCatalogue());
const fixed = fixedFeatures(tracks);

describe('features of a protocol out of those of one that knows more', () => {
  it.each([
    ['known-artist', 'at-release-known'],
    ['new-artist', 'at-release-new'],
  ] as const)('are those that it would have made: %s, %s', (more, less) => {
    const unit = unitRows(tracks, 'track');
    const [wide, narrow] = [protocolNamed(more), protocolNamed(less)];
    const [fold] = protocolPlan(tracks, unit, wide, 5, 0).folds;
    expect(protocolPlan(tracks, unit, narrow, 5, 0).folds[0]).toEqual(fold);
    const at = (places: Uint32Array) => Uint32Array.from(places, (i) => unit.rows[i]!);
    const made = (families: typeof wide.families) =>
      foldFeatures(
        tracks,
        fixed,
        families,
        unit.target,
        encoderGroups(tracks, wide),
        at(fold!.train),
        at(fold!.test),
      );
    const whole = made(wide.families);
    const part = featuresOfFamilies(whole, tracks, fixed, narrow.families);
    expect(part).toEqual(made(narrow.families));
    expect(part.train.columns.length).toBeLessThan(whole.train.columns.length);
    // Nothing is computed anew: the columns are the same arrays.
    expect(whole.train.columns).toContain(part.train.columns.at(-1));
  });

  it('refuse families that were not among them', () => {
    const unit = unitRows(tracks, 'track');
    const { families } = protocolNamed('at-release-new');
    const groups = encoderGroups(tracks, protocolNamed('at-release-new'));
    const whole = foldFeatures(tracks, fixed, families, unit.target, groups, unit.rows, new Uint32Array(0));
    expect(() => featuresOfFamilies(whole, tracks, fixed, [...families, 'context'])).toThrow(RangeError);
  });
});

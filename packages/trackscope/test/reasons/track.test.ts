import { protocolNamed } from '@trackscope/catalogue';
import { glassbox } from '@trackscope/learn';
import { beforeAll, describe, expect, it } from 'vitest';
import { honestData as honestDataOf } from '../../src/honest/data.js';
import { largestReasons } from '../../src/reasons/contributions.js';
import { counterfactual } from '../../src/reasons/counterfactual.js';
import { explainTrack, type StoredModel, type TrackReasons } from '../../src/reasons/explain-track.js';
import { explainGlassbox } from '../../src/reasons/explainable.js';
import { rowsOfGenre } from '../../src/reasons/genre-rows.js';
import { featuresWithoutOwn, knownRows } from '../../src/reasons/own-work-left-out.js';
import { similarTracks } from '../../src/reasons/similar.js';
import { rarity, type SoundRegion, soundRegion } from '../../src/reasons/sound-region.js';
import { SOUND_AXES, soundOf, soundSpace } from '../../src/reasons/sound-space.js';
import { whatIf } from '../../src/reasons/what-if.js';
import { type Fitted, fitSynthetic, numbersOf, syntheticTracks } from './synthetic.js';

function stored(fitted: Fitted, protocol = 'known-artist'): StoredModel {
  return {
    protocol: protocolNamed(protocol),
    unit: 'recording',
    synthetic: false,
    model: fitted.model,
    interval: null,
    chance: null,
  };
}

/** Base, groups and what keeps it within 0 to 100. */
function sumOf({ base, groups, held }: TrackReasons): number {
  return groups.reduce((sum, { points }) => sum + points, base) + held;
}

describe('reasons of one track', () => {
  let fitted: Fitted;
  beforeAll(async () => {
    fitted = await fitSynthetic(syntheticTracks(), 'known-artist');
  });

  it('add up exactly to the prediction, by group and by reason', () => {
    for (const row of [0, 2, 7, 100, 1799]) {
      const found = explainTrack(fitted.data, stored(fitted), row, 60);
      expect(sumOf(found)).toBeCloseTo(found.prediction, 9);
      for (const group of found.groups) {
        expect(group.reasons.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(group.points, 9);
      }
      const features = featuresWithoutOwn(
        fitted.data.tracks,
        fitted.data.fixed,
        fitted.data.units.recording,
        protocolNamed('known-artist'),
        row,
      );
      expect(found.prediction).toBeCloseTo(fitted.model.predict(features)[0]!, 9);
    }
  });

  it('point the right way: compilations down, energy up and down', () => {
    const { tracks } = fitted.data;
    const energy = tracks.audio.energy!;
    const loudest = energy.indexOf(Math.max(...energy));
    const calmest = energy.indexOf(Math.min(...energy));
    const points = (row: number, topic: string) =>
      explainTrack(fitted.data, stored(fitted), row, 60)
        .groups.flatMap(({ reasons }) => reasons)
        .find((reason) => reason.topic === topic)!;
    expect(points(loudest, 'energy').points).toBeGreaterThan(5);
    expect(points(loudest, 'energy').text).toMatch(/^Energetic for genre/);
    expect(points(calmest, 'energy').points).toBeLessThan(-5);
    expect(points(calmest, 'energy').text).toMatch(/^Calm for genre/);
    const groupsOf = (row: number) => {
      const { groups } = explainTrack(fitted.data, stored(fitted), row, 60);
      return groups
        .filter(({ family }) => family === 'context' || family === 'album')
        .reduce((s, g) => s + g.points, 0);
    };
    expect(groupsOf(3)).toBeLessThan(-6);
    expect(groupsOf(4)).toBeGreaterThan(2);
    expect(largestReasons(explainTrack(fitted.data, stored(fitted), 3, 60), 3)).toHaveLength(3);
  });

  it('have no NaN, and say that the track was learned from', () => {
    const found = explainTrack(fitted.data, stored(fitted), 5, 60);
    expect(numbersOf(found).every(Number.isFinite)).toBe(true);
    expect(found.notes.join(' ')).toContain("without the track's own song and recording");
    expect(found.among).toBe('genre 0');
    expect(found.counterfactual?.text.length).toBeGreaterThan(20);
  });

  it('hold without some columns, a popularity, a genre', async () => {
    const few = syntheticTracks({ tracks: 600, without: ['valence', 'loudness', 'key'] });
    few.popularity[4] = Number.NaN;
    few.audio.energy![4] = Number.NaN;
    const other = await fitSynthetic(few, 'known-artist');
    const found = explainTrack(other.data, stored(other), 4, 60);
    expect(numbersOf(found).every(Number.isFinite)).toBe(true);
    expect(found.actual).toBeNull();
    expect(found.notes.join(' ')).toContain('not known of its sound: energy');
    expect(found.counterfactual?.changes.some(({ name }) => name === 'energy')).toBe(false);
  });

  it('are the terms of a glassbox, pairs by half', async () => {
    const { data, heldRows } = fitted;
    const names = data.tracks.audio;
    const columns = ['energy', 'valence', 'tempo'].map((name) => ({
      kind: 'numeric' as const,
      name,
      values: Float64Array.from(heldRows, (row) => names[name]![row]!),
    }));
    const table = { rows: heldRows.length, columns };
    const model = await glassbox.fit(table, fitted.target, { pairs: 2 });
    const explained = explainGlassbox(model, ['sound', 'sound', 'sound']);
    const { values, bias } = explained.contributions(table);
    const predicted = model.predict(table);
    for (let row = 0; row < 20; row++) {
      const sum = Array.from(values.subarray(row * 3, row * 3 + 3)).reduce((a, b) => a + b, bias);
      expect(sum).toBeCloseTo(predicted[row]!, 9);
    }
  });
});

describe('history without the own work', () => {
  it('does not move when the labels of the work change, and does when those of the artist do', () => {
    const protocol = protocolNamed('known-artist');
    const features = (change: readonly number[]) => {
      const tracks = syntheticTracks({ tracks: 240 });
      // Row 8 becomes another release of row 7.
      tracks.works.codes[8] = tracks.works.codes[7]!;
      for (const row of change) tracks.popularity[row] = 100;
      const rows = Uint32Array.from({ length: 240 }, (_, i) => i);
      const unit = { unit: 'track' as const, rows, target: tracks.popularity };
      return featuresWithoutOwn(tracks, fixedOf(tracks), unit, protocol, 7).columns.map((column) =>
        column.kind === 'numeric' ? column.values[0]! : 0,
      );
    };
    expect(features([7, 8])).toEqual(features([]));
    expect(features([9])).not.toEqual(features([]));
  });

  it('leaves out the artist, as guest too, where artists are held out', () => {
    const tracks = syntheticTracks({ tracks: 240 });
    const rows = Uint32Array.from({ length: 240 }, (_, i) => i);
    const unit = { unit: 'track' as const, rows, target: tracks.popularity };
    const performers = { ...tracks.performers, codes: tracks.performers.codes.slice() };
    performers.codes[100] = performers.codes[7]!;
    const known = knownRows({ ...tracks, performers }, unit, protocolNamed('new-artist'), 7);
    // Artist 1 has the tracks 6 to 11; track 100 has it as a guest.
    expect(Array.from(rows.filter((row) => !known.includes(row)))).toEqual([6, 7, 8, 9, 10, 11, 100]);
    expect(knownRows(tracks, unit, protocolNamed('known-artist'), 7)).toHaveLength(239);
  });
});

function fixedOf(tracks: Fitted['data']['tracks']) {
  return honestDataOf(tracks).fixed;
}

describe('tracks that sound alike', () => {
  const tracks = syntheticTracks({ tracks: 500 });
  const space = soundSpace(tracks);

  it('are the nearest by plain arithmetic, own work left out, one of each other work', () => {
    const z = SOUND_AXES.map((name) => {
      const values = Array.from(tracks.audio[name]!, (v) => (name === 'duration_min' ? Math.log(v) : v));
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      const sd = Math.sqrt(values.reduce((s, v) => s + (v - mean) ** 2, 0) / values.length);
      return values.map((v) => (v - mean) / sd);
    });
    const distance = (a: number, b: number) =>
      Math.sqrt(z.reduce((s, axis) => s + (axis[a]! - axis[b]!) ** 2, 0));
    const [twin, ...expected] = Array.from({ length: 500 }, (_, row) => row)
      .filter((row) => row !== 10)
      .sort((a, b) => distance(10, a) - distance(10, b))
      .slice(0, 6);
    // The nearest of all becomes another release of the track itself.
    tracks.works.codes[twin!] = tracks.works.codes[10]!;
    const found = similarTracks(tracks, space, 10);
    expect(found.map(({ row }) => row)).toEqual(expected);
    expect(found[0]!.distance).toBeCloseTo(distance(10, expected[0]!), 4);
    // The two nearest become releases of one work: only the nearer is named.
    tracks.works.codes[expected[1]!] = tracks.works.codes[expected[0]!]!;
    const again = similarTracks(tracks, space, 10).map(({ row }) => row);
    expect(again).not.toContain(expected[1]);
    expect(again.slice(0, 4)).toEqual([expected[0], ...expected.slice(2)]);
    expect(similarTracks(tracks, space, 10, { among: rowsOfGenre(tracks, 0), count: 3 })).toHaveLength(3);
  });
});

describe('what if, and the smallest change that reaches a bar', () => {
  const tracks = syntheticTracks({ tracks: 1200 });
  const space = soundSpace(tracks);
  const region: SoundRegion = soundRegion(tracks, space, 'genre 0', rowsOfGenre(tracks, 0))!;
  const energyAxis = space.axes.indexOf('energy');
  const byEnergy = (sounds: readonly Float64Array[]) => sounds.map((sound) => 30 + 40 * sound[energyAxis]!);
  const current = soundOf(tracks, space, 0).fill(0.5, energyAxis, energyAxis + 1);

  it('predicts a change and warns outside of what was seen', () => {
    expect(whatIf(byEnergy, space, region, current, { energy: 0.7 })).toMatchObject({
      prediction: 58,
      warnings: [],
    });
    const loud = whatIf(byEnergy, space, region, current, { loudness: 20 });
    expect(loud.change).toBe(0);
    expect(loud.warnings.join()).toMatch(/loudness 20 dB is outside of what 98 % of genre 0 has/);
    expect(() => whatIf(byEnergy, space, region, current, { moon: 1 })).toThrow(/moon/);
  });

  it('changes the one thing that matters, just as far as it must', () => {
    const found = counterfactual(byEnergy, space, region, current, 56);
    expect(found.outcome).toBe('reachable');
    expect(found.changes.map(({ name }) => name)).toEqual(['energy']);
    // 30 + 40 x = 56 at x = 0.65; the last halving leaves a 64th of the way.
    expect(found.changes[0]!.to).toBeGreaterThanOrEqual(0.65);
    expect(found.changes[0]!.to).toBeLessThan(0.665);
    expect(found.prediction).toBeGreaterThanOrEqual(56);
    expect(counterfactual(byEnergy, space, region, current, 50).outcome).toBe('already');
  });

  it('keeps to the genre: a bar beyond its 95 % is out of reach, and it says how far sound goes', () => {
    const found = counterfactual(byEnergy, space, region, current, 99);
    const { high } = region.usual[energyAxis]!;
    expect(found.outcome).toBe('not-reachable');
    expect(found.prediction).toBeLessThanOrEqual(30 + 40 * high + 1e-9);
    expect(found.prediction).toBeGreaterThan(30 + 40 * high - 3);
    expect(found.evaluations).toBeLessThan(3000);
  });

  it('finds a joint change where no single one helps', () => {
    const tempo = space.axes.indexOf('tempo');
    const both = (sounds: readonly Float64Array[]) =>
      sounds.map((s) => (s[energyAxis]! > 0.6 && s[tempo]! > 125 ? 70 : 20));
    const calm = current.slice();
    calm[tempo] = 100;
    const found = counterfactual(both, space, region, calm, 60);
    expect(found.outcome).toBe('reachable');
    expect(new Set(found.changes.map(({ name }) => name))).toEqual(new Set(['energy', 'tempo']));
    const sound = calm.slice();
    for (const { name, to } of found.changes) sound[space.axes.indexOf(name)] = to;
    expect(rarity(space, region, sound)).toBeLessThanOrEqual(
      Math.max(region.rarityLimit, rarity(space, region, calm)) + 1e-9,
    );
  });

  it('does not leave what goes together: quiet energy is rare where energy is loud', () => {
    const tied = syntheticTracks({ tracks: 1200 });
    tied.audio.loudness!.set(tied.audio.energy!.map((energy) => -20 + 15 * energy));
    const place = soundSpace(tied);
    const group = soundRegion(tied, place, 'genre 0', rowsOfGenre(tied, 0))!;
    const [energy, loudness] = [place.axes.indexOf('energy'), place.axes.indexOf('loudness')];
    const apart = (sounds: readonly Float64Array[]) =>
      sounds.map((s) => 30 + 40 * (s[energy]! - (s[loudness]! + 20) / 15));
    const from = soundOf(tied, place, 0);
    // Free to choose, 0.95 − 0.05 of energy would be worth 36 points.
    const found = counterfactual(apart, place, group, from, 62, 0);
    expect(found.outcome).toBe('not-reachable');
    const sound = from.slice();
    for (const { name, to } of found.changes) sound[place.axes.indexOf(name)] = to;
    expect(rarity(place, group, sound, 0)).toBeLessThanOrEqual(
      Math.max(group.rarityLimit, rarity(place, group, from, 0)) + 1e-9,
    );
    const odd = whatIf(apart, place, group, from, { energy: 0.9, loudness: -19 });
    expect(odd.warnings.join()).toContain('all together are not');
  });

  it('answers "not reachable by sound" where sound has no effect', async () => {
    const deaf = await fitSynthetic(syntheticTracks({ energy: 0 }), 'known-artist');
    const found = explainTrack(deaf.data, stored(deaf), 3, 60);
    expect(found.counterfactual?.outcome).toBe('not-reachable');
    expect(found.counterfactual?.text).toContain('60 is not reachable by sound');
    expect(found.counterfactual!.prediction - found.prediction).toBeLessThan(3);
  });
});

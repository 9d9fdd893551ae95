import type { Finding, GroupProfile } from '@trackscope/catalogue';
import type { Evaluation, EvaluationEntry } from 'trackscope/browser';
import { describe, expect, it } from 'vitest';
import { readView as readGenres } from '../src/pages/genres/genre-view.js';
import { ladder } from '../src/pages/models/honest.js';
import { onlyThis, readView as readModels } from '../src/pages/models/model-view.js';
import { findingGroups } from '../src/pages/overview/finding-groups.js';
import { sortOrder, sortValue } from '../src/parts/sortable.js';

const quartiles = {
  min: 0,
  q1: 1,
  median: 2,
  q3: 3,
  max: 4,
  mean: { value: 2, low: 1, high: 3, n: 9 },
  sd: 1,
};
const group = (name: string, macro: string): GroupProfile => ({
  name,
  macro,
  tracks: 9,
  features: { popularity: quartiles, energy: quartiles },
  shareZero: null,
  share70: null,
});
const profile = {
  genres: [group('pop', 'Pop'), group('rock, hard', 'Rock'), group('punk', 'Rock')],
  macroGenres: [group('Pop', 'Pop'), group('Rock', 'Rock')],
};

describe('the address of the genres page', () => {
  const read = (query: string) => readGenres(new URLSearchParams(query), profile);

  it('has sensible answers where it says nothing', () => {
    expect(read('')).toEqual({
      level: 'genre',
      feature: 'popularity',
      sort: 'median',
      descending: true,
      chosen: [],
      pair: ['pop', 'punk'],
      all: false,
      lit: null,
    });
  });

  it('is read whole, names with commas too', () => {
    const view = read(
      'by=genre&feature=energy&sort=iqr&pick=punk,rock%252C hard&vs=punk,pop&all=yes&lit=Rock',
    );
    expect(view).toMatchObject({
      feature: 'energy',
      sort: 'iqr',
      descending: false,
      pair: ['punk', 'pop'],
      all: true,
      lit: 'Rock',
    });
    expect(view.chosen).toEqual(['punk', 'rock, hard']);
  });

  it('lets pass what it cannot mean', () => {
    const view = read('by=macro&feature=colour&sort=-beauty&pick=Pop,Polka&vs=Pop&lit=Polka');
    expect(view).toMatchObject({
      level: 'macro',
      feature: 'popularity',
      sort: 'median',
      chosen: ['Pop'],
      pair: ['Pop', 'Rock'],
      lit: null,
    });
  });
});

const entry = (
  protocol: EvaluationEntry['protocol'],
  unit: EvaluationEntry['unit'],
  model: EvaluationEntry['model'],
  r2: number,
  baseline = false,
): EvaluationEntry => ({
  protocol,
  unit,
  model,
  r2,
  rows: 10,
  trainRows: 40,
  folds: 5,
  mae: 1,
  rmse: 1,
  r2Sd: 0.01,
  fitSeconds: 1,
  predictSeconds: 1,
  ...(baseline ? { baseline } : {}),
});
const evaluation: Evaluation = {
  formatVersion: 1,
  protocols: [{ protocol: 'published', title: 'Published', optimistic: true, note: '' }],
  evaluation: [
    entry('published', 'listing', 'forest', 0.8),
    entry('known-artist', 'recording', 'mean', 0.9, true),
    entry('known-artist', 'recording', 'linear', 0.7),
    entry('known-artist', 'recording', 'boosted', 0.84),
    entry('known-artist', 'track', 'boosted', 0.86),
    entry('at-release-known', 'track', 'boosted', 0.62),
  ],
};

describe('the address of the models page', () => {
  const read = (query: string) => readModels(new URLSearchParams(query), evaluation)!;

  it('begins with the first honest protocol and its best model, baselines aside', () => {
    const { group: judged, entry: best } = read('');
    expect([judged.protocol, judged.unit, best.model]).toEqual(['known-artist', 'recording', 'boosted']);
  });

  it('gives way step by step where something was not judged', () => {
    expect(read('protocol=known-artist&unit=track&model=linear').entry).toMatchObject({
      unit: 'track',
      model: 'boosted',
    });
    expect(read('protocol=at-release-known&unit=recording').group).toMatchObject({
      protocol: 'at-release-known',
      unit: 'track',
    });
    expect(read('protocol=published&model=forest').entry.r2).toBe(0.8);
    expect(readModels(new URLSearchParams(), null)).toBeNull();
  });

  it('can draw one model as if it were alone, with its baselines', () => {
    const alone = onlyThis(read('protocol=known-artist&unit=recording&model=linear'));
    expect(alone.best.r2).toBe(0.7);
    expect(alone.models).toHaveLength(1);
    expect(alone.baselines).toHaveLength(1);
  });
});

describe('the ladder from the published figure to the honest ones', () => {
  it('has one rung for each protocol, by recording where there is one', () => {
    expect(ladder(evaluation).map((r) => [r.protocol, r.entry.unit, r.entry.r2, r.optimistic])).toEqual([
      ['published', 'listing', 0.8, true],
      ['at-release-known', 'track', 0.62, false],
      ['known-artist', 'recording', 0.84, false],
    ]);
  });
});

describe('groups of findings', () => {
  it('stand in the order of their weightiest, each from the weightiest down', () => {
    const finding = (id: string, figure: Finding['figure'], weight: number): Finding => ({
      id,
      figure,
      weight,
      text: '',
      numbers: {},
      names: [],
      rows: { where: '', tracks: 0 },
    });
    const findings = [
      finding('a', 'mood', 10),
      finding('b', 'genres', 40),
      finding('c', 'mood', 60),
      finding('d', null, 20),
    ];
    expect(findingGroups({ findings }).map((g) => [g.title, ...g.findings.map((f) => f.id)])).toEqual([
      ['Moods', 'c', 'a'],
      ['Genres and popularity', 'b'],
      ['Also', 'd'],
    ]);
  });
});

describe('sorting a table', () => {
  it('goes by the number of a cell where it has one, by its text else, absent numbers least', () => {
    expect(sortValue('1200', '1,200', true)).toBe(1200);
    expect(sortValue(null, '  Zulu ', false)).toBe('zulu');
    expect(sortValue('', '–', true)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('keeps equal rows as they stand, both ways', () => {
    expect(sortOrder([2, 1, 2, 3], true)).toEqual([1, 0, 2, 3]);
    expect(sortOrder([2, 1, 2, 3], false)).toEqual([3, 0, 2, 1]);
  });
});

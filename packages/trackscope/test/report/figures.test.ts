import type { ColumnProfile, Correlations, Profile } from '@trackscope/catalogue';
import { describe, expect, it } from 'vitest';
import { bandsChart } from '../../src/report/figures/bands.js';
import { measureChart } from '../../src/report/figures/comparison.js';
import {
  bare,
  correlationChart,
  pairsOf,
  strongestPairsChart,
} from '../../src/report/figures/correlation.js';
import {
  barsOf,
  discreteChart,
  discreteCounts,
  histogramChart,
  tempoMarking,
} from '../../src/report/figures/distributions.js';
import { durationChart } from '../../src/report/figures/duration.js';
import { boxesChart, heatTableFigure } from '../../src/report/figures/genre-features.js';
import { genresChart, sharesChart } from '../../src/report/figures/genres.js';
import { importanceChart } from '../../src/report/figures/importances.js';
import { moodChart, quadrantsChart } from '../../src/report/figures/mood.js';
import { pairColumns, pairsChart } from '../../src/report/figures/pairs.js';
import { popularityBins, popularityChart } from '../../src/report/figures/popularity.js';
import { predictedChart } from '../../src/report/figures/predicted.js';
import { staffChart } from '../../src/report/figures/staff.js';
import { targetChart } from '../../src/report/figures/target.js';
import { rowLabel } from '../../src/report/figures/target-bin.js';
import type { Html } from '../../src/report/markup/html.js';
import { drawn, marks, texts } from './drawn.js';
import { syntheticEvaluation, syntheticExplanation, syntheticProfile } from './fixtures/synthetic.js';

const profile: Profile = syntheticProfile();
const column = (name: string): ColumnProfile => profile.columns.find((c) => c.name === name)!;
const target = profile.target!;
const models = syntheticExplanation().models;
const entries = syntheticEvaluation().evaluation.filter((e) => e.protocol === 'published');

/** Every chart of the report, drawn from the fixture, with the words that its axes must carry. */
const CHARTS: readonly [name: string, draw: () => Html, axes: readonly string[]][] = [
  [
    'popularity, wide',
    () => popularityChart(column('popularity'), target, 'wide'),
    ['Popularity (points)', 'Tracks per 2 points'],
  ],
  [
    'popularity, narrow',
    () => popularityChart(column('popularity'), target, 'narrow'),
    ['Popularity (points)'],
  ],
  ['histogram', () => histogramChart(column('tempo')), ['Tempo (BPM)', 'Tracks']],
  ['discrete', () => discreteChart(column('key')), ['Key', 'Tracks']],
  ['correlation', () => correlationChart(profile.correlations), []],
  [
    'strongest pairs, wide',
    () => strongestPairsChart(pairsOf(profile.correlations).slice(0, 15), 'wide'),
    ['Correlation'],
  ],
  [
    'strongest pairs, narrow',
    () => strongestPairsChart(pairsOf(profile.correlations).slice(0, 15), 'narrow'),
    ['Correlation'],
  ],
  ['pairs', () => pairsChart(profile, pairColumns(profile.pairs)), []],
  ['mood', () => moodChart(profile.mood.classes[0]!, 0, 0.02), ['Valence', 'Energy']],
  ['quadrants', () => quadrantsChart(profile.mood.quadrants), ['Mean popularity (points)']],
  [
    'target',
    () => targetChart(target.curves[0]!, [20, 50], 33),
    ['Duration (min)', 'Mean popularity (points)'],
  ],
  [
    'target of names',
    () => targetChart(target.curves.find((c) => c.column === 'mode')!, [20, 50], 33),
    ['Mode'],
  ],
  [
    'duration, wide',
    () => durationChart(profile, target.curves[0]!.bins, 'wide'),
    ['Duration (min)', 'Popularity (points)'],
  ],
  [
    'duration, narrow',
    () => durationChart(profile, target.curves[0]!.bins, 'narrow'),
    ['Duration (min)', 'Popularity (points)'],
  ],
  ['genres', () => genresChart(profile.genres.slice(0, 38), 0), ['Popularity (points)']],
  ['shares', () => sharesChart(profile.genres.slice(0, 38), 0), ['Share of tracks (%)']],
  ['boxes', () => boxesChart(profile.macroGenres, 'loudness', [-36, 4]), ['Loudness (dB)']],
  ['staff', () => staffChart(profile.macroGenres), []],
  ['measure', () => measureChart(entries, 'mae', 'x', 'Published'), ['MAE (points)']],
  ['importances', () => importanceChart(models[1]!, 'x'), ['Importance (%)']],
  ['predicted', () => predictedChart(models[1]!, 'x'), ['Actual (points)', 'Predicted (points)']],
  ['bands', () => bandsChart(models[1]!, 'x'), ['Actual popularity (points)', 'Error (points)']],
];

describe.each(CHARTS)('%s', (_, draw, axes) => {
  const { svg, warnings } = drawn(draw);

  it('is drawn without a warning', () => {
    expect(warnings).toBe(0);
    expect(svg.textContent).not.toContain('⚠');
  });

  it('names its axes with units', () => {
    const words = [...texts(svg, 'x-axis label'), ...texts(svg, 'y-axis label')];
    for (const axis of axes) expect(words).toContain(axis);
  });

  it('is a picture with a description, its own colours left to the page', () => {
    expect(svg.getAttribute('role')).toBe('img');
    expect(svg.getAttribute('aria-label')!.length).toBeGreaterThan(30);
    expect(svg.querySelector('style')).toBeNull();
    expect(svg.outerHTML).not.toMatch(/(?:fill|stroke)="#/);
    expect(svg.outerHTML).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe('popularity', () => {
  const small = {
    ...column('popularity'),
    zeros: 2,
    histogram: { start: 0, step: 10, counts: [5, 0, 0, 1, 0, 0, 0, 4, 0, 1] },
  };

  it('takes the zeros out of the first bin', () => {
    expect(popularityBins(small).slice(0, 3)).toEqual([
      { low: 0, high: 0, count: 2 },
      { low: 0, high: 10, count: 3 },
      { low: 10, high: 20, count: 0 },
    ]);
    expect(popularityBins({ ...small, zeros: 0 })).toHaveLength(10);
  });

  it('draws the zeros apart, and bins from 70 on in the colour of hits', () => {
    const { svg } = drawn(() => popularityChart(small, target, 'wide'));
    expect(marks(svg, 'zeros', 'rect')).toBe(1);
    const fills = [...svg.querySelectorAll('[aria-label="rect"]:not(.zeros) rect')].map((r) =>
      r.getAttribute('fill'),
    );
    expect(fills.filter((f) => f === 'var(--accent)')).toHaveLength(3);
    expect(fills.filter((f) => f === 'var(--main)')).toHaveLength(7);
  });
});

describe('distributions', () => {
  it('leaves out of the edge bars what lies beyond them', () => {
    const bars = barsOf({ start: 0, step: 1, counts: [5, 6, 9], below: 1, above: 7 });
    expect(bars.map((b) => b.count)).toEqual([4, 6, 2]);
  });

  it('draws a bar for each bin', () => {
    const { svg } = drawn(() => histogramChart(column('valence')));
    expect(marks(svg, 'bars', 'rect')).toBe(40);
  });

  it('names keys and modes', () => {
    const mode = { ...column('mode'), histogram: { start: 0, step: 1, counts: [3, 7] } };
    expect(discreteCounts(mode)).toEqual([
      { name: 'minor', count: 3 },
      { name: 'major', count: 7 },
    ]);
    expect(texts(drawn(() => discreteChart(column('key'))).svg, 'x-axis tick label')).toEqual([
      'C',
      'C♯',
      'D',
      'D♯',
      'E',
      'F',
      'F♯',
      'G',
      'G♯',
      'A',
      'A♯',
      'B',
    ]);
  });

  it('knows the markings of a metronome', () => {
    expect([50, 70, 100, 110, 122, 180, 210].map(tempoMarking)).toEqual([
      'largo',
      'adagio',
      'andante',
      'moderato',
      'allegro',
      'presto',
      'prestissimo',
    ]);
  });
});

describe('correlation', () => {
  const three: Correlations = {
    columns: ['energy', 'loudness', 'valence'],
    pearson: [
      [1, 0.76, -0.2],
      [0.76, 1, null],
      [-0.2, null, 1],
    ],
    spearman: [
      [1, 0.75, -0.1],
      [0.75, 1, null],
      [-0.1, null, 1],
    ],
  };

  it('has Pearson below the diagonal and Spearman above', () => {
    const { svg } = drawn(() => correlationChart(three));
    expect(marks(svg, 'coefficients', 'rect')).toBe(6);
    expect(marks(svg, 'diagonal', 'rect')).toBe(3);
    const all = texts(svg);
    // Three names, then the cells row by row.
    expect(all.slice(3)).toEqual(['.75', '−.10', '.76', '–', '−.20', '–']);
  });

  it('ranks pairs by size and skips constant columns', () => {
    expect(pairsOf(three).map((p) => p.pearson)).toEqual([0.76, -0.2]);
    expect([bare(1), bare(-0.584), bare(0)]).toEqual(['1.00', '−.58', '.00']);
  });

  it('has one density below, one coefficient above and one histogram on each diagonal panel', () => {
    const columns = pairColumns(profile.pairs);
    expect(columns).toHaveLength(9);
    const { svg } = drawn(() => pairsChart(profile, columns));
    expect(svg.querySelectorAll('[aria-label="density"]')).toHaveLength(36);
    expect(svg.querySelectorAll('[aria-label="coefficient"]')).toHaveLength(36);
    expect(svg.querySelectorAll('[aria-label="histogram"]')).toHaveLength(9);
  });
});

describe('target', () => {
  it('draws a ring for thin bins and leaves out what is off the scale', () => {
    const estimate = (value: number, n: number) => ({ value, low: value - 1, high: value + 1, n });
    const bin = (low: number, value: number, n: number) => ({
      low,
      high: low + 1,
      mean: estimate(value, n),
      share70: estimate(0.1, n),
    });
    const curve = {
      column: 'duration_min',
      pearson: null,
      spearman: null,
      bins: [bin(0, 30, 100), bin(1, 35, 10), bin(2, 90, 2)],
    };
    const { svg } = drawn(() => targetChart(curve, [20, 50], null));
    expect(svg.querySelectorAll('circle[fill="var(--main)"], g[fill="var(--main)"] circle')).toHaveLength(1);
    expect(svg.querySelectorAll('circle')).toHaveLength(2);
    expect(marks(svg, 'interval', 'line')).toBe(2);
  });

  it('puts bins into words', () => {
    const b = { low: 10, high: 15, mean: target.shareZero, share70: target.shareZero };
    expect(rowLabel('duration_min', b)).toBe('10.00 to 15.00 min');
    expect(rowLabel('duration_min', { ...b, open: 'above' })).toBe('10.00 min and over');
    expect(rowLabel('key', { ...b, low: 1, high: 1 })).toBe('C♯');
  });
});

describe('genres', () => {
  it('draws a bar, a median, a mean and a number for each', () => {
    const { svg } = drawn(() => genresChart(profile.genres.slice(0, 38), 0));
    expect(marks(svg, 'middle-half', 'rect')).toBe(38);
    expect(marks(svg, 'median', 'line')).toBe(38);
    expect(marks(svg, 'mean', 'circle')).toBe(38);
    expect(texts(svg)).toHaveLength(38);
  });

  it('has both shares with both intervals for each', () => {
    const { svg } = drawn(() => sharesChart(profile.genres.slice(0, 10), 0));
    expect(marks(svg, 'zeros', 'circle')).toBe(10);
    expect(marks(svg, 'hits', 'circle')).toBe(10);
    expect(marks(svg, 'interval', 'line')).toBe(20);
  });

  it('lists every genre in the table of medians, shaded from 1 to 7', () => {
    const body = String(heatTableFigure(profile)!.body);
    expect(body.match(/<tr>/g)).toHaveLength(1 + 114);
    expect(new Set([...body.matchAll(/class="num (d\d)"/g)].map((m) => m[1]))).toEqual(
      new Set(['d1', 'd2', 'd3', 'd4', 'd5', 'd6', 'd7']),
    );
  });

  it('sorts macro-genres within each feature by median', () => {
    const { svg } = drawn(() => boxesChart(profile.macroGenres, 'energy', [0, 1]));
    const expected = [...profile.macroGenres]
      .sort((a, b) => b.features.energy!.median - a.features.energy!.median)
      .map((g) => g.name.slice(0, 6));
    expect(texts(svg, 'y-axis tick label').map((t) => t.slice(0, 6))).toEqual(expected);
  });
});

describe('models', () => {
  it('writes each figure beside its bar', () => {
    const { svg } = drawn(() => measureChart(entries, 'r2', 'x', 'Published'));
    expect(svg.querySelectorAll('[aria-label="bar"] rect').length).toBe(4);
    expect(texts(svg)).toEqual(['0.252', '0.801', '0.758', '0.801']);
  });

  it('draws error and bias for every band that has rows', () => {
    const empty = { low: 101, high: 120, rows: 0, mae: Number.NaN, bias: Number.NaN };
    const { svg, warnings } = drawn(() =>
      bandsChart({ ...models[0]!, bands: [...models[0]!.bands, empty] }, 'x'),
    );
    expect(warnings).toBe(0);
    expect(svg.querySelectorAll('[aria-label="bar"] rect').length).toBe(5);
    expect(marks(svg, 'bias', 'circle')).toBe(5);
  });
});

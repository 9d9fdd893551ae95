import type { ColumnProfile, Correlations, Profile } from '@trackscope/catalogue';
import { describe, expect, it } from 'vitest';
import { bandsChart } from '../../src/report/figures/bands.js';
import { calibrationChart } from '../../src/report/figures/calibration.js';
import { measureChart } from '../../src/report/figures/comparison.js';
import {
  bare,
  correlationChart,
  pairsOf,
  strongestPairsChart,
} from '../../src/report/figures/correlation.js';
import { coverageChart } from '../../src/report/figures/coverage.js';
import {
  barsOf,
  discreteChart,
  discreteCounts,
  histogramChart,
  tempoMarking,
} from '../../src/report/figures/distributions.js';
import { driverCurveChart } from '../../src/report/figures/driver-curves.js';
import { familyFallsChart, familySharesChart } from '../../src/report/figures/driver-families.js';
import { durationChart } from '../../src/report/figures/duration.js';
import { boxesChart, heatTableFigure } from '../../src/report/figures/genre-features.js';
import { genresChart, sharesChart } from '../../src/report/figures/genres.js';
import { importanceChart } from '../../src/report/figures/importances.js';
import { interactionsChart } from '../../src/report/figures/interactions.js';
import { judged } from '../../src/report/figures/judged.js';
import { knowledge, knowledgeChart } from '../../src/report/figures/knowledge.js';
import { moodChart, quadrantsChart } from '../../src/report/figures/mood.js';
import { pairColumns, pairsChart } from '../../src/report/figures/pairs.js';
import { popularityBins, popularityChart } from '../../src/report/figures/popularity.js';
import { predictedChart } from '../../src/report/figures/predicted.js';
import { protocolScoresChart } from '../../src/report/figures/protocol-scores.js';
import { soundBeyondGenreChart } from '../../src/report/figures/sound-beyond-genre.js';
import { staffChart } from '../../src/report/figures/staff.js';
import { targetChart } from '../../src/report/figures/target.js';
import { rowLabel } from '../../src/report/figures/target-bin.js';
import type { Html } from '../../src/report/markup/html.js';
import { drawn, marks, texts } from './drawn.js';
import { honestDrivers, honestEvaluation } from './fixtures/honest.js';
import { syntheticEvaluation, syntheticExplanation, syntheticProfile } from './fixtures/synthetic.js';

const profile: Profile = syntheticProfile();
const column = (name: string): ColumnProfile => profile.columns.find((c) => c.name === name)!;
const target = profile.target!;
const models = syntheticExplanation().models;
const entries = syntheticEvaluation().evaluation.filter((e) => e.protocol === 'published');
const evaluation = honestEvaluation();
const scored = judged(evaluation);
const known = scored[1]!;
const drivers = honestDrivers();
const curves = drivers.models[0]!.curves;
const protocols = ['published', 'known-artist', 'new-artist', 'at-release-known', 'at-release-new'] as const;

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
  ['measure with baselines', () => measureChart(known.models, 'r2', 'x', 'Known', known.baselines), ['R²']],
  ['knowledge, wide', () => knowledgeChart(evaluation, protocols, 'wide'), []],
  ['knowledge, narrow', () => knowledgeChart(evaluation, protocols, 'narrow'), []],
  ['protocol scores, wide', () => protocolScoresChart(scored, evaluation, 'wide'), ['R²']],
  ['protocol scores, narrow', () => protocolScoresChart(scored, evaluation, 'narrow'), ['R²']],
  [
    'family shares, wide',
    () => familySharesChart(drivers.models, evaluation, 'wide'),
    ['Share of what moves the predictions (%)'],
  ],
  ['family shares, narrow', () => familySharesChart(drivers.models, evaluation, 'narrow'), ['Share (%)']],
  ['family falls', () => familyFallsChart(drivers.models[0]!, 0.4, 'Known artist'), ['Fall of R²']],
  ['sound beyond genre', () => soundBeyondGenreChart(drivers.soundBeyondGenre!, 'At release'), ['R²']],
  ['interactions, wide', () => interactionsChart(drivers.interactions, evaluation, 'wide'), ['Change of R²']],
  [
    'interactions, narrow',
    () => interactionsChart(drivers.interactions, evaluation, 'narrow'),
    ['Change of R²'],
  ],
  [
    'curve of counts',
    () => driverCurveChart(curves[0]!, [10, 60], 'x', 'Known artist'),
    ['Artists on the album', 'Predicted popularity (points)'],
  ],
  [
    'curve of sound',
    () => driverCurveChart(curves[2]!, [10, 60], 'x', 'Known artist'),
    ['Loudness (dB)', 'Predicted popularity (points)'],
  ],
  [
    'curve of names',
    () => driverCurveChart({ ...curves[3]!, title: 'Explicit' }, [10, 60], 'x', 'Known artist'),
    ['Explicit', 'Predicted popularity (points)'],
  ],
  ['coverage', () => coverageChart(known.best, 'x', 'Known artist'), ['Inside the interval (%)']],
  [
    'calibration',
    () => calibrationChart(known.best, 'x', 'Known artist'),
    ['Predicted chance (%)', 'Reached it (%)'],
  ],
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

describe('protocols', () => {
  it('are known for what they let a model know', () => {
    const of = (protocol: (typeof protocols)[number], knowing: string) =>
      knowledge(protocol)
        .filter((k) => k.knowing === knowing)
        .map((k) => k.subject);
    expect(of('published', 'leak')).toEqual(['artist', 'twins']);
    expect(of('known-artist', 'hidden')).toEqual(['twins']);
    expect(of('new-artist', 'hidden')).toEqual(['artist', 'twins']);
    expect(of('at-release-new', 'known')).toEqual(['sound', 'genre', 'title']);
    const { svg } = drawn(() => knowledgeChart(evaluation, protocols, 'wide'));
    expect(marks(svg, 'leak', 'path')).toBe(2);
    expect(marks(svg, 'known', 'circle')).toBe(2 + 6 + 5 + 4 + 3);
    expect(marks(svg, 'hidden', 'text')).toBe(5 * 7 - 2 - 20);
  });

  it('have a dot, a spread where there are folds, and both baselines where there are some', () => {
    const { svg } = drawn(() => protocolScoresChart(scored, evaluation, 'wide'));
    expect(scored.map((j) => `${j.protocol} ${j.unit}`)).toEqual([
      'published listing',
      ...protocols.slice(1).flatMap((p) => [`${p} recording`, `${p} track`]),
    ]);
    expect(marks(svg, 'best', 'circle')).toBe(9);
    expect(marks(svg, 'sd', 'line')).toBe(8);
    expect(marks(svg, 'artist-mean', 'path')).toBe(8);
    expect(marks(svg, 'genre-mean', 'path')).toBe(8);
    expect(texts(svg).slice(0, 3)).toEqual(['0.80', '0.83', '0.85']);
  });

  it('draw baselines as named lines and count them in the scale', () => {
    const worse = { ...known.baselines[0]!, mae: 40 };
    const { svg } = drawn(() => measureChart(known.models, 'mae', 'x', 'Known', [worse]));
    expect(marks(svg, 'baseline', 'line')).toBe(1);
    expect(svg.textContent).toContain('mean 40.00');
    const line = svg.querySelector('.baseline line')!;
    expect(Number(line.getAttribute('x1'))).toBeLessThanOrEqual(330 - 52);
  });
});

describe('drivers', () => {
  it('share out a hundred per cent', () => {
    const { svg } = drawn(() => familySharesChart(drivers.models.slice(0, 1), evaluation, 'wide'));
    const widths = [...svg.querySelectorAll('.shares rect')].map((r) => Number(r.getAttribute('width')));
    expect(widths).toHaveLength(6);
    expect(widths.reduce((a, b) => a + b, 0)).toBeCloseTo(760 - 262 - 16, 0);
  });

  it('make a curve firm only where rows are', () => {
    const { svg } = drawn(() => driverCurveChart(curves[2]!, [10, 60], 'x', 'Known artist'));
    const points = (selector: string) =>
      (svg.querySelector(selector)!.getAttribute('d')!.match(/[ML]/g) ?? []).length +
      (svg.querySelector(selector)!.getAttribute('d')!.match(/,/g) ?? []).length;
    expect(points('.firm path, path.firm')).toBeLessThan(
      points('path[stroke-dasharray], [stroke-dasharray] path'),
    );
    expect(marks(svg, 'density', 'rect')).toBe(12);
  });

  it('name the values of a flag, and shorten an axis title to its unit', () => {
    const flag = { ...curves[3]!, name: 'single', title: 'Single' };
    const { svg } = drawn(() => driverCurveChart(flag, [10, 60], 'x', 'Known artist'));
    expect(texts(svg, 'x-axis tick label')).toEqual(['no', 'yes']);
    const long = { ...curves[1]!, title: 'Popularity of the artist in this genre' };
    const other = drawn(() => driverCurveChart(long, [10, 60], 'x', 'Known artist')).svg;
    expect(texts(other, 'x-axis label')).toEqual(['Value (points)']);
  });

  it('show a gain that crosses zero as crossing zero', () => {
    const { svg } = drawn(() => interactionsChart(drivers.interactions, evaluation, 'wide'));
    const zero = Number(svg.querySelector('.gain circle')!.getAttribute('cx'));
    const [from, to] = ['x1', 'x2'].map((a) => Number(svg.querySelector('.sd line')!.getAttribute(a)));
    expect(from!).toBeLessThan(zero);
    expect(to!).toBeGreaterThan(zero);
    expect(marks(svg, 'gain', 'circle')).toBe(2);
  });
});

describe('intervals', () => {
  it('are drawn for all, every band, every history and the eight worst genres, rings under 80 %', () => {
    const { svg } = drawn(() => coverageChart(known.best, 'x', 'Known artist'));
    expect(marks(svg, 'coverage', 'circle')).toBe(1 + 5 + 5 + 8);
    const rings = [...svg.querySelectorAll('.coverage circle')].filter(
      (c) => c.getAttribute('fill') === 'var(--paper)',
    );
    // By hand: bands 97, 90.5, 84, 77.5, 71; of genres from 74 in steps of 0.84 eight lie under 80.
    expect(rings).toHaveLength(2 + 8);
  });

  it('list bands in their order, however they come', () => {
    const by = known.best.coverageBy!;
    const shuffled = { ...known.best, coverageBy: { ...by, band: [...by.band].reverse() } };
    const { svg } = drawn(() => coverageChart(shuffled, 'x', 'Known artist'));
    expect(texts(svg, 'y-axis tick label').slice(2, 7)).toEqual([
      '0–19',
      '20–39',
      '40–59',
      '60–79',
      '80–100',
    ]);
  });

  it('calibrate with a dot and an interval for each group', () => {
    const { svg } = drawn(() => calibrationChart(known.best, 'x', 'Known artist'));
    expect(marks(svg, 'groups', 'circle')).toBe(10);
    expect(marks(svg, 'interval', 'line')).toBe(10);
  });
});

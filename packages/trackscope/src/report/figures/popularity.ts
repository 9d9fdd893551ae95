import * as Plot from '@observablehq/plot';
import type { ColumnProfile, Estimate, Profile } from '@trackscope/catalogue';
import { drawChart } from '../chart/draw.js';
import { columnOf, findingsFor } from '../input.js';
import { type Figure, twoSizes } from '../markup/figure.js';
import { type Html, html } from '../markup/html.js';
import { count, fixed, percent, plural, shareInterval } from '../markup/number.js';

/** Popularity from which a track counts as a hit. */
const HIT = 70;

/** The score's distribution: the zeros apart, the hits in their own colour. Null without popularity. */
export function popularityFigure(profile: Profile): Figure | null {
  const column = columnOf(profile, 'popularity');
  const target = profile.target;
  if (!column || !target) return null;
  const zeros = target.shareZero;
  const twins = target.zerosWithPopularTwin;
  const said = findingsFor(profile, 'popularity', 4);
  return {
    id: 'popularity',
    title: `Popularity of ${plural(column.count, 'track')}`,
    layout: 'beside',
    caption: [
      ...said,
      said.length > 0
        ? null
        : `${count(column.zeros)} tracks have a popularity of exactly 0; the median is ${fixed(column.median, 0)}.`,
      `With 95 % intervals: at zero ${shareInterval(zeros)}; at ${HIT} and over ${shareInterval(target.share70)}${twins.n > 0 ? `; zeros with a twin above zero ${shareInterval(twins)}` : ''}.`,
    ],
    legend:
      'The score belongs to a release, not to a song. Zeros stand apart on the left, hits are in ochre.',
    body: twoSizes((size) => popularityChart(column, target, size)),
    table: {
      caption: 'Tracks by popularity',
      columns: [
        { title: 'Popularity', numeric: true },
        { title: 'Tracks', numeric: true },
        { title: 'Share', numeric: true },
      ],
      rows: popularityBins(column).map((b) => [
        b.low === b.high
          ? fixed(b.low, 0)
          : `${fixed(b.low, 0)} to ${b.high >= 100 ? '100' : `under ${fixed(b.high, 0)}`}`,
        count(b.count),
        percent(b.count / column.count, 1),
      ]),
    },
  };
}

interface Bin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** The histogram with the exact zeros taken out of its first bin and put before it. */
export function popularityBins(column: ColumnProfile): readonly Bin[] {
  const { start, step, counts } = column.histogram;
  const bins = counts.map((n, i) => ({ low: start + i * step, high: start + (i + 1) * step, count: n }));
  const first = bins.findIndex((b) => b.low <= 0 && 0 < b.high);
  if (first < 0 || column.zeros === 0) return bins;
  bins[first]!.count -= column.zeros;
  return [{ low: 0, high: 0, count: column.zeros }, ...bins];
}

/** Draws the distribution. */
export function popularityChart(
  column: ColumnProfile,
  target: { readonly shareZero: Estimate; readonly share70: Estimate },
  size: 'narrow' | 'wide',
): Html {
  const wide = size === 'wide';
  const bins = popularityBins(column).filter((b) => b.high > b.low);
  const step = column.histogram.step;
  const half = Math.max(1, step / 2);
  const centre = -3 - half;
  let most = column.zeros;
  for (const b of bins) if (b.count > most) most = b.count;
  const middle = bins.reduce((m, b) => (b.low > 20 && b.count > m ? b.count : m), 0);
  return drawChart({
    id: `popularity-${size}`,
    label: `Histogram of popularity: ${percent(target.shareZero.value, 1)} of the tracks at exactly 0, median ${fixed(column.median, 0)}, ${percent(target.share70.value, 1)} at ${HIT} or more.`,
    width: wide ? 760 : 340,
    height: wide ? 360 : 280,
    marginTop: 30,
    marginLeft: wide ? 56 : 50,
    x: {
      domain: [centre - half - 1, 101],
      ticks: [0, 20, 40, 60, 80, 100],
      label: 'Popularity (points)',
      labelArrow: 'none',
      labelAnchor: 'center',
    },
    y: {
      domain: [0, most * 1.05],
      label: `Tracks per ${step === 1 ? 'point' : `${fixed(step, step % 1 ? 1 : 0)} points`}`,
      labelArrow: 'none',
      grid: true,
      ticks: 5,
      tickFormat: (d: number) => count(d),
    },
    marks: [
      Plot.rectY(bins, {
        x1: 'low',
        x2: 'high',
        y: 'count',
        insetLeft: 0.5,
        insetRight: 0.5,
        fill: (b: Bin) => (b.low >= HIT ? 'hit' : 'rest'),
      }),
      Plot.rectY([{ low: centre - half, high: centre + half, count: column.zeros }], {
        x1: 'low',
        x2: 'high',
        y: 'count',
        fill: 'var(--ink)',
        className: 'zeros',
      }),
      Plot.ruleY([0]),
      Plot.text([`exactly 0: ${percent(target.shareZero.value, 1)}`], {
        x: centre + half,
        y: column.zeros,
        textAnchor: 'start',
        dx: 6,
        dy: 5,
        fontWeight: 600,
      }),
      Plot.ruleX([column.median], {
        y1: 0,
        y2: Math.max(middle * 1.12, most * 0.1),
        stroke: 'var(--ink)',
        strokeDasharray: '3,3',
      }),
      Plot.text([`median ${fixed(column.median, 0)}`], {
        x: column.median,
        y: Math.max(middle * 1.12, most * 0.1),
        dy: -8,
      }),
      Plot.text([`${HIT} and over: ${percent(target.share70.value, 1)}`], {
        x: 100,
        y: Math.max(middle * 0.7, most * 0.1),
        textAnchor: 'end',
        fill: 'var(--accent)',
        fontWeight: 600,
      }),
    ],
    color: { type: 'ordinal', domain: ['rest', 'hit'], range: ['var(--main)', 'var(--accent)'] },
  });
}

/** What is said instead when there is no popularity. */
export function withoutPopularity(): Html {
  return html`This catalogue has no popularity, so nothing can be said about what is heard most and what is not.`;
}

import * as Plot from '@observablehq/plot';
import type { ColumnProfile, Histogram, Profile } from '@trackscope/catalogue';
import { drawChart } from '../chart/draw.js';
import { findingsFor } from '../input.js';
import {
  axisTitle,
  decimals,
  description,
  isDiscrete,
  title,
  unit,
  value,
  valueName,
} from '../markup/column-words.js';
import { type Figure, multiple, multiples } from '../markup/figure.js';
import { type Html, html } from '../markup/html.js';
import { count, fixed, percent } from '../markup/number.js';

/** Every column but popularity, one small histogram each. */
export function distributionsFigure(profile: Profile): Figure | null {
  const columns = profile.columns.filter((c) => c.name !== 'popularity' && c.count > 0);
  if (columns.length === 0) return null;
  const scales = columns.filter((c) => !isDiscrete(c.name));
  const skewed = [...scales].sort((a, b) => Math.abs(b.skew) - Math.abs(a.skew))[0];
  return {
    id: 'distributions',
    title: 'How each column is spread',
    layout: 'full',
    caption: [
      ...findingsFor(profile, 'distributions'),
      findingsFor(profile, 'distributions').length === 0 && skewed
        ? `${title(skewed.name)} is the most lopsided column (skewness ${fixed(skewed.skew, 1)}): half of all tracks lie between ${value(skewed.name, skewed.q1)} and ${value(skewed.name, skewed.q3)}${unit(skewed.name)}, while the range runs from ${value(skewed.name, skewed.min)} to ${value(skewed.name, skewed.max)}.`
        : null,
    ],
    legend: html`Bars count tracks, each once. The dashed line is the median, the band behind it the middle half.`,
    body: multiples(columns.map(distributionCell)),
    table: statisticsTable(profile.columns),
  };
}

function distributionCell(column: ColumnProfile): Html {
  const heading = html`<span title="${description(column.name)}">${title(column.name)}</span>`;
  if (isDiscrete(column.name)) return multiple(heading, discreteChart(column), discreteNote(column));
  const { below = 0, above = 0 } = column.histogram;
  const half = `median ${value(column.name, column.median)}${unit(column.name)}, middle half ${value(column.name, column.q1)} to ${value(column.name, column.q3)}`;
  const facts = [
    column.name === 'tempo' ? `${half}; ${tempoMarking(column.median)}` : half,
    column.zeros / column.count >= 0.01 ? `${percent(column.zeros / column.count)} exactly 0` : '',
    below > 0 ? `${count(below)} lie further left, down to ${value(column.name, column.min)}` : '',
    above > 0 ? `${count(above)} lie further right, up to ${value(column.name, column.max)}` : '',
  ];
  return multiple(heading, histogramChart(column), facts.filter(Boolean).join('; '));
}

/** The Italian marking that a metronome prints beside a tempo. */
export function tempoMarking(bpm: number): string {
  const marks: readonly [number, string][] = [
    [60, 'largo'],
    [66, 'larghetto'],
    [76, 'adagio'],
    [108, 'andante'],
    [120, 'moderato'],
    [168, 'allegro'],
    [200, 'presto'],
  ];
  return marks.find(([under]) => bpm < under)?.[1] ?? 'prestissimo';
}

interface Bar {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** The bars of a histogram, without the rows that lie beyond it and were counted at its edges. */
export function barsOf({ start, step, counts, below = 0, above = 0 }: Histogram): readonly Bar[] {
  const last = counts.length - 1;
  return counts.map((n, i) => ({
    low: start + i * step,
    high: start + (i + 1) * step,
    count: n - (i === 0 ? below : 0) - (i === last ? above : 0),
  }));
}

const SMALL = { width: 260, height: 180, marginLeft: 46, marginTop: 24, marginRight: 14, marginBottom: 38 };

/** A small histogram with median and middle half. */
export function histogramChart(column: ColumnProfile): Html {
  const data = barsOf(column.histogram);
  const shown: [number, number] = [data[0]!.low, data[data.length - 1]!.high];
  return drawChart({
    id: `distribution-${column.name}`,
    label: `Histogram of ${axisTitle(column.name)}: median ${value(column.name, column.median)}, middle half ${value(column.name, column.q1)} to ${value(column.name, column.q3)}.`,
    ...SMALL,
    x: {
      domain: shown,
      ticks: 4,
      label: axisTitle(column.name),
      labelArrow: 'none',
      labelAnchor: 'center',
      tickFormat: (d: number) => fixed(d, tickDecimals(shown)),
    },
    y: { label: 'Tracks', labelArrow: 'none', ticks: 3, grid: true, tickFormat: short },
    marks: [
      Plot.rectX([{ low: Math.max(column.q1, shown[0]), high: Math.min(column.q3, shown[1]) }], {
        x1: 'low',
        x2: 'high',
        fill: 'var(--raised)',
        className: 'middle-half',
      }),
      Plot.rectY(data, {
        x1: 'low',
        x2: 'high',
        y: 'count',
        className: 'bars',
        fill: 'var(--main)',
        insetLeft: 0.25,
        insetRight: 0.25,
      }),
      Plot.ruleY([0]),
      Plot.ruleX([column.median], { stroke: 'var(--accent)', strokeWidth: 1.5, strokeDasharray: '3,2' }),
    ],
  });
}

/** A small bar chart of a column whose values are names. */
export function discreteChart(column: ColumnProfile): Html {
  const data = discreteCounts(column);
  return drawChart({
    id: `distribution-${column.name}`,
    label: `Tracks by ${title(column.name).toLowerCase()}: ${data.map((d) => `${d.name} ${count(d.count)}`).join(', ')}.`,
    ...SMALL,
    x: {
      type: 'band',
      domain: data.map((d) => d.name),
      label: title(column.name),
      labelArrow: 'none',
      labelAnchor: 'center',
      padding: 0.15,
      tickSize: 0,
    },
    y: { label: 'Tracks', labelArrow: 'none', ticks: 3, grid: true, tickFormat: short },
    marks: [Plot.barY(data, { x: 'name', y: 'count', fill: 'var(--main)' }), Plot.ruleY([0])],
  });
}

/** Rows of each named value: bins that hold rows, named by the whole number in them. */
export function discreteCounts(
  column: ColumnProfile,
): readonly { readonly name: string; readonly count: number }[] {
  const { start, step, counts } = column.histogram;
  return counts
    .map((n, i) => ({ value: Math.ceil(start + i * step - 1e-9), count: n }))
    .filter((b) => b.count > 0)
    .map((b) => ({ name: valueName(column.name, b.value), count: b.count }));
}

function discreteNote(column: ColumnProfile): string {
  const most = [...discreteCounts(column)].sort((a, b) => b.count - a.count)[0];
  return most ? `most often ${most.name}: ${percent(most.count / column.count)}` : '';
}

function tickDecimals(shown: readonly [number, number]): number {
  const span = shown[1] - shown[0];
  return span > 4 ? 0 : span > 0.4 ? 1 : span > 0.04 ? 2 : 3;
}

/** `12k` for axis ticks. */
export function short(n: number): string {
  return n >= 1000 ? `${fixed(n / 1000, n % 1000 ? 1 : 0)}k` : fixed(n, n % 1 ? 1 : 0);
}

function statisticsTable(columns: readonly ColumnProfile[]): NonNullable<Figure['table']> {
  const n = (t: string) => ({ title: t, numeric: true });
  return {
    caption: 'Each column in numbers; sd is the sample standard deviation',
    columns: [
      { title: 'Column' },
      ...[
        'Tracks',
        'Missing',
        'Distinct',
        'Zeros',
        'Mean',
        'sd',
        'Min',
        'Q1',
        'Median',
        'Q3',
        'Max',
        'Skew',
      ].map(n),
    ],
    rows: columns.map((c) => {
      const d = Math.max(decimals(c.name), 1);
      const more = isDiscrete(c.name) || d < 2 ? d : d + 1;
      return [
        axisTitle(c.name),
        count(c.count),
        count(c.missing),
        count(c.distinct),
        count(c.zeros),
        fixed(c.mean, more),
        fixed(c.sd, more),
        ...[c.min, c.q1, c.median, c.q3, c.max].map((v) => fixed(v, d)),
        fixed(c.skew, 2),
      ];
    }),
    className: 'small',
  };
}

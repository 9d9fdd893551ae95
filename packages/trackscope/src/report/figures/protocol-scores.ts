import * as Plot from '@observablehq/plot';
import type { Evaluation, EvaluationEntry } from '../../workspace/format.js';
import { drawChart } from '../chart/draw.js';
import { fitText } from '../chart/fit-text.js';
import type { Figure } from '../markup/figure.js';
import { twoSizes } from '../markup/figure.js';
import type { Html } from '../markup/html.js';
import { count, fixed, plural } from '../markup/number.js';
import { type Judged, judged, modelWords, noteFor, plusMinus, protocolUnit } from './judged.js';
import { capital } from './protocol.js';

/** R² of the best model under every protocol, with its spread and what it must beat. */
export function protocolScoresFigure(evaluation: Evaluation): Figure | null {
  const all = judged(evaluation);
  if (all.length === 0) return null;
  return {
    id: 'protocol-scores',
    title: 'How well popularity is predicted, protocol by protocol',
    layout: 'beside',
    caption: [inShort(all, evaluation), spreadSentence(all, evaluation)],
    legend:
      'Dot: best model of the protocol; whisker: standard deviation over folds. Diamond: the artist’s mean as the answer; triangle: the genre’s mean. Zero is the mean of all.',
    body: twoSizes((size) => protocolScoresChart(all, evaluation, size)),
    table: scoresTable(all, evaluation),
  };
}

/** The published figure beside the honest ones, in one sentence. */
function inShort(all: readonly Judged[], evaluation: Evaluation): string {
  const honest = all.filter((j) => !noteFor(evaluation, j.protocol).optimistic);
  const published = all.find((j) => noteFor(evaluation, j.protocol).optimistic);
  const high = top(honest);
  const low = honest.length > 0 ? honest.reduce((a, b) => (b.best.r2 < a.best.r2 ? b : a)) : null;
  const name = (j: Judged) => `${protocolUnit(evaluation, j.protocol, j.unit)}: ${fixed(j.best.r2, 2)}`;
  const was = published ? `The published way of judging gives R² ${fixed(published.best.r2, 2)}` : '';
  if (!high || !low) return `${was} (optimistic).`;
  const is =
    high === low
      ? `without leaks it is ${fixed(high.best.r2, 2)} (${protocolUnit(evaluation, high.protocol, high.unit)})`
      : `without leaks R² lies between ${fixed(low.best.r2, 2)} and ${fixed(high.best.r2, 2)}, by what may be known (${name(low)}; ${name(high)})`;
  return published ? `${was} (optimistic); ${is}.` : `${capital(is)}.`;
}

function spreadSentence(all: readonly Judged[], evaluation: Evaluation): string | null {
  const quick = all.some((j) => j.best.quick)
    ? 'Figures of this run are quick: judged on fewer folds than usual.'
    : '';
  const spread = all.filter((j) => j.best.r2Sd !== null);
  if (spread.length === 0) return quick || null;
  const widest = spread.reduce((a, b) => (b.best.r2Sd! > a.best.r2Sd! ? b : a));
  return `Spread over ${plural(widest.best.folds, 'fold')}: at most ${fixed(widest.best.r2Sd, 3)} (${protocolUnit(evaluation, widest.protocol, widest.unit)}). ${quick}`.trimEnd();
}

function top(all: readonly Judged[]): Judged | null {
  return all.length > 0 ? all.reduce((a, b) => (b.best.r2 > a.best.r2 ? b : a)) : null;
}

/** One row for each protocol and unit. */
export function protocolScoresChart(
  all: readonly Judged[],
  evaluation: Evaluation,
  size: 'narrow' | 'wide',
): Html {
  const wide = size === 'wide';
  let low = 0;
  const row = (j: Judged) => protocolUnit(evaluation, j.protocol, j.unit);
  const rows = all.map((j) => {
    const at = Math.max(-0.5, j.best.r2);
    low = Math.min(low, at);
    const optimistic = noteFor(evaluation, j.protocol).optimistic;
    return { row: row(j), at, sd: j.best.r2Sd ?? 0, r2: j.best.r2, optimistic };
  });
  const means = (model: string) =>
    all.flatMap((j) =>
      j.baselines
        .filter((b) => b.model === model)
        .map((b: EvaluationEntry) => ({ row: row(j), at: Math.max(-0.5, b.r2) })),
    );
  for (const m of [...means('genre-mean'), ...means('artist-mean')]) low = Math.min(low, m.at);
  const left = wide ? 262 : 112;
  return drawChart({
    id: `protocol-scores-${size}`,
    label: `R² of the best model by protocol and unit: ${rows.map((r) => `${r.row} ${fixed(r.r2, 3)}`).join('; ')}.`,
    width: wide ? 760 : 340,
    height: 48 + rows.length * (wide ? 30 : 52),
    marginLeft: left,
    marginRight: wide ? 24 : 14,
    marginTop: 4,
    marginBottom: 40,
    x: { domain: [low, 1], label: 'R²', labelArrow: 'none', labelAnchor: 'center', ticks: 6, grid: true },
    y: {
      type: 'band',
      domain: rows.map((r) => r.row),
      label: null,
      tickSize: 0,
      tickFormat: (name: string) => rowName(name, left - 10, wide),
    },
    marks: [
      Plot.ruleX([0]),
      Plot.dot(means('genre-mean'), {
        x: 'at',
        y: 'row',
        symbol: 'triangle',
        r: 4,
        stroke: 'var(--muted)',
        className: 'genre-mean',
      }),
      Plot.dot(means('artist-mean'), {
        x: 'at',
        y: 'row',
        symbol: 'diamond',
        r: 4.5,
        stroke: 'var(--muted)',
        className: 'artist-mean',
      }),
      Plot.ruleY(
        rows.filter((r) => r.sd > 0),
        {
          y: 'row',
          x1: (r) => Math.max(low, r.at - r.sd),
          x2: (r) => Math.min(1, r.at + r.sd),
          stroke: 'var(--ink)',
          strokeWidth: 2,
          className: 'sd',
        },
      ),
      Plot.dot(rows, {
        x: 'at',
        y: 'row',
        r: 5.5,
        fill: (r) => (r.optimistic ? 'var(--paper)' : 'var(--main)'),
        stroke: (r) => (r.optimistic ? 'var(--accent)' : 'var(--main)'),
        strokeWidth: 2,
        className: 'best',
      }),
      Plot.text(rows, {
        x: 'at',
        y: 'row',
        text: (r) => fixed(r.r2, 2),
        textAnchor: 'middle',
        dy: -13,
        fill: (r) => (r.optimistic ? 'var(--accent)' : 'var(--ink)'),
        stroke: 'var(--paper)',
        strokeWidth: 4,
        fontWeight: 600,
        fontVariant: 'tabular-nums',
      }),
    ],
  });
}

/** `Known artist, by recording` on one line; on a phone broken at commas and before brackets. */
export function rowName(name: string, room: number, wide: boolean): string {
  if (wide) return fitText(name, room);
  return name
    .split(/(?<=,) | (?=\()/)
    .map((part) => fitText(part, room))
    .join('\n');
}

function scoresTable(all: readonly Judged[], evaluation: Evaluation): NonNullable<Figure['table']> {
  const n = (title: string) => ({ title, numeric: true });
  const of = (j: Judged, model: string) => {
    const found = j.baselines.find((b) => b.model === model);
    return found ? plusMinus(found.r2, found.r2Sd) : '–';
  };
  return {
    caption: 'R² with its standard deviation over folds',
    columns: [
      { title: 'Protocol and unit' },
      { title: 'Best model' },
      ...['R²', 'Genre mean', 'Artist mean', 'Folds', 'Held out'].map(n),
    ],
    rows: all.map((j) => [
      protocolUnit(evaluation, j.protocol, j.unit),
      modelWords(j.best.model),
      plusMinus(j.best.r2, j.best.r2Sd),
      of(j, 'genre-mean'),
      of(j, 'artist-mean'),
      count(j.best.folds),
      count(j.best.rows),
    ]),
  };
}

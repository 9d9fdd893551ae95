import * as Plot from '@observablehq/plot';
import type { Drivers, Evaluation, InteractionTest } from '../../workspace/format.js';
import { drawChart } from '../chart/draw.js';
import { fitText } from '../chart/fit-text.js';
import { type Figure, twoSizes } from '../markup/figure.js';
import type { Fragment, Html } from '../markup/html.js';
import { count, fixed, list } from '../markup/number.js';
import { plusMinus, protocolUnit } from './judged.js';

/** A gain of this much R² would be worth a sentence; less is of no use to anybody. */
const WORTH = 0.01;

/** Whether the products that the published write-up built do anything. */
export function interactionsFigure(
  { interactions }: Drivers,
  evaluation: Evaluation | null,
  said: readonly Fragment[],
): Figure | null {
  const tests = interactions.filter((t) => Number.isFinite(t.gain.mean));
  if (tests.length === 0) return null;
  const protocols = [...new Set(tests.map((t) => protocolUnit(evaluation, t.protocol, t.unit)))];
  return {
    id: 'interactions',
    title: 'The published interactions, tested',
    layout: 'beside',
    caption: [
      'The write-up holds that energy × valence and loudness × danceability improve the prediction. It gave the products to a model and did not compare.',
      ...(said.length > 0 ? said : tests.map((t) => sentenceOf(t, evaluation))),
    ],
    legend: `Dot: R² with the product as a column of its own minus R² without it, fold by fold; whisker: standard deviation over folds. ${list(protocols)}.`,
    body: twoSizes((size) => interactionsChart(tests, evaluation, size)),
    table: {
      caption: 'Change of R² when the product is given as a column of its own',
      columns: [
        { title: 'Product' },
        { title: 'Model' },
        { title: 'Protocol and unit' },
        { title: 'Change of R²', numeric: true },
        { title: 'Folds', numeric: true },
        { title: 'Rows', numeric: true },
      ],
      rows: tests.map((t) => [
        pair(t),
        t.model,
        protocolUnit(evaluation, t.protocol, t.unit),
        plusMinus(t.gain.mean, t.gain.sd, 4),
        count(t.folds),
        count(t.rows),
      ]),
    },
  };
}

function pair({ titles }: InteractionTest): string {
  return `${titles[0]} × ${titles[1].toLowerCase()}`;
}

function sentenceOf(t: InteractionTest, evaluation: Evaluation | null): string {
  const noise = Math.max(0.001, 2 * (t.gain.sd ?? 0));
  const verdict =
    Math.abs(t.gain.mean) <= noise
      ? 'within the noise'
      : t.gain.mean < 0
        ? 'it harms'
        : t.gain.mean < WORTH
          ? 'a trace, of no use'
          : 'it helps';
  return `${pair(t)} changes R² of the ${t.model} model by ${plusMinus(t.gain.mean, t.gain.sd, 4)} (${protocolUnit(evaluation, t.protocol, t.unit)}): ${verdict}.`;
}

/** Gains with their spread around zero; the scale reaches at least what would be worth having. */
export function interactionsChart(
  tests: readonly InteractionTest[],
  evaluation: Evaluation | null,
  size: 'narrow' | 'wide',
): Html {
  const wide = size === 'wide';
  const several = new Set(tests.map((t) => t.protocol)).size > 1;
  const rows = tests.map((t) => ({
    name: [pair(t), t.model, several ? protocolUnit(evaluation, t.protocol, t.unit) : '']
      .filter(Boolean)
      .join(', '),
    mean: t.gain.mean,
    sd: t.gain.sd ?? 0,
  }));
  let reach = WORTH;
  for (const r of rows) reach = Math.max(reach, Math.abs(r.mean) + r.sd);
  const left = wide ? 250 : 28;
  return drawChart({
    id: `interactions-${size}`,
    label: `Change of R² by a product: ${rows.map((r) => `${r.name} ${fixed(r.mean, 4)}`).join('; ')}.`,
    width: wide ? 760 : 340,
    height: 48 + rows.length * (wide ? 32 : 46),
    marginLeft: left,
    marginRight: 28,
    marginTop: 6,
    marginBottom: 40,
    x: {
      domain: [-reach, reach],
      label: 'Change of R²',
      labelArrow: 'none',
      labelAnchor: 'center',
      ticks: wide ? 7 : 4,
      tickFormat: (v: number) => fixed(v, 3),
      grid: true,
    },
    y: {
      type: 'band',
      domain: rows.map((r) => r.name),
      label: null,
      tickSize: 0,
      padding: 0.1,
      ...(wide ? { tickFormat: (n: string) => fitText(n, left - 10) } : { axis: null }),
    },
    marks: [
      Plot.ruleX([0]),
      Plot.ruleY(
        rows.filter((r) => r.sd > 0),
        {
          y: 'name',
          x1: (r) => r.mean - r.sd,
          x2: (r) => r.mean + r.sd,
          stroke: 'var(--ink)',
          strokeWidth: 2,
          className: 'sd',
        },
      ),
      Plot.dot(rows, { y: 'name', x: 'mean', r: 5, fill: 'var(--main)', className: 'gain' }),
      wide
        ? null
        : Plot.text(rows, {
            y: 'name',
            frameAnchor: 'left',
            text: (r) => fitText(r.name, 310),
            textAnchor: 'start',
            dx: -20,
            dy: -15,
            stroke: 'var(--paper)',
            strokeWidth: 4,
            fill: 'currentColor',
          }),
    ],
  });
}

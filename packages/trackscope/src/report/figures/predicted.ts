import * as Plot from '@observablehq/plot';
import type { Evaluation, Explanation, ModelExplanation } from '../../workspace/format.js';
import { drawChart } from '../chart/draw.js';
import { densityLegend } from '../chart/legend.js';
import { coarsen, extent, tiles } from '../chart/tiles.js';
import { type Figure, multiple, multiples } from '../markup/figure.js';
import { type Html, html } from '../markup/html.js';
import { count, fixed } from '../markup/number.js';
import {
  capital,
  closest,
  modelsOf,
  noteOf,
  panelTitle,
  protocolCaution,
  protocolTitle,
  slug,
} from './protocol.js';

/** Predicted against actual popularity, one panel for each model. */
export function predictedFigure(
  explanation: Explanation,
  evaluation: Evaluation | null,
  key: string,
): Figure | null {
  return predictedOf(modelsOf(explanation, key), evaluation, key);
}

/** The same of any models of one protocol; `key` is for the anchor. */
export function predictedOf(
  given: readonly ModelExplanation[],
  evaluation: Evaluation | null,
  key: string,
): Figure | null {
  const models = given.filter((m) => m.scatter.counts.length > 0);
  if (models.length === 0) return null;
  const note = noteOf(evaluation, models[0]!);
  return {
    id: `predicted-${slug(key)}`,
    title: `${protocolTitle(note, models[0]!.protocol)}: predicted against actual`,
    layout: 'full',
    caution: protocolCaution(note),
    caption: [regression(models, evaluation)],
    legend: html`Tiles: from ${densityLegend(`held-out ${models.some((m) => m.unit !== models[0]!.unit) ? 'row' : models[0]!.unit}s`)}. On the dashed line prediction and truth agree.`,
    body: multiples(
      models.map((m, i) => multiple(panelTitle(m, models), predictedChart(m, `${slug(key)}-${i + 1}`))),
      'square',
    ),
    table: tallyTable(models),
  };
}

function regression(models: readonly ModelExplanation[], evaluation: Evaluation | null): string | null {
  const model = closest(models, evaluation);
  const bands = model.bands.filter((b) => b.rows > 0);
  const first = bands[0];
  const last = bands[bands.length - 1];
  if (!first || !last || first === last) return null;
  return `${capital(model.model)} rates what has ${fixed(first.low, 0)} to ${fixed(first.high, 0)} points ${direction(first.bias)}, and what has ${fixed(last.low, 0)} to ${fixed(last.high, 0)} points ${direction(last.bias)}.`;
}

function direction(bias: number): string {
  return Math.abs(bias) < 0.5
    ? 'about right on average'
    : `too ${bias > 0 ? 'high' : 'low'} by ${fixed(Math.abs(bias), 1)} on average`;
}

/** One model's tiles with the line on which it would be right. */
export function predictedChart(model: ModelExplanation, id: string): Html {
  const { x, y } = extent(model.scatter);
  const low = Math.max(x[0], y[0]);
  const high = Math.min(x[1], y[1]);
  return drawChart({
    id: `predicted-${id}`,
    label: `Density of predicted against actual popularity for ${model.model}.`,
    width: 270,
    height: 268,
    marginLeft: 46,
    marginBottom: 40,
    x: { domain: x, ticks: 5, label: 'Actual (points)', labelArrow: 'none', labelAnchor: 'center' },
    y: { domain: y, ticks: 5, label: 'Predicted (points)', labelArrow: 'none', labelAnchor: 'center' },
    marks: [
      tiles(model.scatter),
      Plot.frame({ stroke: 'var(--line)' }),
      Plot.link([{ low, high }], {
        x1: 'low',
        y1: 'low',
        x2: 'high',
        y2: 'high',
        stroke: 'var(--accent)',
        strokeWidth: 1.5,
        strokeDasharray: '4,3',
      }),
    ],
  });
}

function tallyTable(models: readonly ModelExplanation[]): NonNullable<Figure['table']> {
  const grids = models.map((m) => ({ model: panelTitle(m, models), grid: coarsen(m.scatter, 5) }));
  const first = grids[0]!.grid;
  const edges = (start: number, step: number, i: number) =>
    `${fixed(start + i * step, 0)} to ${fixed(start + (i + 1) * step, 0)}`;
  return {
    caption: 'Held-out rows by actual and predicted popularity, tiles summed up',
    columns: [
      { title: 'Model and prediction' },
      ...Array.from({ length: first.columns }, (_, c) => ({
        title: `actual ${edges(first.xStart, first.xStep, c)}`,
        numeric: true,
      })),
    ],
    rows: grids.flatMap(({ model, grid }) =>
      Array.from({ length: grid.rows }, (_, r) => [
        `${model}, ${edges(grid.yStart, grid.yStep, r)}`,
        ...Array.from({ length: grid.columns }, (__, c) => count(grid.counts[r * grid.columns + c])),
      ]),
    ),
  };
}

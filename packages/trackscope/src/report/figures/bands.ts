import * as Plot from '@observablehq/plot';
import type { Evaluation, Explanation, ModelExplanation } from '../../workspace/format.js';
import { drawChart } from '../chart/draw.js';
import { type Figure, multiple, multiples } from '../markup/figure.js';
import type { Fragment, Html } from '../markup/html.js';
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

/** How far off each model is along the scale. */
export function bandsFigure(
  explanation: Explanation,
  evaluation: Evaluation | null,
  key: string,
): Figure | null {
  return bandsOf(modelsOf(explanation, key), evaluation, key);
}

/** The same of any models of one protocol; `key` is for the anchor. */
export function bandsOf(
  given: readonly ModelExplanation[],
  evaluation: Evaluation | null,
  key: string,
): Figure | null {
  const models = given.filter((m) => m.bands.length > 0);
  if (models.length === 0) return null;
  const note = noteOf(evaluation, models[0]!);
  return {
    id: `bands-${slug(key)}`,
    title: `${protocolTitle(note, models[0]!.protocol)}: error by band of popularity`,
    layout: 'full',
    caution: protocolCaution(note),
    caption: [worstBand(models, evaluation)],
    legend:
      'Bar: mean absolute error. Dot: bias, predicted minus actual; above zero the model promises too much.',
    body: multiples(
      models.map((m, i) => multiple(panelTitle(m, models), bandsChart(m, `${slug(key)}-${i + 1}`))),
      'boxes',
    ),
    table: {
      caption: 'Error by band of actual popularity',
      columns: [
        { title: 'Model' },
        { title: 'Popularity' },
        { title: 'Rows', numeric: true },
        { title: 'MAE', numeric: true },
        { title: 'Bias', numeric: true },
      ],
      rows: models.flatMap((m) =>
        m.bands.map((b): readonly Fragment[] => [
          panelTitle(m, models),
          bandName(b),
          count(b.rows),
          fixed(b.mae, 2),
          fixed(b.bias, 2),
        ]),
      ),
    },
  };
}

function worstBand(models: readonly ModelExplanation[], evaluation: Evaluation | null): string | null {
  const best = closest(models, evaluation);
  const filled = best.bands.filter((b) => b.rows > 0);
  if (filled.length === 0) return null;
  const worst = filled.reduce((a, b) => (b.mae > a.mae ? b : a));
  return `${capital(best.model)} errs most for tracks of ${bandName(worst)}: ${fixed(worst.mae, 1)} points over ${count(worst.rows)} rows.`;
}

function bandName(b: { readonly low: number; readonly high: number }): string {
  return `${fixed(b.low, 0)} to ${fixed(b.high, 0)}`;
}

/** Bars of the error and dots of the bias. */
export function bandsChart(model: ModelExplanation, id: string): Html {
  const rows = model.bands
    .filter((b) => b.rows > 0)
    .map((b) => ({ ...b, name: `${fixed(b.low, 0)}–${fixed(b.high, 0)}` }));
  return drawChart({
    id: `bands-${id}`,
    label: `Error of ${model.model} by band: ${rows.map((b) => `${b.name} error ${fixed(b.mae, 1)}, bias ${fixed(b.bias, 1)}`).join('; ')}.`,
    width: 330,
    height: 210,
    marginLeft: 40,
    marginTop: 22,
    marginBottom: 40,
    x: {
      type: 'band',
      domain: rows.map((r) => r.name),
      label: 'Actual popularity (points)',
      labelArrow: 'none',
      labelAnchor: 'center',
      tickSize: 0,
      padding: 0.2,
    },
    y: { inset: 8, label: 'Error (points)', labelArrow: 'none', ticks: 5, grid: true },
    marks: [
      Plot.barY(rows, { x: 'name', y: 'mae', fill: 'var(--soft)' }),
      Plot.ruleY([0]),
      Plot.dot(rows, { x: 'name', y: 'bias', fill: 'var(--accent)', r: 4.5, className: 'bias' }),
    ],
  });
}

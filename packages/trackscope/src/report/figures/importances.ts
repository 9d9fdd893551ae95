import * as Plot from '@observablehq/plot';
import { knownFeatureName } from '@trackscope/catalogue';
import type { Evaluation, Explanation, ModelExplanation } from '../../workspace/format.js';
import { drawChart } from '../chart/draw.js';
import { fitText } from '../chart/fit-text.js';
import { type Figure, multiple, multiples } from '../markup/figure.js';
import type { Fragment, Html } from '../markup/html.js';
import { fixed } from '../markup/number.js';
import { capital, modelsOf, noteOf, panelTitle, protocolCaution, protocolTitle, slug } from './protocol.js';

const KINDS = {
  gain: 'Share of the gain of all splits',
  impurity: 'Share of the impurity removed',
  coefficient: 'Size of the standardised coefficient (points)',
  contribution: 'Mean size of what it adds (points)',
} as const;

/** Trees share out what they gained; the rest is in points. */
function inShares({ importance: { kind } }: ModelExplanation): boolean {
  return kind === 'gain' || kind === 'impurity';
}

/** A column as people say it, and a pair of them; the published pipeline's own names stay as they are. */
function inputName(model: ModelExplanation, column: string): string {
  if (model.protocol === 'published') return column;
  return column
    .split(' × ')
    .map((one) => knownFeatureName(one)?.title ?? one)
    .join(' × ');
}

/** What each model of a protocol leans on. */
export function importancesFigure(
  explanation: Explanation,
  evaluation: Evaluation | null,
  key: string,
): Figure | null {
  return importancesOf(modelsOf(explanation, key), evaluation, key);
}

/** The same of any models of one protocol; `key` is for the anchor. */
export function importancesOf(
  given: readonly ModelExplanation[],
  evaluation: Evaluation | null,
  key: string,
): Figure | null {
  const models = given.filter((m) => m.importance.items.length > 0);
  if (models.length === 0) return null;
  const note = noteOf(evaluation, models[0]!);
  const trees = models.find(inShares) ?? models[0]!;
  const top = trees.importance.items[0]!;
  return {
    id: `importances-${slug(key)}`,
    title: `${protocolTitle(note, models[0]!.protocol)}: what the models lean on`,
    layout: 'full',
    caution: protocolCaution(note),
    caption: [
      `${capital(trees.model)} leans most on ${inputName(trees, top.name)} (${inShares(trees) ? `${fixed(top.value * 100, 0)}\u202f%` : `${fixed(top.value, 1)} points`}). What a model uses is not what makes music popular.`,
    ],
    body: multiples(
      models.map((m, i) =>
        multiple(
          panelTitle(m, models),
          importanceChart(m, `${slug(key)}-${i + 1}`),
          KINDS[m.importance.kind],
        ),
      ),
      'boxes',
    ),
    table: {
      caption: 'Importances, the first thirty of each model',
      columns: [{ title: 'Model' }, { title: 'Input' }, { title: 'Importance', numeric: true }],
      rows: models.flatMap((m) =>
        m.importance.items
          .slice(0, 30)
          .map((i): readonly Fragment[] => [
            panelTitle(m, models),
            inputName(m, i.name),
            fixed(i.value, inShares(m) ? 4 : 3),
          ]),
      ),
    },
  };
}

/** The first fifteen inputs of a model. */
export function importanceChart(model: ModelExplanation, id: string): Html {
  const items = model.importance.items.slice(0, 15);
  const share = inShares(model);
  const rows = items.map((i) => ({
    name: inputName(model, i.name),
    value: share ? i.value * 100 : Math.abs(i.value),
  }));
  return drawChart({
    id: `importance-${id}`,
    label: `Inputs of ${model.model}, most important first: ${rows
      .slice(0, 5)
      .map((r) => `${r.name} ${fixed(r.value, 1)}`)
      .join(', ')}.`,
    width: 330,
    height: 46 + rows.length * 20,
    marginLeft: 138,
    marginRight: 40,
    marginTop: 4,
    marginBottom: 38,
    x: {
      label: share
        ? 'Importance (%)'
        : model.importance.kind === 'coefficient'
          ? 'Coefficient (points)'
          : 'Adds (points)',
      labelArrow: 'none',
      labelAnchor: 'center',
      ticks: 4,
      grid: true,
    },
    y: {
      type: 'band',
      domain: rows.map((r) => r.name),
      label: null,
      tickSize: 0,
      padding: 0.3,
      tickFormat: (n: string) => fitText(n, 126),
    },
    marks: [
      Plot.barX(rows, { y: 'name', x: 'value', fill: 'var(--main)' }),
      Plot.text(rows, {
        y: 'name',
        x: 'value',
        text: (r) => fixed(r.value, 1),
        textAnchor: 'start',
        dx: 5,
        fontVariant: 'tabular-nums',
      }),
    ],
  });
}

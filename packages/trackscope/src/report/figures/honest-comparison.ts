import type { Evaluation } from '../../workspace/format.js';
import { type Figure, multiple, multiples } from '../markup/figure.js';
import { type Fragment, html } from '../markup/html.js';
import { count, fixed, list, plural, seconds } from '../markup/number.js';
import { measureChart } from './comparison.js';
import { type Judged, modelWords, noteFor, plusMinus, protocolUnit } from './judged.js';
import { slug } from './protocol.js';

/** All models of one protocol, for each unit, with what they must beat. */
export function honestComparisonFigure(group: readonly Judged[], evaluation: Evaluation): Figure | null {
  const first = group[0];
  if (!first) return null;
  const title = noteFor(evaluation, first.protocol).title;
  return {
    id: `models-${first.protocol}`,
    title: `${title}: models compared`,
    layout: 'full',
    caption: group.map((j) => inShort(j)),
    legend: 'Bars: models, with the standard deviation of R² over folds. Dashed: what a model must beat.',
    body: multiples(
      group.flatMap((j) => {
        const name = protocolUnit(evaluation, j.protocol, j.unit);
        const id = slug(`${j.protocol} ${j.unit}`);
        return [
          multiple(`R², by ${j.unit}`, measureChart(j.models, 'r2', `${id}-r2`, name, j.baselines)),
          multiple(
            `Mean absolute error, by ${j.unit}`,
            measureChart(j.models, 'mae', `${id}-mae`, name, j.baselines),
          ),
        ];
      }),
      'boxes',
    ),
    table: {
      caption: `${title}: every measure`,
      columns: [
        { title: 'Unit and model' },
        ...['MAE', 'RMSE', 'R²', 'Held out', 'Trained on', 'Folds', 'Fit', 'Predict'].map((t) => ({
          title: t,
          numeric: true,
        })),
      ],
      rows: group.flatMap((j) =>
        [...j.baselines, ...j.models].map((e): readonly Fragment[] => [
          html`${e.unit}, ${modelWords(e.model)}${e.baseline ? html` <small>baseline</small>` : null}${e.quick ? html` <small>quick</small>` : null}`,
          fixed(e.mae, 3),
          fixed(e.rmse, 3),
          plusMinus(e.r2, e.r2Sd, 4),
          count(e.rows),
          count(e.trainRows),
          count(e.folds),
          seconds(e.fitSeconds),
          seconds(e.predictSeconds),
        ]),
      ),
    },
  };
}

function inShort({ best, baselines, unit }: Judged): string {
  const beaten =
    baselines.length > 0
      ? `; baselines: ${list([...baselines].sort((a, b) => b.r2 - a.r2).map((b) => `${modelWords(b.model)} ${fixed(b.r2, 2)}`))}`
      : '';
  const judged = `${count(best.rows)} held-out ${unit}s in ${plural(best.folds, 'fold')}${best.quick ? ', quick' : ''}`;
  return `By ${unit}, ${best.model} comes closest: R² ${plusMinus(best.r2, best.r2Sd)}, wrong by ${fixed(best.mae, 2)} points on average (${judged})${beaten}.`;
}

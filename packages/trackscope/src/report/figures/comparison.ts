import * as Plot from '@observablehq/plot';
import type { Evaluation, EvaluationEntry } from '../../workspace/format.js';
import { drawChart } from '../chart/draw.js';
import { textWidth } from '../chart/fit-text.js';
import { type Figure, multiple, multiples } from '../markup/figure.js';
import type { Html } from '../markup/html.js';
import { count, fixed, plural, seconds } from '../markup/number.js';
import { modelWords } from './judged.js';
import { capital, protocolCaution, protocolGroups, protocolTitle, slug } from './protocol.js';

/** Height of the lane in which the name of a baseline stands, in pixels. */
const LANE = 15;
const WIDTH = 330;
const LEFT = 104;
const RIGHT = 52;

/** The comparison of all models under one protocol: a chart and the table behind it. */
export function comparisonFigure(evaluation: Evaluation, key: string): Figure | null {
  const group = protocolGroups(evaluation).find((g) => g.key === key);
  if (!group) return null;
  const { entries, note } = group;
  const best = entries.reduce((a, b) => (b.r2 > a.r2 ? b : a));
  const name = protocolTitle(note, entries[0]!.protocol);
  const folds = entries[0]!.folds;
  return {
    id: `models-${slug(key)}`,
    title: `${name}: models compared by ${entries[0]!.unit}`,
    layout: 'beside',
    caution: protocolCaution(note),
    caption: [
      `${capital(best.model)} comes closest: R² ${fixed(best.r2, 3)}${best.r2Sd === null ? '' : ` (sd ${fixed(best.r2Sd, 3)} over ${count(folds)} folds)`}, wrong by ${fixed(best.mae, 2)} points on average, over ${count(best.rows)} held-out ${plural(2, best.unit).slice(2)}.`,
      note && !note.optimistic ? note.note : null,
    ],
    body: multiples(
      [
        multiple('R² (1 is perfect, 0 is the mean)', measureChart(entries, 'r2', `${slug(key)}-r2`, name)),
        multiple('Mean absolute error', measureChart(entries, 'mae', `${slug(key)}-mae`, name)),
      ],
      'boxes',
    ),
    table: {
      caption: `${name}, unit: ${entries[0]!.unit}`,
      columns: [
        { title: 'Model' },
        ...['MAE', 'RMSE', 'R²', 'sd of R²', 'Held out', 'Trained on', 'Folds', 'Fit', 'Predict'].map(
          (title) => ({
            title,
            numeric: true,
          }),
        ),
      ],
      rows: entries.map((e) => [
        e.model,
        fixed(e.mae, 3),
        fixed(e.rmse, 3),
        fixed(e.r2, 4),
        fixed(e.r2Sd, 3),
        count(e.rows),
        count(e.trainRows),
        count(e.folds),
        seconds(e.fitSeconds),
        seconds(e.predictSeconds),
      ]),
    },
  };
}

/** Bars of one measure, one for each model; what they must beat as lines with a name, each in a lane of its own. */
export function measureChart(
  entries: readonly EvaluationEntry[],
  measure: 'r2' | 'mae',
  id: string,
  protocol: string,
  baselines: readonly EvaluationEntry[] = [],
): Html {
  let high = 0;
  let low = 0;
  for (const e of [...entries, ...baselines]) {
    high = Math.max(high, e[measure] + (measure === 'r2' ? (e.r2Sd ?? 0) : 0));
    low = Math.min(low, Math.max(-1, e[measure]));
  }
  const axis = measure === 'r2' ? 'R²' : 'MAE (points)';
  const rows = entries.map((e) => ({ ...e, at: Math.max(low, e[measure]), sd: e.r2Sd ?? 0 }));
  const places = measure === 'r2' ? 3 : 2;
  const most = measure === 'r2' ? Math.max(1, high) : high || 1;
  const named = baselines.map((b) => ({
    at: Math.max(low, b[measure]),
    text: `${modelWords(b.model)} ${fixed(b[measure], places)}`,
  }));
  // Names stand to the right of their lines, or all to the left; in this order of heights none is crossed.
  const pixels = (at: number) => LEFT + ((at - low) / (most - low)) * (WIDTH - LEFT - RIGHT);
  const left = named.some((line) => pixels(line.at) + 8 + textWidth(line.text, 12) > WIDTH);
  const lines = named
    .sort((a, b) => (left ? b.at - a.at : a.at - b.at))
    .map((line, lane) => ({ ...line, rise: (baselines.length - lane) * LANE }));
  return drawChart({
    id: `measure-${id}`,
    label: `${axis} under the protocol ${protocol}: ${[...entries, ...baselines].map((e) => `${modelWords(e.model)} ${fixed(e[measure], places)}`).join(', ')}.`,
    width: WIDTH,
    height: 46 + rows.length * 28 + lines.length * LANE,
    marginLeft: LEFT,
    marginRight: RIGHT,
    marginTop: 4 + lines.length * LANE,
    marginBottom: 38,
    x: {
      domain: [low, most],
      label: axis,
      labelArrow: 'none',
      labelAnchor: 'center',
      ticks: 5,
    },
    y: { type: 'band', domain: rows.map((r) => r.model), label: null, tickSize: 0, padding: 0.35 },
    marks: [
      Plot.barX(rows, {
        y: 'model',
        x1: 0,
        x2: 'at',
        fill: measure === 'r2' ? 'var(--main)' : 'var(--accent-soft)',
      }),
      Plot.ruleX([0]),
      measure === 'r2'
        ? Plot.ruleY(
            rows.filter((r) => r.sd > 0),
            {
              y: 'model',
              x1: (r) => r.at - r.sd,
              x2: (r) => r.at + r.sd,
              stroke: 'var(--ink)',
              strokeWidth: 1.5,
              className: 'sd',
            },
          )
        : null,
      ...lines.flatMap((line) => [
        Plot.ruleX([line], {
          x: 'at',
          stroke: 'var(--accent)',
          strokeWidth: 1.25,
          strokeDasharray: '3,3',
          insetTop: 4 - line.rise,
          className: 'baseline',
        }),
        Plot.text([line], {
          x: 'at',
          frameAnchor: 'top',
          dy: 9 - line.rise,
          dx: left ? -4 : 4,
          textAnchor: left ? 'end' : 'start',
          text: 'text',
          fill: 'var(--accent)',
          fontVariant: 'tabular-nums',
          className: 'baseline-name',
        }),
      ]),
      Plot.text(rows, {
        y: 'model',
        x: (r) => Math.max(0, r.at + (measure === 'r2' ? r.sd : 0)),
        text: (r) => fixed(r[measure], measure === 'r2' ? 3 : 2),
        textAnchor: 'start',
        dx: 6,
        fontVariant: 'tabular-nums',
        fontWeight: 600,
        ...(lines.length > 0 ? { stroke: 'var(--paper)', strokeWidth: 4, fill: 'currentColor' } : {}),
      }),
    ],
  });
}

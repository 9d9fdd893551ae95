import * as Plot from '@observablehq/plot';
import type { Evaluation, EvaluationEntry } from '../../workspace/format.js';
import { drawChart } from '../chart/draw.js';
import { type Figure, multiple, multiples } from '../markup/figure.js';
import type { Fragment, Html } from '../markup/html.js';
import { count, fixed, percent } from '../markup/number.js';
import { type Judged, modelWords, noteFor, protocolUnit } from './judged.js';
import { slug } from './protocol.js';

/** Whether the chance that a model gives to a hit comes true as often as it says. */
export function calibrationFigure(group: readonly Judged[], evaluation: Evaluation): Figure | null {
  const shown = group.flatMap((j) => {
    const some = j.models.filter((e) => (e.calibration ?? []).length > 0);
    return some.length > 0 ? [{ j, entry: some.reduce((a, b) => (b.r2 > a.r2 ? b : a)) }] : [];
  });
  const first = shown[0];
  if (!first) return null;
  const title = noteFor(evaluation, first.j.protocol).title;
  const bar = fixed(first.entry.bar, 0);
  return {
    id: `calibration-${first.j.protocol}`,
    title: `${title}: the chance to reach ${bar}`,
    layout: 'full',
    caption: shown.map(({ entry }) => inShort(entry)),
    legend: `Dots: held-out rows of about one predicted chance, and how many of them reached ${bar} points, with 95\u202f% intervals. On the dashed line the chance is what it says.`,
    body: multiples(
      shown.map(({ j, entry }) =>
        multiple(
          `By ${j.unit}, ${modelWords(entry.model)}`,
          calibrationChart(
            entry,
            slug(`${j.protocol} ${j.unit}`),
            protocolUnit(evaluation, j.protocol, j.unit),
          ),
          entry.brier === undefined ? null : `Brier score ${fixed(entry.brier, 4)}; 0 is perfect`,
        ),
      ),
      'square',
    ),
    table: {
      caption: 'Predicted chance and what came of it',
      columns: [
        { title: 'Unit, model and predicted chance' },
        ...['Rows', 'Reached it (95\u202f%)'].map((t) => ({ title: t, numeric: true })),
      ],
      rows: shown.flatMap(({ entry }) =>
        (entry.calibration ?? []).map((c): readonly Fragment[] => [
          `${entry.unit}, ${modelWords(entry.model)}: ${percent(c.mean, 1)}`,
          count(c.rows),
          `${percent(c.share, 1)} (${percent(c.low, 1)} to ${percent(c.high, 1)})`,
        ]),
      ),
    },
  };
}

function inShort(e: EvaluationEntry): string {
  const groups = e.calibration ?? [];
  const surest = groups.reduce((a, b) => (b.mean > a.mean ? b : a));
  const off = groups.filter((g) => g.mean < g.low || g.mean > g.high).length;
  return `By ${e.unit}: where ${modelWords(e.model)} gives ${percent(surest.mean, 0)} on average, ${percent(surest.share, 0)} of ${count(surest.rows)} rows reach it; ${off === 0 ? 'every group lies' : `${count(groups.length - off)} of ${count(groups.length)} groups lie`} within chance of the line.`;
}

/** Predicted chance against what came of it. */
export function calibrationChart(e: EvaluationEntry, id: string, protocol: string): Html {
  const groups = (e.calibration ?? []).map((c) => ({
    x: c.mean * 100,
    y: c.share * 100,
    low: c.low * 100,
    high: c.high * 100,
  }));
  return drawChart({
    id: `calibration-${id}`,
    label: `Predicted chance against share that reached ${fixed(e.bar, 0)} points, ${modelWords(e.model)}, ${protocol}: ${groups.map((g) => `${fixed(g.x, 0)} % came to ${fixed(g.y, 0)} %`).join(', ')}.`,
    width: 270,
    height: 268,
    marginLeft: 44,
    marginTop: 24,
    marginBottom: 40,
    x: {
      domain: [0, 100],
      ticks: 5,
      label: 'Predicted chance (%)',
      labelArrow: 'none',
      labelAnchor: 'center',
    },
    y: { domain: [0, 100], ticks: 5, label: 'Reached it (%)', labelArrow: 'none', grid: true },
    marks: [
      Plot.frame({ stroke: 'var(--line)' }),
      Plot.link([{ from: 0, to: 100 }], {
        x1: 'from',
        y1: 'from',
        x2: 'to',
        y2: 'to',
        stroke: 'var(--accent)',
        strokeWidth: 1.5,
        strokeDasharray: '4,3',
      }),
      Plot.ruleX(groups, {
        x: 'x',
        y1: 'low',
        y2: 'high',
        stroke: 'var(--soft)',
        strokeWidth: 4,
        className: 'interval',
      }),
      Plot.dot(groups, { x: 'x', y: 'y', r: 3.5, fill: 'var(--main)', className: 'groups' }),
    ],
  });
}

import * as Plot from '@observablehq/plot';
import type { Profile, TargetBin, TargetCurve } from '@trackscope/catalogue';
import { drawChart } from '../chart/draw.js';
import { columnOf, findingsFor } from '../input.js';
import { axisTitle, isDiscrete, title, valueName, word } from '../markup/column-words.js';
import { type Figure, multiple, multiples } from '../markup/figure.js';
import { type Html, html } from '../markup/html.js';
import { count, fixed, interval, shareInterval } from '../markup/number.js';
import { rowLabel } from './target-bin.js';

/** Bins with fewer tracks are drawn as rings and do not stretch the scale. */
const FEW = 50;

/** Mean popularity along each column, all on one scale. */
export function targetFigure(profile: Profile): Figure | null {
  const curves = (profile.target?.curves ?? []).filter((c) => c.bins.length > 0);
  if (curves.length === 0) return null;
  const mean = columnOf(profile, 'popularity')?.mean ?? null;
  const ordered = [...curves].sort((a, b) => strength(b) - strength(a));
  const top = ordered[0]!;
  const domain = scale(curves);
  return {
    id: 'target',
    title: 'Each column against popularity',
    layout: 'full',
    caption: [
      ...findingsFor(profile, 'target'),
      findingsFor(profile, 'target').length === 0 && top.pearson
        ? `The strongest straight-line tie is ${word(top.column)}, r = ${fixed(top.pearson.value, 3)} (${fixed(top.pearson.low, 3)} to ${fixed(top.pearson.high, 3)}): alone it accounts for ${fixed(top.pearson.value ** 2 * 100, 1)}\u202f% of the variance of popularity.`
        : null,
    ],
    legend: html`Dots: mean popularity of the tracks in a bin; bars: 95 % intervals; rings: fewer than ${FEW} tracks. Dashed: the mean of all tracks. Strongest first, one scale for all.`,
    body: multiples(ordered.map((c) => targetCell(c, domain, mean))),
    table: {
      caption: 'Popularity by bin of each column',
      columns: [
        { title: 'Column and bin' },
        { title: 'Tracks', numeric: true },
        { title: 'Mean popularity (95 %)', numeric: true },
        { title: '70 and over (95 %)', numeric: true },
      ],
      rows: ordered.flatMap((c) =>
        c.bins.map((b) => [
          `${title(c.column)} ${rowLabel(c.column, b)}`,
          count(b.mean.n),
          interval(b.mean, 1),
          shareInterval(b.share70),
        ]),
      ),
      className: 'small',
    },
  };
}

function strength(curve: TargetCurve): number {
  return curve.pearson ? Math.abs(curve.pearson.value) : -1;
}

/** Low and high end of the popularity axis: every bin that rests on enough tracks, or else every bin. */
function scale(curves: readonly TargetCurve[]): [number, number] {
  const all = curves.flatMap((c) => c.bins);
  const firm = all.filter((b) => b.mean.n >= FEW);
  let low = 100;
  let high = 0;
  for (const b of firm.length > 0 ? firm : all) {
    low = Math.min(low, b.mean.low);
    high = Math.max(high, b.mean.high);
  }
  const from = Math.max(0, Math.floor(low / 5) * 5);
  return [from, Math.max(from + 5, Math.min(100, Math.ceil(high / 5) * 5))];
}

function targetCell(curve: TargetCurve, domain: [number, number], mean: number | null): Html {
  const r = curve.pearson;
  const note = r
    ? `r = ${fixed(r.value, 3)} (${fixed(r.low, 3)} to ${fixed(r.high, 3)})${curve.spearman === null ? '' : `, ρ = ${fixed(curve.spearman, 3)}`}`
    : 'no correlation: the column does not vary';
  const off = curve.bins.filter((b) => b.mean.value < domain[0] || b.mean.value > domain[1]);
  const beyond = off
    .map((b) => `${rowLabel(curve.column, b)}: ${fixed(b.mean.value, 1)} over ${count(b.mean.n)}`)
    .join(', ');
  return multiple(
    title(curve.column),
    targetChart(curve, domain, mean),
    beyond ? `${note}; off the scale: ${beyond}` : note,
  );
}

/** Mean popularity with its interval for each bin of one column. */
export function targetChart(curve: TargetCurve, domain: [number, number], mean: number | null): Html {
  const named = isDiscrete(curve.column);
  const clamp = (v: number) => Math.min(domain[1], Math.max(domain[0], v));
  const points = curve.bins
    .map((b) => ({
      at: named ? valueName(curve.column, b.low) : (b.low + b.high) / 2,
      low: clamp(b.mean.low),
      high: clamp(b.mean.high),
      value: b.mean.value,
      firm: b.mean.n >= FEW,
    }))
    .filter((p) => p.value >= domain[0] && p.value <= domain[1]);
  const common = { x: 'at', y: 'value' } as const;
  return drawChart({
    id: `target-${curve.column}`,
    label: `Mean popularity by ${word(curve.column)}: ${ends(curve)}.`,
    width: 260,
    height: 188,
    marginLeft: 40,
    marginTop: 24,
    marginRight: 14,
    marginBottom: 38,
    x: named
      ? {
          type: 'point',
          domain: curve.bins.map((b) => valueName(curve.column, b.low)),
          label: title(curve.column),
          labelArrow: 'none',
          labelAnchor: 'center',
          padding: 0.4,
        }
      : {
          domain: [curve.bins[0]!.low, curve.bins[curve.bins.length - 1]!.high],
          ticks: 4,
          label: axisTitle(curve.column),
          labelArrow: 'none',
          labelAnchor: 'center',
        },
    y: { domain, label: 'Mean popularity (points)', labelArrow: 'none', ticks: 4, grid: true },
    marks: [
      mean === null ? null : Plot.ruleY([mean], { stroke: 'var(--muted)', strokeDasharray: '4,3' }),
      Plot.ruleX(points, {
        x: 'at',
        y1: 'low',
        y2: 'high',
        stroke: 'var(--soft)',
        strokeWidth: 3,
        className: 'interval',
      }),
      named
        ? null
        : Plot.line(
            points.filter((p) => p.firm),
            { ...common, stroke: 'var(--main)', strokeWidth: 1 },
          ),
      Plot.dot(
        points.filter((p) => p.firm),
        { ...common, fill: 'var(--main)', r: 3 },
      ),
      Plot.dot(
        points.filter((p) => !p.firm),
        { ...common, stroke: 'var(--main)', fill: 'var(--paper)', r: 2.5 },
      ),
    ],
  });
}

function ends(curve: TargetCurve): string {
  const firm = curve.bins.filter((b) => b.mean.n >= FEW);
  const bins: readonly TargetBin[] = firm.length > 0 ? firm : curve.bins;
  const best = bins.reduce((a, b) => (b.mean.value > a.mean.value ? b : a));
  const worst = bins.reduce((a, b) => (b.mean.value < a.mean.value ? b : a));
  return `highest ${fixed(best.mean.value, 1)} at ${rowLabel(curve.column, best)}, lowest ${fixed(worst.mean.value, 1)} at ${rowLabel(curve.column, worst)}`;
}

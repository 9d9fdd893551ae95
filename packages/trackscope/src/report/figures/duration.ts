import * as Plot from '@observablehq/plot';
import type { Profile, TargetBin } from '@trackscope/catalogue';
import { drawChart } from '../chart/draw.js';
import { densityLegend } from '../chart/legend.js';
import { extent, tiles } from '../chart/tiles.js';
import { findingsFor, orElse } from '../input.js';
import { type Figure, twoSizes } from '../markup/figure.js';
import { type Html, html } from '../markup/html.js';
import { count, fixed, interval, plural, shareInterval } from '../markup/number.js';
import { rowLabel } from './target-bin.js';

/** Mean points resting on fewer tracks than this are not joined to the line. */
const FEW = 30;

/** Where tracks lie by length and popularity, with the mean for each length. */
export function durationFigure(profile: Profile): Figure | null {
  const target = profile.target;
  if (!target || target.durationGrid.counts.length === 0) return null;
  const bins = target.curves.find((c) => c.column === 'duration_min')?.bins ?? [];
  const bands = target.durationBands ?? [];
  const firm = bins.filter((b) => b.mean.n >= FEW);
  const best = firm.length > 0 ? firm.reduce((a, b) => (b.mean.value > a.mean.value ? b : a)) : null;
  return {
    id: 'duration',
    title: 'Duration and popularity',
    layout: 'beside',
    caption: [
      ...orElse(
        findingsFor(profile, 'duration', 4),
        best
          ? `The mean is highest at ${rowLabel('duration_min', best)}: ${interval(best.mean, 1)} points.`
          : null,
      ),
    ],
    legend: html`Tiles: from ${densityLegend('tracks')}. Line: mean popularity; bars: 95 % intervals. Tracks beyond the right edge are counted in the last column.`,
    body: twoSizes((size) => durationChart(profile, bins, size)),
    table:
      bands.length > 0
        ? {
            caption: 'Popularity by length of track',
            columns: [
              { title: 'Length' },
              { title: 'Tracks', numeric: true },
              { title: 'Mean (95 %)', numeric: true },
              { title: 'At zero (95 %)', numeric: true },
              { title: '70 and over (95 %)', numeric: true },
            ],
            rows: bands.map((b) => [
              b.high === null
                ? `${fixed(b.low, 0)} min and over`
                : `${fixed(b.low, 0)} to ${fixed(b.high, 0)} min`,
              count(b.tracks),
              interval(b.mean, 1),
              shareInterval(b.shareZero),
              shareInterval(b.share70),
            ]),
          }
        : {
            caption: 'Popularity by length of track',
            columns: [
              { title: 'Length' },
              { title: 'Tracks', numeric: true },
              { title: 'Mean (95 %)', numeric: true },
              { title: '70 and over (95 %)', numeric: true },
            ],
            rows: bins.map((b) => [
              rowLabel('duration_min', b),
              count(b.mean.n),
              interval(b.mean, 1),
              shareInterval(b.share70),
            ]),
          },
  };
}

/** Tiles and the line of means. */
export function durationChart(profile: Profile, bins: readonly TargetBin[], size: 'narrow' | 'wide'): Html {
  const wide = size === 'wide';
  const grid = profile.target!.durationGrid;
  const { x, y } = extent(grid);
  const points = bins
    .filter((b) => b.low < x[1])
    .map((b) => ({ at: Math.min((b.low + b.high) / 2, x[1]), ...b.mean }));
  const inside = {
    low: (p: { low: number }) => Math.max(y[0], p.low),
    high: (p: { high: number }) => Math.min(y[1], p.high),
  };
  return drawChart({
    id: `duration-${size}`,
    label: `Density of popularity against duration in minutes with the mean for each length, for ${plural(
      grid.counts.reduce((a, b) => a + b, 0),
      'track',
    )}.`,
    width: wide ? 760 : 340,
    height: wide ? 420 : 320,
    marginLeft: wide ? 52 : 42,
    marginTop: 22,
    x: {
      domain: x,
      label: 'Duration (min)',
      labelArrow: 'none',
      labelAnchor: 'center',
      ticks: wide ? 10 : 6,
    },
    y: { domain: y, label: 'Popularity (points)', labelArrow: 'none', ticks: 6 },
    marks: [
      tiles(grid),
      Plot.frame({ stroke: 'var(--line)' }),
      Plot.ruleX(points, {
        x: 'at',
        y1: inside.low,
        y2: inside.high,
        stroke: 'var(--accent)',
        strokeWidth: 2,
        className: 'interval',
      }),
      Plot.line(
        points.filter((p) => p.n >= FEW),
        { x: 'at', y: 'value', stroke: 'var(--paper)', strokeWidth: 4.5 },
      ),
      Plot.line(
        points.filter((p) => p.n >= FEW),
        { x: 'at', y: 'value', stroke: 'var(--accent)', strokeWidth: 2 },
      ),
      Plot.dot(points, { x: 'at', y: 'value', r: 3, fill: 'var(--accent)', stroke: 'var(--paper)' }),
    ],
  });
}

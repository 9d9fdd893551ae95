import * as Plot from '@observablehq/plot';
import type { Grid, MoodGrid, MoodQuadrant, Profile } from '@trackscope/catalogue';
import { drawChart } from '../chart/draw.js';
import { densityLegend } from '../chart/legend.js';
import { extent, tiles } from '../chart/tiles.js';
import { findingsFor } from '../input.js';
import { axisTitle, word } from '../markup/column-words.js';
import { type Figure, multiple, multiples } from '../markup/figure.js';
import { type Html, html } from '../markup/html.js';
import { count, fixed, interval, percent, plural, shareInterval } from '../markup/number.js';

/** Where energy and valence are cut into high and low. */
const CUT = 0.5;

/** Energy against valence, one density for each class of popularity, all on one scale. */
export function moodFigure(profile: Profile): Figure | null {
  const { classes } = profile.mood;
  if (classes.length === 0) return null;
  const most = highestShare(classes);
  const corner = quadrantShares(classes[0]!.grid);
  const last = quadrantShares(classes[classes.length - 1]!.grid);
  const widest = [0, 1, 2, 3].reduce((a, b) =>
    Math.abs(last[b]! - corner[b]!) > Math.abs(last[a]! - corner[a]!) ? b : a,
  );
  return {
    id: 'mood',
    title: 'Energy and valence by class of popularity',
    layout: 'full',
    caption: [
      ...findingsFor(profile, 'mood'),
      classes.length > 1
        ? `From the least to the most popular class the largest shift is in the quadrant “${quadrantName(widest)}”, from ${percent(corner[widest]!, 1)} to ${percent(last[widest]!, 1)} of the tracks.`
        : null,
    ],
    legend: html`Each panel shows where the tracks of one class lie, from ${densityLegend('tracks in a tile')}, one scale of shares for all panels. Corner figures: share of the class in that quadrant, cut at ${fixed(CUT, 1)}.`,
    body: multiples(
      classes.map((c, i) =>
        multiple(
          `${c.label} popularity, ${fixed(c.low, 0)} to ${fixed(c.high, 0)}`,
          moodChart(c, i, most),
          plural(c.tracks, 'track'),
        ),
      ),
      'square four',
    ),
    table: {
      caption: 'Share of each class by quadrant',
      columns: [
        { title: 'Class' },
        { title: 'Popularity' },
        { title: 'Tracks', numeric: true },
        ...[0, 1, 2, 3].map((q) => ({ title: quadrantName(q), numeric: true })),
      ],
      rows: classes.map((c) => [
        c.label,
        `${fixed(c.low, 0)} to ${fixed(c.high, 0)}`,
        count(c.tracks),
        ...quadrantShares(c.grid).map((s) => percent(s, 1)),
      ]),
    },
  };
}

/** Quadrants in reading order of the picture's table: 0 low/low, 1 low/high, 2 high/low, 3 high/high. */
function quadrantName(index: number): string {
  return `${index >= 2 ? 'high' : 'low'} energy, ${index % 2 ? 'high' : 'low'} valence`;
}

/** Share of a grid's tracks in each quadrant, a tile belonging where its middle lies. */
export function quadrantShares(grid: Grid): readonly number[] {
  const sums = [0, 0, 0, 0];
  let all = 0;
  for (let r = 0; r < grid.rows; r++) {
    for (let c = 0; c < grid.columns; c++) {
      const x = grid.xStart + (c + 0.5) * grid.xStep >= CUT;
      const y = grid.yStart + (r + 0.5) * grid.yStep >= CUT;
      const [energy, valence] = grid.x === 'energy' ? [x, y] : [y, x];
      const n = grid.counts[r * grid.columns + c]!;
      sums[Number(energy) * 2 + Number(valence)]! += n;
      all += n;
    }
  }
  return sums.map((s) => (all > 0 ? s / all : 0));
}

function highestShare(classes: readonly MoodGrid[]): number {
  let most = 0;
  for (const c of classes) for (const n of c.grid.counts) if (n / c.tracks > most) most = n / c.tracks;
  return most;
}

/** One class: tiles, the cuts, and the share in each corner. */
export function moodChart(mood: MoodGrid, index: number, mostShare: number): Html {
  const { x, y } = extent(mood.grid);
  const shares = quadrantShares(mood.grid);
  const xIsEnergy = mood.grid.x === 'energy';
  const corners = [0, 1, 2, 3].map((q) => {
    const energy = q >= 2;
    const valence = q % 2 === 1;
    const right = xIsEnergy ? energy : valence;
    const top = xIsEnergy ? valence : energy;
    return { x: right ? x[1] : x[0], y: top ? y[1] : y[0], right, top, text: percent(shares[q]!, 0) };
  });
  return drawChart({
    id: `mood-${index + 1}`,
    label: `Density of ${word(mood.grid.y)} against ${word(mood.grid.x)} for ${plural(mood.tracks, 'track')} of ${mood.label.toLowerCase()} popularity: ${shares.map((s, q) => `${percent(s, 0)} ${quadrantName(q)}`).join('; ')}.`,
    width: 270,
    height: 268,
    marginLeft: 46,
    marginBottom: 40,
    marginTop: 8,
    marginRight: 14,
    x: { domain: x, ticks: 5, label: axisTitle(mood.grid.x), labelArrow: 'none', labelAnchor: 'center' },
    y: { domain: y, ticks: 5, label: axisTitle(mood.grid.y), labelArrow: 'none', labelAnchor: 'center' },
    marks: [
      tiles(mood.grid, mostShare * mood.tracks),
      Plot.frame({ stroke: 'var(--line)' }),
      Plot.ruleX([CUT], { stroke: 'var(--ink)', strokeDasharray: '2,3' }),
      Plot.ruleY([CUT], { stroke: 'var(--ink)', strokeDasharray: '2,3' }),
      ...corners.map((c) =>
        Plot.text([c.text], {
          x: c.x,
          y: c.y,
          dx: c.right ? -5 : 5,
          dy: c.top ? 11 : -11,
          textAnchor: c.right ? 'end' : 'start',
          fontWeight: 600,
          stroke: 'var(--paper)',
          strokeWidth: 4,
          fill: 'var(--ink)',
        }),
      ),
    ],
  });
}

/** Mean popularity of the four quadrants with intervals. */
export function quadrantsFigure(profile: Profile): Figure | null {
  const quadrants = profile.mood.quadrants.filter((q) => q.tracks > 0);
  const scored = quadrants.filter((q) => q.mean !== null);
  if (scored.length < 2) return null;
  const byMean = [...scored].sort((a, b) => b.mean!.value - a.mean!.value);
  const best = byMean[0]!;
  const worst = byMean[byMean.length - 1]!;
  const hits = scored.filter((q) => q.share70).sort((a, b) => b.share70!.value - a.share70!.value)[0];
  return {
    id: 'quadrants',
    title: 'The four moods',
    layout: 'beside',
    caption: [
      `Mean popularity is highest with ${best.name}, ${interval(best.mean, 1)}, and lowest with ${worst.name}, ${interval(worst.mean, 1)}: ${fixed(best.mean!.value - worst.mean!.value, 1)} points apart on a scale of 100.`,
      hits
        ? `Hits of 70 and over are most frequent with ${hits.name}: ${shareInterval(hits.share70)}.`
        : null,
    ],
    legend: 'Dot: mean. Bar: its 95 % interval. Energy and valence count as high from 0.5 on.',
    body: html`<div class="chart fixed">${quadrantsChart(scored)}</div>`,
    table: {
      caption: 'Popularity by quadrant',
      columns: [
        { title: 'Quadrant' },
        { title: 'Tracks', numeric: true },
        { title: 'Mean popularity (95 %)', numeric: true },
        { title: 'Share of 70 and over (95 %)', numeric: true },
      ],
      rows: quadrants.map((q) => [
        capital(q.name),
        count(q.tracks),
        interval(q.mean, 1),
        shareInterval(q.share70),
      ]),
    },
  };
}

/** Dots with intervals, one row for each quadrant. */
export function quadrantsChart(quadrants: readonly MoodQuadrant[]): Html {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const q of quadrants) {
    low = Math.min(low, q.mean!.low);
    high = Math.max(high, q.mean!.high);
  }
  const pad = Math.max(1, (high - low) * 0.1);
  return drawChart({
    id: 'quadrants',
    label: `Mean popularity by mood: ${quadrants.map((q) => `${q.name} ${interval(q.mean, 1)}`).join('; ')}.`,
    width: 340,
    height: 56 + quadrants.length * 44,
    marginLeft: 12,
    marginRight: 16,
    marginBottom: 40,
    x: {
      domain: [Math.max(0, low - pad), Math.min(100, high + pad)],
      label: 'Mean popularity (points)',
      labelArrow: 'none',
      labelAnchor: 'center',
      ticks: 6,
      grid: true,
    },
    y: { type: 'band', axis: null, domain: quadrants.map((q) => q.name) },
    marks: [
      Plot.ruleY(quadrants, {
        y: 'name',
        x1: (q: MoodQuadrant) => q.mean!.low,
        x2: (q: MoodQuadrant) => q.mean!.high,
        stroke: 'var(--main)',
        strokeWidth: 3,
        dy: 8,
        className: 'interval',
      }),
      Plot.dot(quadrants, {
        y: 'name',
        x: (q: MoodQuadrant) => q.mean!.value,
        r: 5,
        fill: 'var(--main)',
        dy: 8,
      }),
      Plot.text(quadrants, {
        y: 'name',
        frameAnchor: 'left',
        textAnchor: 'start',
        dy: -10,
        text: (q: MoodQuadrant) => `${capital(q.name)}: ${fixed(q.mean!.value, 1)}`,
      }),
    ],
  });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

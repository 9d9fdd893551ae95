import * as Plot from '@observablehq/plot';
import type { GroupProfile, Profile, Quartiles } from '@trackscope/catalogue';
import { drawChart } from '../chart/draw.js';
import { fitText } from '../chart/fit-text.js';
import { DENSITY_STEPS } from '../chart/palette.js';
import { findingsFor } from '../input.js';
import { axisTitle, isDiscrete, title, unit, value, word } from '../markup/column-words.js';
import { type Figure, multiple, multiples } from '../markup/figure.js';
import { type Html, html, name } from '../markup/html.js';
import { count, fixed, interval, list } from '../markup/number.js';
import { type TableCell, table } from '../markup/table.js';

/** Audio features on a scale, in the order of the profile. */
function featuresOf(profile: Profile): readonly string[] {
  return profile.columns
    .map((c) => c.name)
    .filter((n) => n !== 'popularity' && !isDiscrete(n) && profile.genres.some((g) => g.features[n]));
}

/** The spread of each feature within each macro-genre. */
export function featureBoxesFigure(profile: Profile): Figure | null {
  const groups = profile.macroGenres.filter((g) => g.tracks > 0);
  const features = featuresOf(profile);
  if (groups.length === 0 || features.length === 0) return null;
  return {
    id: 'genre-features',
    title: 'The sound of the macro-genres',
    layout: 'full',
    caption: [...findingsFor(profile, 'genre-features'), widest(groups, features)],
    legend:
      'Bar: middle half. Tick: median. Dot: mean. Thin line: smallest to largest value, cut at the edge of the picture. Sorted by median, so each chart has its own order.',
    body: multiples(
      features.map((f) => multiple(title(f), boxesChart(groups, f, shownRange(profile, f)))),
      'boxes',
    ),
    table: {
      caption: 'Mean of each feature with its 95 % interval, by macro-genre',
      className: 'small',
      sortable: true,
      columns: [
        { title: 'Macro-genre' },
        { title: 'Tracks', numeric: true },
        ...features.map((f) => ({ title: axisTitle(f), numeric: true })),
      ],
      rows: groups.map((g) => [
        name(g.name),
        { text: count(g.tracks), sort: g.tracks },
        ...features.map((f): TableCell => {
          const own = g.features[f];
          return own
            ? { text: interval(own.mean, f === 'tempo' ? 1 : 2), sort: own.mean.value }
            : { text: '–' };
        }),
      ]),
    },
  };
}

function widest(groups: readonly GroupProfile[], features: readonly string[]): string | null {
  let found: { feature: string; gap: number; high: GroupProfile; low: GroupProfile } | null = null;
  for (const feature of features) {
    const own = groups.filter((g) => g.features[feature]);
    if (own.length < 2) continue;
    const sorted = [...own].sort((a, b) => b.features[feature]!.median - a.features[feature]!.median);
    const high = sorted[0]!;
    const low = sorted[sorted.length - 1]!;
    const widths = own.map((g) => g.features[feature]!.q3 - g.features[feature]!.q1);
    const width = widths.reduce((a, b) => a + b, 0) / widths.length;
    const gap = width > 0 ? (high.features[feature]!.median - low.features[feature]!.median) / width : 0;
    if (!found || gap > found.gap) found = { feature, gap, high, low };
  }
  if (!found) return null;
  const { feature, high, low, gap } = found;
  const at = (g: GroupProfile) =>
    `${g.name} (${value(feature, g.features[feature]!.median)}${unit(feature)})`;
  return `${title(feature)} tells the macro-genres apart best: its medians run from ${at(high)} to ${at(low)}, ${fixed(gap, 1)} times the width of a typical middle half.`;
}

function shownRange(profile: Profile, feature: string): [number, number] {
  const { start, step, counts } = profile.columns.find((c) => c.name === feature)!.histogram;
  return [start, start + step * counts.length];
}

/** One feature: a row for each macro-genre, sorted by median. */
export function boxesChart(groups: readonly GroupProfile[], feature: string, shown: [number, number]): Html {
  const clamp = (v: number) => Math.min(shown[1], Math.max(shown[0], v));
  const rows = groups
    .filter((g) => g.features[feature])
    .map((g) => ({ name: g.name, ...g.features[feature]!, mean: g.features[feature]!.mean.value }))
    .sort((a, b) => b.median - a.median);
  const end = (side: keyof Quartiles) => (r: Quartiles) => clamp(r[side]);
  return drawChart({
    id: `boxes-${feature}`,
    label: `${title(feature)} by macro-genre: ${rows
      .slice(0, 3)
      .map((r) => `${r.name} ${value(feature, r.median)}`)
      .join(', ')} highest; ${rows
      .slice(-3)
      .map((r) => `${r.name} ${value(feature, r.median)}`)
      .join(', ')} lowest.`,
    width: 350,
    height: 44 + rows.length * 19,
    marginTop: 6,
    marginLeft: 146,
    marginRight: 14,
    marginBottom: 38,
    x: {
      domain: shown,
      ticks: 4,
      label: axisTitle(feature),
      labelArrow: 'none',
      labelAnchor: 'center',
      grid: true,
    },
    y: {
      type: 'band',
      domain: rows.map((r) => r.name),
      label: null,
      tickSize: 0,
      padding: 0.3,
      tickFormat: (n: string) => fitText(n, 138),
    },
    marks: [
      Plot.ruleY(rows, {
        y: 'name',
        x1: end('min'),
        x2: end('max'),
        stroke: 'var(--line)',
        className: 'range',
      }),
      Plot.barX(rows, {
        y: 'name',
        x1: end('q1'),
        x2: end('q3'),
        fill: 'var(--soft)',
        className: 'middle-half',
      }),
      Plot.tickX(rows, {
        y: 'name',
        x: end('median'),
        stroke: 'var(--ink)',
        strokeWidth: 2,
        className: 'median',
      }),
      Plot.dot(rows, {
        y: 'name',
        x: (r) => clamp(r.mean),
        r: 2.6,
        fill: 'var(--accent)',
        className: 'mean',
      }),
    ],
  });
}

/** All genres against all features as one table of medians, shaded column by column. */
export function heatTableFigure(profile: Profile): Figure | null {
  const features = featuresOf(profile);
  if (profile.genres.length === 0 || features.length === 0) return null;
  const withPopularity = profile.genres.some((g) => g.features.popularity);
  const columns = withPopularity ? ['popularity', ...features] : features;
  const ranges = new Map(columns.map((c) => [c, medianRange(profile.genres, c)]));
  return {
    id: 'genre-medians',
    title: `Medians of ${profile.genres.length === 1 ? 'one genre' : `all ${profile.genres.length} genres`}`,
    layout: 'full',
    caption: [extremes(profile.genres, features)],
    legend: html`Each cell is a median; the darker (in the dark: the lighter) the cell, the higher it stands among the genres in that column.<span class="js-only"> Click a heading to sort.</span>`,
    body: table(
      {
        caption: 'Median of each feature by genre',
        sortable: true,
        className: 'heat',
        wide: true,
        columns: [
          { title: 'Genre' },
          { title: 'Tracks', numeric: true },
          ...columns.map((c) => ({ title: axisTitle(c), numeric: true })),
        ],
        rows: profile.genres.map((g) => [
          name(g.name),
          { text: count(g.tracks), sort: g.tracks },
          ...columns.map((c): TableCell => {
            const own = g.features[c];
            if (!own) return { text: '–' };
            const [low, high] = ranges.get(c)!;
            const step =
              high > low
                ? Math.min(DENSITY_STEPS, 1 + Math.floor(((own.median - low) / (high - low)) * DENSITY_STEPS))
                : 1;
            return { text: value(c, own.median), sort: own.median, className: `d${step}` };
          }),
        ]),
      },
      'Median of each feature by genre',
    ),
  };
}

function medianRange(groups: readonly GroupProfile[], feature: string): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const g of groups) {
    const median = g.features[feature]?.median;
    if (median === undefined) continue;
    low = Math.min(low, median);
    high = Math.max(high, median);
  }
  return [low, high];
}

function extremes(groups: readonly GroupProfile[], features: readonly string[]): string | null {
  if (groups.length < 3) return null;
  const best = features.flatMap((f) => {
    const top = [...groups]
      .filter((g) => g.features[f])
      .sort((a, b) => b.features[f]!.median - a.features[f]!.median)[0];
    return top ? [`${word(f)} in ${top.name} (${value(f, top.features[f]!.median)}${unit(f)})`] : [];
  });
  return `Highest medians: ${list(best)}.`;
}

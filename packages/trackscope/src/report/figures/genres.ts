import * as Plot from '@observablehq/plot';
import type { Estimate, GroupProfile, Profile } from '@trackscope/catalogue';
import { drawChart } from '../chart/draw.js';
import { fitText } from '../chart/fit-text.js';
import { findingsFor, orElse } from '../input.js';
import { type Figure, multiples } from '../markup/figure.js';
import { type Html, html, name } from '../markup/html.js';
import { count, fixed, interval, plural, shareInterval } from '../markup/number.js';

const ROW = 18;
/** Room for a name, and for the longer names of macro-genres. */
const LABEL = 122;
const MACRO_LABEL = 152;
const WIDTH = 340;

/** Rows of one block of a long chart: 114 genres make six, which fill one, two or three columns evenly. */
const BLOCK = 19;

/** Every genre by median popularity, with its middle half. Null without genres or popularity. */
export function genresFigure(profile: Profile): Figure | null {
  const genres = scored(profile.genres);
  if (genres.length === 0) return null;
  const first = genres[0]!;
  const last = genres[genres.length - 1]!;
  const at = (g: GroupProfile) => `${g.name} (${fixed(popularity(g).median, 0)})`;
  return {
    id: 'genres',
    title: `${genres.length === 1 ? 'One genre' : `All ${genres.length} genres`} by median popularity`,
    layout: 'full',
    caption: [
      ...findingsFor(profile, 'genres'),
      genres.length > 1 ? `Medians run from ${at(first)} down to ${at(last)}.` : null,
    ],
    legend:
      'Bar: middle half of the genre’s tracks. Tick and number: median. Ring: mean. A track counts in each of its genres.',
    body: multiples(
      blocks(genres).map((part, i) => genresChart(part, i)),
      'long',
    ),
    table: genreTable('Popularity by genre', genres, 'Genre'),
  };
}

/** The macro-genres in the same manner. */
export function macroGenresFigure(profile: Profile): Figure | null {
  const macros = scored(profile.macroGenres);
  if (macros.length < 2) return null;
  const first = macros[0]!;
  const last = macros[macros.length - 1]!;
  return {
    id: 'macro-genres',
    title: `${macros.length} macro-genres`,
    layout: 'full',
    caption: [
      ...orElse(
        findingsFor(profile, 'macro-genres'),
        `${first.name} has the highest median (${fixed(popularity(first).median, 0)}), ${last.name} the lowest (${fixed(popularity(last).median, 0)}).`,
      ),
    ],
    legend:
      'Left: middle half, median and mean of popularity. Right: share of tracks at zero (ring) and at 70 and over (dot), with 95 % intervals.',
    body: multiples(
      [
        genresChart(macros, 0, 'macro'),
        ...(macros.every((g) => g.shareZero && g.share70) ? [sharesChart(macros, 0, 'macro')] : []),
      ],
      'long',
    ),
    table: genreTable('Popularity by macro-genre', macros, 'Macro-genre'),
  };
}

/** Shares at zero and at 70 and over, every genre, in the order of the medians. */
export function genreSharesFigure(profile: Profile): Figure | null {
  const genres = scored(profile.genres).filter((g) => g.shareZero && g.share70);
  if (genres.length < 2) return null;
  const zero = [...genres].sort((a, b) => b.shareZero!.value - a.shareZero!.value)[0]!;
  const hit = [...genres].sort((a, b) => b.share70!.value - a.share70!.value)[0]!;
  return {
    id: 'genre-shares',
    title: 'Silence and hits by genre',
    layout: 'full',
    caption: [
      `Zeros are most frequent in ${zero.name}, ${shareInterval(zero.shareZero)}; hits of 70 and over in ${hit.name}, ${shareInterval(hit.share70)}.`,
    ],
    legend:
      'Ring: share at popularity 0. Dot: share at 70 and over. Bars: 95 % intervals. Same order as the chart before.',
    body: multiples(
      blocks(genres).map((part, i) => sharesChart(part, i, 'genres', highestShare(genres))),
      'long',
    ),
  };
}

function scored(groups: readonly GroupProfile[]): readonly GroupProfile[] {
  return groups.filter((g) => g.features.popularity && g.tracks > 0);
}

function popularity(g: GroupProfile) {
  return g.features.popularity!;
}

function blocks<T>(rows: readonly T[]): readonly (readonly T[])[] {
  const parts = Math.ceil(rows.length / BLOCK);
  const size = Math.ceil(rows.length / parts);
  return Array.from({ length: parts }, (_, i) => rows.slice(i * size, (i + 1) * size));
}

/** Labels told apart by their row, so that two names cut to the same text stay two rows. */
function rowAxis(groups: readonly GroupProfile[], room: number) {
  return {
    type: 'band',
    domain: groups.map((g) => g.name),
    label: null,
    tickSize: 0,
    tickFormat: (n: string) => fitText(n, room - 8),
    padding: 0.25,
  } as const;
}

/** One block of genres: middle half, median, mean. */
export function genresChart(groups: readonly GroupProfile[], block: number, id = 'genres'): Html {
  const room = id === 'macro' ? MACRO_LABEL : LABEL;
  const q = (g: GroupProfile) => popularity(g);
  return drawChart({
    id: `${id}-medians-${block + 1}`,
    label: `Popularity by genre, ${plural(groups.length, 'row')} from ${groups[0]!.name} (median ${fixed(q(groups[0]!).median, 0)}) to ${groups[groups.length - 1]!.name} (median ${fixed(q(groups[groups.length - 1]!).median, 0)}).`,
    width: WIDTH,
    height: 80 + groups.length * ROW,
    marginTop: 40,
    marginLeft: room,
    marginRight: 30,
    marginBottom: 40,
    x: {
      domain: [0, 100],
      axis: 'both',
      ticks: 5,
      label: 'Popularity (points)',
      labelArrow: 'none',
      labelAnchor: 'center',
      grid: true,
      tickSize: 0,
    },
    y: rowAxis(groups, room),
    marks: [
      Plot.barX(groups, {
        y: 'name',
        x1: (g) => q(g).q1,
        x2: (g) => q(g).q3,
        fill: 'var(--soft)',
        className: 'middle-half',
      }),
      Plot.tickX(groups, {
        y: 'name',
        x: (g) => q(g).median,
        stroke: 'var(--ink)',
        strokeWidth: 2.5,
        className: 'median',
      }),
      Plot.dot(groups, {
        y: 'name',
        x: (g) => q(g).mean.value,
        r: 2.6,
        stroke: 'var(--accent)',
        fill: 'var(--paper)',
        className: 'mean',
      }),
      Plot.text(groups, {
        y: 'name',
        x: 100,
        dx: 26,
        textAnchor: 'end',
        text: (g) => fixed(q(g).median, q(g).median % 1 ? 1 : 0),
        fontVariant: 'tabular-nums',
        fontWeight: 600,
      }),
    ],
  });
}

/** Where the axis of shares ends, in percent: the next ten above every interval. */
function highestShare(groups: readonly GroupProfile[]): number {
  let high = 0;
  for (const g of groups) high = Math.max(high, g.shareZero!.high, g.share70!.high);
  return Math.min(100, Math.max(10, Math.ceil(high * 10) * 10));
}

/** One block of genres: share of zeros and share of hits, on an axis from 0 to `most` percent. */
export function sharesChart(
  groups: readonly GroupProfile[],
  block: number,
  id = 'genres',
  most = highestShare(groups),
): Html {
  const room = id === 'macro' ? MACRO_LABEL : LABEL;
  const end = (of: (g: GroupProfile) => Estimate, side: 'low' | 'high' | 'value') => (g: GroupProfile) =>
    of(g)[side] * 100;
  const zero = (g: GroupProfile) => g.shareZero!;
  const hit = (g: GroupProfile) => g.share70!;
  return drawChart({
    id: `${id}-shares-${block + 1}`,
    label: `Share of tracks at zero and at 70 and over, ${plural(groups.length, 'row')} from ${groups[0]!.name} to ${groups[groups.length - 1]!.name}.`,
    width: WIDTH,
    height: 80 + groups.length * ROW,
    marginTop: 40,
    marginLeft: room,
    marginRight: 14,
    marginBottom: 40,
    x: {
      domain: [0, most],
      axis: 'both',
      ticks: 5,
      label: 'Share of tracks (%)',
      labelArrow: 'none',
      labelAnchor: 'center',
      grid: true,
      tickSize: 0,
    },
    y: rowAxis(groups, room),
    marks: [
      Plot.ruleY(groups, {
        y: 'name',
        x1: end(zero, 'low'),
        x2: end(zero, 'high'),
        stroke: 'var(--muted)',
        strokeWidth: 1.5,
        className: 'interval',
      }),
      Plot.ruleY(groups, {
        y: 'name',
        x1: end(hit, 'low'),
        x2: end(hit, 'high'),
        stroke: 'var(--accent)',
        strokeWidth: 1.5,
        className: 'interval',
      }),
      Plot.dot(groups, {
        y: 'name',
        x: end(zero, 'value'),
        r: 3.6,
        stroke: 'var(--ink)',
        fill: 'var(--paper)',
        className: 'zeros',
      }),
      Plot.dot(groups, { y: 'name', x: end(hit, 'value'), r: 3.6, fill: 'var(--accent)', className: 'hits' }),
    ],
  });
}

function genreTable(
  caption: string,
  groups: readonly GroupProfile[],
  first: string,
): NonNullable<Figure['table']> {
  const n = (title: string) => ({ title, numeric: true });
  return {
    caption,
    sortable: true,
    className: 'small',
    columns: [
      { title: first },
      ...(first === 'Genre' ? [{ title: 'Macro-genre' }] : []),
      ...[
        'Tracks',
        'Min',
        'Q1',
        'Median',
        'Q3',
        'Max',
        'Mean (95 %)',
        'At zero (95 %)',
        '70 and over (95 %)',
      ].map(n),
    ],
    rows: groups.map((g) => {
      const p = popularity(g);
      return [
        name(g.name),
        ...(first === 'Genre' ? [name(g.macro)] : []),
        { text: count(g.tracks), sort: g.tracks },
        ...[p.min, p.q1, p.median, p.q3, p.max].map((v) => ({ text: fixed(v, v % 1 ? 1 : 0), sort: v })),
        { text: interval(p.mean, 1), sort: p.mean.value },
        { text: shareInterval(g.shareZero), sort: g.shareZero?.value ?? -1 },
        { text: shareInterval(g.share70), sort: g.share70?.value ?? -1 },
      ];
    }),
  };
}

/** What is said instead when no track has a genre. */
export function withoutGenres(): Html {
  return html`This catalogue names no genres, so genres are not compared.`;
}

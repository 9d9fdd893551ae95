import * as Plot from '@observablehq/plot';
import type { CoverageGroup, Evaluation, EvaluationEntry } from '../../workspace/format.js';
import { drawChart } from '../chart/draw.js';
import { fitText } from '../chart/fit-text.js';
import { type Figure, multiple, multiples } from '../markup/figure.js';
import { type Fragment, type Html, html, name } from '../markup/html.js';
import { count, fixed, percent, plural } from '../markup/number.js';
import { type Judged, modelWords, noteFor, protocolUnit } from './judged.js';
import { capital, slug } from './protocol.js';

/** Genres drawn: those where intervals hold least. */
const WORST = 8;
/** What intervals promise, and the least that they may keep in any genre. */
const PROMISED = 0.9;
const LEAST = 0.8;

/** Whether 90 % intervals hold nine times in ten: over all, and where they hold worst. */
export function coverageFigure(group: readonly Judged[], evaluation: Evaluation): Figure | null {
  const shown = group.flatMap((j) => {
    const entry = covered(j);
    return entry ? [{ j, entry }] : [];
  });
  const first = shown[0];
  if (!first) return null;
  const title = noteFor(evaluation, first.j.protocol).title;
  return {
    id: `coverage-${first.j.protocol}`,
    title: `${title}: how far the intervals hold`,
    layout: 'full',
    caption: [...shown.map(({ entry }) => inShort(entry)), ...shown.map(({ entry }) => farthest(entry))],
    legend:
      'Dot: share of held-out rows inside their 90\u202f% interval; dashed: the 90\u202f% that it promises; dotted: 80\u202f%. Groups of 200 rows and more. By actual popularity no interval can hold everywhere: what is rarest is missed most.',
    body: multiples(
      shown.map(({ j, entry }) =>
        multiple(
          `By ${j.unit}, ${modelWords(entry.model)}`,
          coverageChart(entry, slug(`${j.protocol} ${j.unit}`), protocolUnit(evaluation, j.protocol, j.unit)),
          entry.width90 === undefined ? null : `on average ${fixed(entry.width90, 1)} points from end to end`,
        ),
      ),
      'boxes',
    ),
    table: {
      caption:
        'Coverage and mean width of 90\u202f% intervals, mean absolute error and bias (predicted minus actual)',
      columns: [
        { title: 'Unit, model and group' },
        ...['Rows', 'Inside', 'Width (points)', 'MAE', 'Bias'].map((t) => ({ title: t, numeric: true })),
      ],
      rows: group.flatMap((j) =>
        j.models.filter((e) => e.coverage90 !== undefined).flatMap((e) => tableRows(e, e === covered(j))),
      ),
    },
  };
}

/** The best model, if it has intervals, or else the best that has. */
function covered(j: Judged): EvaluationEntry | null {
  const some = j.models.filter((e) => e.coverage90 !== undefined);
  return some.length > 0 ? some.reduce((a, b) => (b.r2 > a.r2 ? b : a)) : null;
}

function byCoverage(groups: readonly CoverageGroup[]): readonly CoverageGroup[] {
  return [...groups].sort((a, b) => a.coverage - b.coverage);
}

/** Bands and numbers of tracks by where they start; `none` is nought. */
function ascending(groups: readonly CoverageGroup[]): readonly CoverageGroup[] {
  const start = (g: CoverageGroup) => Number.parseFloat(g.name) || 0;
  return [...groups].sort((a, b) => start(a) - start(b));
}

function inShort(e: EvaluationEntry): Fragment {
  const whole = `By ${e.unit}: ${percent(e.coverage90, 1)} of the 90\u202f% intervals of ${modelWords(e.model)} hold`;
  const genres = byCoverage(e.coverageBy?.genre ?? []);
  const worst = genres[0];
  if (!worst) return `${whole}.`;
  const under = genres.filter((g) => g.coverage < LEAST).length;
  return html`${whole}; worst in ${genre(worst)} (${percent(worst.coverage, 0)} of ${count(worst.rows)} rows). ${
    under === 0
      ? `None of ${plural(genres.length, 'genre')} with 200 rows or more is under ${percent(LEAST)}.`
      : `${capital(plural(under, 'genre'))} of ${count(genres.length)} with 200 rows or more ${under === 1 ? 'is' : 'are'} under ${percent(LEAST)}.`
  }`;
}

/** Where predictions are farthest off, and least. */
function farthest(e: EvaluationEntry): Fragment {
  const genres = (e.coverageBy?.genre ?? []).filter((g) => g.mae !== undefined);
  if (genres.length < 2) return null;
  const sorted = [...genres].sort((a, b) => a.mae! - b.mae!);
  const [least, most] = [sorted[0]!, sorted.at(-1)!];
  return html`By ${e.unit}: the error of ${modelWords(e.model)} is largest in ${genre(most)} (${fixed(most.mae, 1)} points on average) and smallest in ${genre(least)} (${fixed(least.mae, 1)}).`;
}

function genre(g: CoverageGroup): Fragment {
  return g.name === '' ? 'tracks without a genre' : name(g.name);
}

function tableRows(e: EvaluationEntry, whole: boolean): readonly (readonly Fragment[])[] {
  const head = `${e.unit}, ${modelWords(e.model)}`;
  const row = (what: Fragment, g: Omit<CoverageGroup, 'name'>): readonly Fragment[] => [
    html`${head}: ${what}`,
    count(g.rows),
    percent(g.coverage, 1),
    fixed(g.width, 1),
    fixed(g.mae, 1),
    fixed(g.bias, 1),
  ];
  const { rows, mae, coverage90 = Number.NaN, width90 = Number.NaN } = e;
  const all = row('all', { rows, coverage: coverage90, width: width90, mae });
  if (!whole || !e.coverageBy) return [all];
  const { band, history, genre: genres } = e.coverageBy;
  return [
    all,
    ...ascending(band).map((g) => row(`popularity ${g.name}`, g)),
    ...ascending(history).map((g) => row(`artist with ${tracks(g.name)}`, g)),
    ...byCoverage(genres).map((g) => row(genre(g), g)),
  ];
}

function tracks(history: string): string {
  return history === 'none' ? 'no known track' : `${history} known ${history === '1' ? 'track' : 'tracks'}`;
}

interface Row {
  readonly key: string;
  readonly label: string;
  readonly head: boolean;
  readonly coverage: number;
}

/** Rows of dots under headings. */
export function coverageChart(e: EvaluationEntry, id: string, protocol: string): Html {
  const by = e.coverageBy;
  const parts: readonly [string, readonly CoverageGroup[]][] = [
    ['By actual popularity (points)', ascending(by?.band ?? [])],
    ['By known tracks of the artist', ascending(by?.history ?? [])],
    ['Genres where they hold least', byCoverage(by?.genre ?? []).slice(0, WORST)],
  ];
  const rows: Row[] = [{ key: 'all', label: 'All', head: false, coverage: e.coverage90 ?? Number.NaN }];
  for (const [head, groups] of parts) {
    if (groups.length === 0) continue;
    rows.push({ key: head, label: head, head: true, coverage: Number.NaN });
    for (const g of groups)
      rows.push({ key: `${head} ${g.name}`, label: g.name || 'no genre', head: false, coverage: g.coverage });
  }
  const dots = rows.filter((r) => !r.head && Number.isFinite(r.coverage));
  let least = 0.7;
  for (const r of dots) least = Math.min(least, r.coverage);
  const low = Math.floor(least * 10) * 10;
  const left = 112;
  const labels = new Map(rows.map((r) => [r.key, r]));
  return drawChart({
    id: `coverage-${id}`,
    label: `Share inside 90 % intervals of ${modelWords(e.model)}, ${protocol}: ${dots
      .slice(0, 12)
      .map((r) => `${r.label} ${percent(r.coverage, 0)}`)
      .join(', ')}.`,
    width: 330,
    height: 46 + rows.length * 20,
    marginLeft: left,
    marginRight: 42,
    marginTop: 4,
    marginBottom: 38,
    x: {
      domain: [low, 100],
      label: 'Inside the interval (%)',
      labelArrow: 'none',
      labelAnchor: 'center',
      ticks: 4,
    },
    y: {
      type: 'band',
      domain: rows.map((r) => r.key),
      label: null,
      tickSize: 0,
      tickFormat: (key: string) => (labels.get(key)!.head ? '' : fitText(labels.get(key)!.label, left - 12)),
    },
    marks: [
      Plot.gridY(
        dots.map((r) => r.key),
        { stroke: 'var(--line)', strokeOpacity: 1 },
      ),
      Plot.ruleX([PROMISED * 100], { stroke: 'var(--accent)', strokeDasharray: '4,3', strokeWidth: 1.5 }),
      Plot.ruleX([LEAST * 100], { stroke: 'var(--muted)', strokeDasharray: '1,3', strokeWidth: 1.5 }),
      Plot.text(
        rows.filter((r) => r.head),
        {
          y: 'key',
          frameAnchor: 'left',
          dx: -left + 4,
          dy: 3,
          textAnchor: 'start',
          text: 'label',
          fill: 'var(--muted)',
          stroke: 'var(--paper)',
          strokeWidth: 5,
          className: 'heads',
        },
      ),
      Plot.dot(dots, {
        y: 'key',
        x: (r) => r.coverage * 100,
        r: 4.5,
        fill: (r) => (r.coverage < LEAST ? 'var(--paper)' : 'var(--main)'),
        stroke: (r) => (r.coverage < LEAST ? 'var(--accent)' : 'var(--main)'),
        strokeWidth: 2,
        className: 'coverage',
      }),
      Plot.text(dots, {
        y: 'key',
        frameAnchor: 'right',
        dx: 38,
        textAnchor: 'end',
        text: (r) => percent(r.coverage, 0),
        fontVariant: 'tabular-nums',
      }),
    ],
  });
}

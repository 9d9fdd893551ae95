import * as Plot from '@observablehq/plot';
import { FAMILY_TITLES, type Family } from '@trackscope/catalogue';
import type { Drivers, Evaluation, FamilyDriver, ModelDrivers } from '../../workspace/format.js';
import { drawChart } from '../chart/draw.js';
import { type Figure, multiple, multiples, twoSizes } from '../markup/figure.js';
import { type Fragment, type Html, html } from '../markup/html.js';
import { count, fixed, list, percent, plural } from '../markup/number.js';
import { plusMinus, protocolUnit } from './judged.js';
import { capital, slug } from './protocol.js';
import { rowName } from './protocol-scores.js';

/** Fill, text upon it, and pattern of the eye: sound and title in ochre, what surrounds the track in blue. */
const DRESS: Readonly<Record<string, readonly [fill: string, text: string]>> = {
  sound: ['var(--n4)', 'var(--on-strong)'],
  title: ['var(--n2)', 'var(--on-light)'],
  genre: ['var(--d2)', 'var(--on-light)'],
  context: ['var(--d7)', 'var(--on-strong)'],
  artist: ['var(--d5)', 'var(--on-strong)'],
  album: ['var(--d3)', 'var(--on-light)'],
};
const ORDER = ['sound', 'title', 'genre', 'artist', 'album', 'context'];

function dress(family: string): readonly [fill: string, text: string] {
  return DRESS[family] ?? ['var(--line)', 'var(--ink)'];
}

function place(family: string): number {
  const at = ORDER.indexOf(family);
  return at < 0 ? ORDER.length : at;
}

/** Families of a model in the order of the page, with those that have a share. */
function ordered(model: ModelDrivers): readonly FamilyDriver[] {
  return [...model.families]
    .filter((f) => Number.isFinite(f.share))
    .sort((a, b) => place(a.family) - place(b.family));
}

/** Which families move the predictions, under each protocol. */
export function familySharesFigure(
  { models }: Drivers,
  evaluation: Evaluation | null,
  said: readonly Fragment[],
): Figure | null {
  const filled = models.filter((m) => ordered(m).length > 0);
  if (filled.length === 0) return null;
  const families = [...new Map(filled.flatMap(ordered).map((f) => [f.family, f.title]))].sort(
    (a, b) => place(a[0]) - place(b[0]),
  );
  return {
    id: 'driver-families',
    title: 'What moves the predictions: shares by family, protocol by protocol',
    layout: 'full',
    caption: said.length > 0 ? said : [sharesSentence(filled, evaluation)],
    legend: html`<span class="keys">${families.map(
      ([family, title]) =>
        html`<span class="key"><i class="k-${family in DRESS ? family : 'other'}"></i>${capital(title)}</span> `,
    )}</span>Shares of mean |SHAP| of the boosted model on held-out rows; they add up to 100\u202f%.`,
    body: twoSizes((size) => familySharesChart(filled, evaluation, size)),
    table: familyTable(filled, evaluation),
  };
}

function sharesSentence(models: readonly ModelDrivers[], evaluation: Evaluation | null): string {
  const first = models[0]!;
  const ranked = [...ordered(first)].sort((a, b) => b.share - a.share);
  const sounds = models
    .flatMap((m) => m.families.filter((f) => f.family === 'sound'))
    .map((f) => f.share)
    .sort((a, b) => a - b);
  const sound =
    sounds.length > 0
      ? ` Sound holds ${sounds[0] === sounds[sounds.length - 1] ? percent(sounds[0], 0) : `${percent(sounds[0], 0)} to ${percent(sounds[sounds.length - 1], 0)}`}, by protocol.`
      : '';
  return `${protocolUnit(evaluation, first.protocol, first.unit)}: ${list(ranked.map((f) => `${f.title} ${percent(f.share, 0)}`))} of what moves the predictions.${sound}`;
}

/** A bar of 100 % for each protocol and unit, cut by family. */
export function familySharesChart(
  models: readonly ModelDrivers[],
  evaluation: Evaluation | null,
  size: 'narrow' | 'wide',
): Html {
  const wide = size === 'wide';
  const left = wide ? 262 : 108;
  const pieces = models.flatMap((m) => {
    let from = 0;
    return ordered(m).map((f) => {
      const low = from;
      from += f.share * 100;
      return {
        row: protocolUnit(evaluation, m.protocol, m.unit),
        family: f.family,
        title: f.title,
        low,
        high: Math.min(100, from),
        share: f.share,
      };
    });
  });
  const rows = [...new Set(pieces.map((p) => p.row))];
  const room = ((wide ? 760 : 340) - left - 16) / 100;
  return drawChart({
    id: `driver-families-${size}`,
    label: rows
      .map(
        (r) =>
          `${r}: ${pieces
            .filter((p) => p.row === r)
            .map((p) => `${p.title} ${percent(p.share, 0)}`)
            .join(', ')}.`,
      )
      .join(' '),
    width: wide ? 760 : 340,
    height: 46 + rows.length * (wide ? 34 : 52),
    marginLeft: left,
    marginRight: 16,
    marginTop: 4,
    marginBottom: 38,
    x: {
      domain: [0, 100],
      label: wide ? 'Share of what moves the predictions (%)' : 'Share (%)',
      labelArrow: 'none',
      labelAnchor: 'center',
      ticks: 5,
    },
    y: {
      type: 'band',
      domain: rows,
      label: null,
      tickSize: 0,
      padding: 0.24,
      tickFormat: (t: string) => rowName(t, left - 10, wide),
    },
    marks: [
      Plot.rect(pieces, {
        y: 'row',
        x1: 'low',
        x2: 'high',
        fill: (p) => dress(p.family)[0],
        stroke: 'var(--paper)',
        strokeWidth: 1.5,
        className: 'shares',
      }),
      Plot.text(
        pieces.filter((p) => (p.high - p.low) * room > 22),
        {
          y: 'row',
          x: (p) => (p.low + p.high) / 2,
          text: (p) => fixed(p.share * 100, 0),
          fill: (p) => dress(p.family)[1],
          fontVariant: 'tabular-nums',
          fontWeight: 600,
        },
      ),
    ],
  });
}

/** How much worse each model gets when one family is shuffled. */
export function familyFallsFigure({ models }: Drivers, evaluation: Evaluation | null): Figure | null {
  const measured = models.filter((m) => m.families.some((f) => Number.isFinite(f.fall.mean)));
  // One unit is enough for the eye; the other stands in the table of the shares.
  const filled = measured.filter((m, i) => measured.findIndex((o) => o.protocol === m.protocol) === i);
  if (filled.length === 0) return null;
  const first = filled[0]!;
  const hardest = first.families.reduce((a, b) => (b.fall.mean > a.fall.mean ? b : a));
  let most = 0;
  for (const m of filled) for (const f of m.families) most = Math.max(most, f.fall.mean + (f.fall.sd ?? 0));
  const repeats = `${plural(first.repeats, 'shuffle')} in each of ${plural(first.folds, 'fold')}`;
  return {
    id: 'driver-falls',
    title: 'What each protocol loses without a family',
    layout: 'full',
    caption: [
      `${protocolUnit(evaluation, first.protocol, first.unit)}: with ${hardest.title} shuffled, R² falls by ${plusMinus(hardest.fall.mean, hardest.fall.sd)}, from ${fixed(first.r2, 3)}.`,
    ],
    legend: `Bar: fall of R² when the columns of a family are shuffled together, so that they say nothing; whisker: standard deviation over ${repeats}. Falls do not add up: one family can stand in for another; and more than all can be lost, since a wrong album or genre misleads.`,
    body: multiples(
      filled.map((m) =>
        multiple(
          protocolUnit(evaluation, m.protocol, m.unit),
          familyFallsChart(m, most, protocolUnit(evaluation, m.protocol, m.unit)),
          `R² ${fixed(m.r2, 3)} with nothing shuffled, over ${count(m.rows.permuted)} drawn rows`,
        ),
      ),
      'boxes',
    ),
    table: null,
  };
}

/** The falls of one model, on a scale shared by all. */
export function familyFallsChart(model: ModelDrivers, most: number, name: string): Html {
  const rows = ordered(model).map((f) => ({ ...f, mean: f.fall.mean, sd: f.fall.sd ?? 0 }));
  let low = 0;
  for (const r of rows) low = Math.min(low, r.mean - r.sd);
  const high = most > 0 ? most : 0.01;
  return drawChart({
    id: `driver-falls-${slug(`${model.protocol} ${model.unit}`)}`,
    label: `Fall of R² by family, ${name}: ${rows.map((r) => `${r.title} ${fixed(r.mean, 3)}`).join(', ')}.`,
    width: 330,
    height: 46 + rows.length * 24,
    marginLeft: 114,
    marginRight: 46,
    marginTop: 4,
    marginBottom: 38,
    x: {
      domain: [low, high],
      label: 'Fall of R²',
      labelArrow: 'none',
      labelAnchor: 'center',
      ticks: 4,
      grid: true,
    },
    y: { type: 'band', domain: rows.map((r) => r.title), label: null, tickSize: 0, padding: 0.35 },
    marks: [
      Plot.barX(rows, { y: 'title', x1: 0, x2: 'mean', fill: 'var(--main)' }),
      Plot.ruleX([0]),
      Plot.ruleY(
        rows.filter((r) => r.sd > 0),
        {
          y: 'title',
          x1: (r) => r.mean - r.sd,
          x2: (r) => r.mean + r.sd,
          stroke: 'var(--ink)',
          strokeWidth: 1.5,
          className: 'sd',
        },
      ),
      Plot.text(rows, {
        y: 'title',
        x: (r) => Math.max(0, r.mean + r.sd),
        text: (r) => fixed(r.mean, 3),
        textAnchor: 'start',
        dx: 6,
        fontVariant: 'tabular-nums',
      }),
    ],
  });
}

function familyTable(
  models: readonly ModelDrivers[],
  evaluation: Evaluation | null,
): NonNullable<Figure['table']> {
  const n = (title: string) => ({ title, numeric: true });
  return {
    caption: 'Share, mean |SHAP| and fall of R², with its standard deviation over folds and shuffles',
    columns: [
      { title: 'Protocol and unit' },
      { title: 'Family' },
      ...['Columns', 'Share', 'Mean |SHAP| (points)', 'Fall of R²', 'Rows for SHAP'].map(n),
    ],
    rows: models.flatMap((m) =>
      ordered(m).map((f): readonly Fragment[] => [
        protocolUnit(evaluation, m.protocol, m.unit),
        capital(FAMILY_TITLES[f.family as Family] ?? f.title),
        count(f.columns),
        percent(f.share, 1),
        fixed(f.meanAbsShap, 2),
        plusMinus(f.fall.mean, f.fall.sd),
        count(m.rows.shap),
      ]),
    ),
  };
}

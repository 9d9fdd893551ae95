import * as Plot from '@observablehq/plot';
import type { Correlations, Profile } from '@trackscope/catalogue';
import { drawChart } from '../chart/draw.js';
import { correlationFill, correlationStep, onCorrelation } from '../chart/palette.js';
import { findingsFor } from '../input.js';
import { title, word } from '../markup/column-words.js';
import { type Figure, scrolling, twoSizes } from '../markup/figure.js';
import { type Html, html } from '../markup/html.js';
import { fixed } from '../markup/number.js';

/** Two columns and how they move together. */
export interface Pair {
  readonly a: string;
  readonly b: string;
  readonly pearson: number;
  readonly spearman: number | null;
}

/** Every pair of columns that has a correlation, strongest first. */
export function pairsOf({ columns, pearson, spearman }: Correlations): readonly Pair[] {
  const pairs: Pair[] = [];
  for (let i = 0; i < columns.length; i++) {
    for (let j = i + 1; j < columns.length; j++) {
      const r = pearson[i]?.[j] ?? null;
      if (r !== null)
        pairs.push({ a: columns[i]!, b: columns[j]!, pearson: r, spearman: spearman[i]?.[j] ?? null });
    }
  }
  return pairs.sort((p, q) => Math.abs(q.pearson) - Math.abs(p.pearson));
}

/** Every column against every other. */
export function correlationFigure(profile: Profile): Figure | null {
  const pairs = pairsOf(profile.correlations);
  if (pairs.length === 0) return null;
  const top = pairs[0]!;
  const weak = pairs.filter((p) => Math.abs(p.pearson) < 0.15).length;
  const said = findingsFor(profile, 'correlation');
  return {
    id: 'correlation',
    title: 'Which columns move together',
    layout: 'beside',
    caption: [
      ...(said.length > 0
        ? said
        : [`${title(top.a)} and ${word(top.b)} are tied most closely, r = ${fixed(top.pearson, 2)}.`]),
      `${weak} of the ${pairs.length} pairs are weaker than ±0.15.`,
    ],
    legend: html`Below the diagonal Pearson’s r (straight lines), above it Spearman’s ρ (any steady rise or fall). Blue with a plain number: together; ochre with a minus sign: against each other.`,
    body: scrolling(correlationChart(profile.correlations), 'Correlation heat map', 720),
    table: {
      caption: 'Pairs of columns, strongest first',
      columns: [
        { title: 'Pair' },
        { title: 'Pearson r', numeric: true },
        { title: 'Spearman ρ', numeric: true },
      ],
      rows: pairs.map((p) => [`${title(p.a)}, ${word(p.b)}`, fixed(p.pearson, 3), fixed(p.spearman, 3)]),
    },
  };
}

/** The heat map: Pearson below the diagonal, Spearman above. */
export function correlationChart({ columns, pearson, spearman }: Correlations): Html {
  const n = columns.length;
  const cells = [];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const r = i === j ? null : ((i > j ? pearson : spearman)[i]?.[j] ?? null);
      cells.push({
        x: columns[j]!,
        y: columns[i]!,
        r,
        step: r === null ? 0 : correlationStep(r),
        own: i === j,
      });
    }
  }
  const steps = [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5];
  return drawChart({
    id: 'correlation',
    label: `Heat map of the correlations between ${n} columns, Pearson below the diagonal and Spearman above.`,
    width: 760,
    height: 116 + n * 40,
    marginTop: 104,
    marginLeft: 116,
    marginBottom: 12,
    marginRight: 64,
    padding: 0.03,
    x: { axis: null, domain: columns },
    y: { label: null, domain: columns, tickSize: 0, tickFormat: title },
    color: { type: 'ordinal', domain: steps, range: steps.map(correlationFill) },
    marks: [
      Plot.cell(
        cells.filter((c) => !c.own),
        { x: 'x', y: 'y', fill: 'step', className: 'coefficients' },
      ),
      Plot.cell(
        cells.filter((c) => c.own),
        { x: 'x', y: 'y', fill: 'var(--raised)', className: 'diagonal' },
      ),
      Plot.text(columns, {
        x: (c: string) => c,
        text: title,
        frameAnchor: 'top',
        rotate: -45,
        textAnchor: 'start',
        dy: -8,
        dx: -2,
      }),
      Plot.text(
        cells.filter((c) => !c.own),
        {
          x: 'x',
          y: 'y',
          text: (c: { r: number | null }) => bare(c.r),
          fill: (c: { step: number }) => onCorrelation(c.step),
          fontVariant: 'tabular-nums',
        },
      ),
    ],
  });
}

/** A correlation to two decimals without its zero: `.76`, `−.58`. */
export function bare(r: number | null): string {
  return fixed(r, 2).replace(/^(−?)0\./, '$1.');
}

/** The strongest pairs as a ranking, readable on the smallest screen. */
export function strongestPairsFigure(profile: Profile): Figure | null {
  const pairs = pairsOf(profile.correlations).slice(0, 15);
  if (pairs.length < 2) return null;
  const bent = [...pairs]
    .filter((p) => p.spearman !== null)
    .sort((p, q) => Math.abs(q.spearman! - q.pearson) - Math.abs(p.spearman! - p.pearson))[0];
  return {
    id: 'strongest-pairs',
    title: `The ${pairs.length} strongest pairs`,
    layout: 'beside',
    caption: [
      bent
        ? `Ranks and values differ most for ${word(bent.a)} and ${word(bent.b)}: ρ = ${fixed(bent.spearman, 2)} against r = ${fixed(bent.pearson, 2)}, so that tie is not a straight line.`
        : null,
    ],
    legend: html`Filled dot and bar: Pearson’s r. Ring: Spearman’s ρ.`,
    body: twoSizes((size) => strongestPairsChart(pairs, size)),
  };
}

/** Bars from zero to r, with a ring at ρ. */
export function strongestPairsChart(pairs: readonly Pair[], size: 'narrow' | 'wide'): Html {
  const wide = size === 'wide';
  const key = (p: Pair) => `${title(p.a)} · ${word(p.b)}`;
  return drawChart({
    id: `strongest-pairs-${size}`,
    label: `The strongest correlations: ${pairs
      .slice(0, 5)
      .map((p) => `${key(p)} ${fixed(p.pearson, 2)}`)
      .join(', ')}.`,
    width: wide ? 760 : 340,
    height: 60 + pairs.length * (wide ? 24 : 38),
    marginLeft: wide ? 250 : 20,
    marginRight: wide ? 40 : 20,
    marginBottom: 40,
    x: {
      domain: [-1, 1],
      label: 'Correlation',
      labelArrow: 'none',
      labelAnchor: 'center',
      grid: true,
      ticks: 5,
    },
    y: {
      type: 'band',
      domain: pairs.map(key),
      label: null,
      axis: wide ? 'left' : null,
      tickSize: 0,
      padding: 0.3,
    },
    marks: [
      Plot.ruleX([0]),
      Plot.link(pairs, {
        x1: 0,
        x2: 'pearson',
        y: key,
        dy: wide ? 0 : 8,
        stroke: (p: Pair) => (p.pearson < 0 ? 'var(--accent)' : 'var(--main)'),
        strokeWidth: 4,
      }),
      Plot.dot(pairs, {
        x: 'pearson',
        y: key,
        dy: wide ? 0 : 8,
        r: 5,
        fill: (p: Pair) => (p.pearson < 0 ? 'var(--accent)' : 'var(--main)'),
        className: 'pearson',
      }),
      Plot.dot(
        pairs.filter((p) => p.spearman !== null),
        {
          x: 'spearman',
          y: key,
          dy: wide ? 0 : 8,
          r: 5,
          stroke: 'var(--ink)',
          strokeWidth: 1.5,
          className: 'spearman',
        },
      ),
      wide
        ? Plot.text(pairs, {
            x: (p: Pair) => Math.max(p.pearson, p.spearman ?? p.pearson, 0),
            y: key,
            dx: 12,
            textAnchor: 'start',
            text: (p: Pair) => fixed(p.pearson, 2),
            fontVariant: 'tabular-nums',
          })
        : Plot.text(pairs, {
            frameAnchor: 'left',
            y: key,
            dy: -8,
            textAnchor: 'start',
            stroke: 'var(--paper)',
            strokeWidth: 4,
            fill: 'currentColor',
            text: (p: Pair) => `${key(p)}  ${fixed(p.pearson, 2)}`,
          }),
    ],
  });
}

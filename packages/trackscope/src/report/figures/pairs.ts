import type { Grid, Profile } from '@trackscope/catalogue';
import { drawChart } from '../chart/draw.js';
import { fitText, textWidth } from '../chart/fit-text.js';
import { densityLegend } from '../chart/legend.js';
import { correlationFill, correlationStep, onCorrelation } from '../chart/palette.js';
import { mostOf, tileGroup, tilePaths } from '../chart/tiles.js';
import { columnOf, findingsFor } from '../input.js';
import { axisTitle, title, value, word } from '../markup/column-words.js';
import { type Figure, scrolling } from '../markup/figure.js';
import { type Html, html } from '../markup/html.js';
import { count, fixed } from '../markup/number.js';
import { pairsOf } from './correlation.js';

const SVG = 'http://www.w3.org/2000/svg';
const CELL = 114;
const GAP = 6;
const LEFT = 6;
const BOTTOM = 8;

/** The columns of the pair plot, in the order in which its grids name them. */
export function pairColumns(pairs: readonly Grid[]): readonly string[] {
  return [...new Set(pairs.flatMap((g) => [g.x, g.y]))];
}

/** Every column against every other as a map of where the tracks lie. */
export function pairsFigure(profile: Profile): Figure | null {
  const columns = pairColumns(profile.pairs);
  if (columns.length < 2 || pairsOf(profile.correlations).length === 0) return null;
  const side = columns.length * (CELL + GAP);
  return {
    id: 'pairs',
    title: `${columns.length} columns, two at a time`,
    layout: 'full',
    caption: findingsFor(profile, 'pairs').length
      ? findingsFor(profile, 'pairs')
      : [
          `Clouds without a slant mean that one column says little about the other; ${slanted(profile, columns)}.`,
        ],
    legend: html`Below the diagonal: where the tracks lie, from ${densityLegend('tracks in a tile')}, each panel on its own scale. On the diagonal: the column by itself. Above: Pearson’s r.`,
    body: scrolling(pairsChart(profile, columns), 'Pair plot', Math.round(side * 0.94)),
    table: {
      caption: 'The panels in numbers',
      columns: [
        { title: 'Across' },
        { title: 'Up' },
        { title: 'Pearson r', numeric: true },
        { title: 'Spearman ρ', numeric: true },
        { title: 'Tracks', numeric: true },
        { title: 'Fullest tile around' },
      ],
      rows: profile.pairs.map((g) => [
        axisTitle(g.x),
        axisTitle(g.y),
        fixed(coefficient(profile, g.x, g.y, 'pearson'), 2),
        fixed(coefficient(profile, g.x, g.y, 'spearman'), 2),
        count(g.counts.reduce((a, b) => a + b, 0)),
        fullest(g),
      ]),
    },
  };
}

function slanted(profile: Profile, columns: readonly string[]): string {
  let best: { x: string; y: string; r: number } | null = null;
  for (const x of columns)
    for (const y of columns) {
      const r = x === y ? null : coefficient(profile, x, y, 'pearson');
      if (r !== null && (!best || Math.abs(r) > Math.abs(best.r))) best = { x, y, r };
    }
  return best
    ? `the clearest slant is ${word(best.x)} with ${word(best.y)} (r = ${fixed(best.r, 2)})`
    : 'none of them slants';
}

function coefficient(profile: Profile, x: string, y: string, kind: 'pearson' | 'spearman'): number | null {
  const { columns } = profile.correlations;
  return profile.correlations[kind][columns.indexOf(x)]?.[columns.indexOf(y)] ?? null;
}

function fullest(g: Grid): string {
  const at = g.counts.indexOf(mostOf(g));
  const x = g.xStart + ((at % g.columns) + 0.5) * g.xStep;
  const y = g.yStart + (Math.floor(at / g.columns) + 0.5) * g.yStep;
  return `${word(g.x)} ${value(g.x, x)}, ${word(g.y)} ${value(g.y, y)}`;
}

/** The matrix: tiles below, histograms along, coefficients above the diagonal. */
export function pairsChart(profile: Profile, columns: readonly string[]): Html {
  const side = columns.length * (CELL + GAP);
  return drawChart({
    id: 'pairs',
    label: `Matrix of density maps for every pair of ${columns.map(word).join(', ')}.`,
    width: side + LEFT * 2,
    height: side + BOTTOM * 2,
    margin: 0,
    axis: null,
    x: { domain: [0, 1] },
    y: { domain: [0, 1] },
    marks: [
      (_index, _scales, _values, _dimensions, context) => {
        const root = context.document.createElementNS(SVG, 'g');
        columns.forEach((_, row) => {
          columns.forEach((__, column) => {
            const panel = panelOf(profile, columns, row, column, context.document);
            panel.setAttribute(
              'transform',
              `translate(${LEFT + column * (CELL + GAP)},${BOTTOM + row * (CELL + GAP)})`,
            );
            root.append(panel);
          });
        });
        return root;
      },
    ],
  });
}

function panelOf(
  profile: Profile,
  columns: readonly string[],
  row: number,
  column: number,
  document: Document,
): Element {
  const x = columns[column]!;
  const y = columns[row]!;
  const panel = document.createElementNS(SVG, 'g');
  if (row < column) {
    const r = coefficient(profile, x, y, 'pearson');
    const step = r === null ? 0 : correlationStep(r);
    panel.setAttribute('aria-label', 'coefficient');
    panel.append(box(document, CELL, CELL, correlationFill(step)));
    panel.append(label(document, CELL / 2, CELL / 2 + 6, fixed(r, 2), 16, 'middle', onCorrelation(step)));
    return panel;
  }
  if (row === column) {
    panel.setAttribute('aria-label', 'histogram');
    panel.append(box(document, CELL, CELL, 'var(--raised)'));
    appendHistogram(document, panel, profile, x);
    return panel;
  }
  panel.setAttribute('aria-label', 'density');
  panel.append(box(document, CELL, CELL, 'none', 'var(--line)'));
  const grid = profile.pairs.find((g) => (g.x === x && g.y === y) || (g.x === y && g.y === x));
  if (grid) {
    const upright = grid.x === x ? grid : transposed(grid);
    const paths = tilePaths(upright, {
      x: (c) => (c / upright.columns) * CELL,
      y: (r) => CELL - (r / upright.rows) * CELL,
    });
    panel.append(tileGroup(document, paths));
  }
  return panel;
}

/** The title with its unit where both fit the panel. */
function diagonalTitle(name: string): string {
  const full = axisTitle(name);
  return textWidth(full, 12) <= CELL - 6 ? full : fitText(title(name), CELL + 6);
}

function appendHistogram(document: Document, panel: Element, profile: Profile, name: string): void {
  const column = columnOf(profile, name);
  const [low, high] = range(profile, name);
  panel.append(label(document, 4, 16, diagonalTitle(name), 12, 'start', 'var(--ink)', 500));
  if (column) {
    const { start, step, counts } = column.histogram;
    const room = CELL - 44;
    let most = 0;
    for (const c of counts) if (c > most) most = c;
    let d = '';
    counts.forEach((c, i) => {
      const from = Math.max(low, start + i * step);
      const to = Math.min(high, start + (i + 1) * step);
      if (c === 0 || to <= from) return;
      const at = (v: number) => Math.round(((v - low) / (high - low)) * CELL * 10) / 10;
      d += `M${at(from)} ${CELL - 20}V${Math.round((CELL - 20 - (c / most) * room) * 10) / 10}H${at(to)}V${CELL - 20}z`;
    });
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('fill', 'var(--main)');
    path.setAttribute('d', d);
    panel.append(path);
  }
  panel.append(label(document, 4, CELL - 5, fixed(low, high - low > 4 ? 0 : 1), 12, 'start', 'var(--muted)'));
  panel.append(
    label(document, CELL - 4, CELL - 5, fixed(high, high - low > 4 ? 0 : 1), 12, 'end', 'var(--muted)'),
  );
}

/** The range that the panels of a column cover. */
function range(profile: Profile, name: string): [number, number] {
  const grid = profile.pairs.find((g) => g.x === name || g.y === name);
  if (!grid) return [0, 1];
  return grid.x === name
    ? [grid.xStart, grid.xStart + grid.columns * grid.xStep]
    : [grid.yStart, grid.yStart + grid.rows * grid.yStep];
}

function transposed(g: Grid): Grid {
  const counts = new Array<number>(g.counts.length);
  for (let r = 0; r < g.rows; r++)
    for (let c = 0; c < g.columns; c++) counts[c * g.rows + r] = g.counts[r * g.columns + c]!;
  return {
    x: g.y,
    y: g.x,
    xStart: g.yStart,
    xStep: g.yStep,
    yStart: g.xStart,
    yStep: g.xStep,
    columns: g.rows,
    rows: g.columns,
    counts,
  };
}

function box(document: Document, width: number, height: number, fill: string, stroke = 'none'): Element {
  const rect = document.createElementNS(SVG, 'rect');
  rect.setAttribute('width', String(width));
  rect.setAttribute('height', String(height));
  rect.setAttribute('fill', fill);
  rect.setAttribute('stroke', stroke);
  return rect;
}

function label(
  document: Document,
  x: number,
  y: number,
  text: string,
  size: number,
  anchor: string,
  fill: string,
  weight = 400,
): Element {
  const element = document.createElementNS(SVG, 'text');
  for (const [k, v] of Object.entries({
    x,
    y,
    'font-size': size,
    'text-anchor': anchor,
    fill,
    'font-weight': weight,
  }))
    element.setAttribute(k, String(v));
  element.textContent = text;
  return element;
}

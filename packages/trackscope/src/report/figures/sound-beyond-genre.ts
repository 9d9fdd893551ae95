import * as Plot from '@observablehq/plot';
import type { Drivers, Evaluation, SoundBeyondGenre } from '../../workspace/format.js';
import { drawChart } from '../chart/draw.js';
import type { Figure } from '../markup/figure.js';
import { type Fragment, type Html, html } from '../markup/html.js';
import { count, fixed } from '../markup/number.js';
import { plusMinus, protocolUnit } from './judged.js';

/** What sound adds once genre is known. */
export function soundBeyondGenreFigure(
  { soundBeyondGenre: found }: Drivers,
  evaluation: Evaluation | null,
  said: readonly Fragment[],
): Figure | null {
  if (!found) return null;
  const name = protocolUnit(evaluation, found.protocol, found.unit);
  const own = `${name}: genre alone reaches R² ${plusMinus(found.genre.mean, found.genre.sd)}, sound alone ${plusMinus(found.sound.mean, found.sound.sd)}, both ${plusMinus(found.both.mean, found.both.sd)}; sound adds ${plusMinus(found.gain.mean, found.gain.sd)}.`;
  return {
    id: 'sound-beyond-genre',
    title: 'What sound adds once genre is known',
    layout: 'beside',
    caption: said.length > 0 ? said : [own],
    legend: `${name}; boosted model, same folds and settings, ${count(found.rows)} rows. Whisker: standard deviation over ${count(found.folds)} folds.`,
    body: html`<div class="chart fixed">${soundBeyondGenreChart(found, name)}</div>`,
    table: {
      caption: `R², ${name}`,
      columns: [{ title: 'The model knows' }, { title: 'R²', numeric: true }],
      rows: [
        ...rowsOf(found).map((r) => [r.name, plusMinus(r.mean, r.sd, 4)]),
        ['Gain by sound, fold by fold', plusMinus(found.gain.mean, found.gain.sd, 4)],
      ],
    },
  };
}

function rowsOf(found: SoundBeyondGenre) {
  return [
    { name: 'Sound alone', ...found.sound },
    { name: 'Genre alone', ...found.genre },
    { name: 'Both', ...found.both },
  ];
}

/** Three bars with their spread. */
export function soundBeyondGenreChart(found: SoundBeyondGenre, name: string): Html {
  const rows = rowsOf(found).map((r) => ({ ...r, spread: r.sd ?? 0 }));
  let low = 0;
  let high = 0.1;
  for (const r of rows) {
    low = Math.min(low, r.mean);
    high = Math.max(high, r.mean + r.spread);
  }
  return drawChart({
    id: 'sound-beyond-genre',
    label: `R² of models that know sound, genre or both, ${name}: ${rows.map((r) => `${r.name} ${fixed(r.mean, 3)}`).join(', ')}.`,
    width: 330,
    height: 150,
    marginLeft: 92,
    marginRight: 52,
    marginTop: 4,
    marginBottom: 38,
    x: { domain: [low, high], label: 'R²', labelArrow: 'none', labelAnchor: 'center', ticks: 5, grid: true },
    y: { type: 'band', domain: rows.map((r) => r.name), label: null, tickSize: 0, padding: 0.32 },
    marks: [
      Plot.barX(rows, {
        y: 'name',
        x1: 0,
        x2: 'mean',
        fill: (r) => (r.name === 'Both' ? 'var(--main)' : 'var(--soft)'),
      }),
      Plot.ruleX([0]),
      Plot.ruleY(
        rows.filter((r) => r.spread > 0),
        {
          y: 'name',
          x1: (r) => r.mean - r.spread,
          x2: (r) => r.mean + r.spread,
          stroke: 'var(--ink)',
          strokeWidth: 1.5,
          className: 'sd',
        },
      ),
      Plot.text(rows, {
        y: 'name',
        x: (r) => Math.max(0, r.mean + r.spread),
        text: (r) => fixed(r.mean, 3),
        textAnchor: 'start',
        dx: 6,
        fontVariant: 'tabular-nums',
        fontWeight: 600,
      }),
    ],
  });
}

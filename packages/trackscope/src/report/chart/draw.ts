import * as Plot from '@observablehq/plot';
import { escapeText, type Html, printable, trusted } from '../markup/html.js';
import { chartDocument } from './chart-document.js';

/** A chart to be drawn: Plot's options, and the two things that a page needs of a picture. */
export interface ChartOptions extends Plot.PlotOptions {
  /** Unique in the page; clip paths take their ids from it. */
  readonly id: string;
  /** What the picture shows, for those who do not see it. */
  readonly label: string;
  readonly width: number;
  readonly height: number;
}

/** Numbers in these attributes are pixels or paths: two decimals are more than a screen shows. */
const GEOMETRY = /( (?:x|y|x1|x2|y1|y2|cx|cy|r|d|width|height|transform|points)=")([^"]*)"/g;

/** Draws a chart as SVG text: colours by CSS variables, own ids, rounded numbers, no style sheet of its own. */
export function drawChart({ id, label, ...options }: ChartOptions): Html {
  const drawn = Plot.plot({
    marginTop: 8,
    marginRight: 12,
    marginBottom: 36,
    marginLeft: 48,
    ...options,
    className: 'plot',
    document: chartDocument(),
  });
  return trusted(tidy(drawn.outerHTML, id, label));
}

function tidy(svg: string, id: string, label: string): string {
  const clips = new Map<string, string>();
  return printable(svg)
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/plot-clip-\d+/g, (clip) => {
      if (!clips.has(clip)) clips.set(clip, `${id}-clip-${clips.size + 1}`);
      return clips.get(clip)!;
    })
    .replace(GEOMETRY, (_, name: string, value: string) => `${name}${roundNumbers(value)}"`)
    .replace(/ font-family="[^"]*"| aria-hidden="true"/g, '')
    .replace(/ \/>/g, '/>')
    .replace(/^<svg /, `<svg id="${id}" role="img" aria-label="${escapeText(label)}" `)
    .replace(' font-size="10"', ' font-size="12"');
}

function roundNumbers(value: string): string {
  return value.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (n) => String(Math.round(Number(n) * 100) / 100));
}

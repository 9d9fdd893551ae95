import { type Html, html } from '../markup/html.js';
import { DENSITY_STEPS } from './palette.js';

/** The density ramp in a line of text: `few ▯▯▯▯▯▯▯ many tracks in a tile`. */
export function densityLegend(what: string): Html {
  return html`few <span class="ramp" aria-hidden="true">${Array.from(
    { length: DENSITY_STEPS },
    (_, i) => html`<i class="d${i + 1}"></i>`,
  )}</span> many ${what}`;
}

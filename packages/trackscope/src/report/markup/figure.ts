import { type Fragment, type Html, html } from './html.js';
import { swipeHint, type Table, tableBehind } from './table.js';

/** One figure of the report. */
export interface Figure {
  /** Anchor without its `figure-`; the report's own {@link FigureId} where it has one. */
  readonly id: string;
  readonly title: string;
  /** What it says, as sentences. */
  readonly caption: readonly Fragment[];
  /** How to read it. */
  readonly legend?: Fragment;
  readonly body: Fragment;
  readonly table?: Table | null;
  /** `beside`: words to the left of the picture on a wide screen; `full`: words above it. */
  readonly layout: 'beside' | 'full';
  /** A badge and a line of caution. */
  readonly caution?: Fragment;
}

/** A figure with its words first, so that a reader knows what to look for. */
export function figure(f: Figure): Html {
  const said = f.caption.filter((c) => c !== null && c !== undefined && c !== false && c !== '');
  return html`<figure id="figure-${f.id}" class="figure ${f.layout}">
<figcaption><h3>${f.title}</h3>${said.map((c, i) => html`<p class="${i === 0 ? 'finding' : 'more'}">${c}</p>`)}${
    f.caution
  }${f.legend ? html`<p class="legend">${f.legend}</p>` : null}</figcaption>
<div class="picture">${f.body}${f.table ? tableBehind(f.table, `Numbers behind: ${f.title}`) : null}</div>
</figure>\n`;
}

/** Two drawings of one chart: the narrow one shows on phones, the wide one from 700 px on. */
export function twoSizes(draw: (size: 'narrow' | 'wide') => Html): Html {
  return html`<div class="chart"><div class="narrow">${draw('narrow')}</div><div class="wide">${draw('wide')}</div></div>`;
}

/** A chart that cannot be made narrow: it scrolls sideways on a phone and says so. */
export function scrolling(chart: Fragment, label: string, minWidth: number): Html {
  return html`<div class="sideways">${swipeHint()}<div class="scroll" role="region" tabindex="0" aria-label="${label}"><div style="min-width:${minWidth}px">${chart}</div></div></div>`;
}

/** Small charts side by side, as many in a row as fit. */
export function multiples(cells: readonly Fragment[], className = ''): Html {
  return html`<div class="multiples ${className}">${cells}</div>`;
}

/** One of the small charts with its own heading and a line of numbers. */
export function multiple(heading: Fragment, chart: Fragment, note: Fragment = null): Html {
  return html`<div class="cell"><h4>${heading}</h4>${chart}${note ? html`<p class="note">${note}</p>` : null}</div>\n`;
}

/** A sentence in place of what the catalogue does not allow. */
export function absence(sentence: Fragment): Html {
  return html`<p class="absent">${sentence}</p>`;
}

import { type Fragment, type Html, html } from './html.js';

/** A column of a table. */
export interface TableColumn {
  readonly title: Fragment;
  /** Right-aligned, tabular figures. */
  readonly numeric?: boolean;
}

/** A cell, with what it sorts by and how it is dressed where that is not its text. */
export interface TableCell {
  readonly text: Fragment;
  readonly sort?: number | string;
  readonly className?: string;
}

/** A table: first column names the row. */
export interface Table {
  readonly caption: Fragment;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly (Fragment | TableCell)[])[];
  /** Heads become buttons where scripts run. */
  readonly sortable?: boolean;
  readonly className?: string;
  /** Too wide for a phone whatever its content: says there that it scrolls. */
  readonly wide?: boolean;
}

/** A table in a frame that scrolls sideways where it has to, reachable by keyboard. */
export function table(t: Table, label: string): Html {
  const className = ['data', t.className].filter(Boolean).join(' ');
  const framed = html`<div class="scroll" role="region" tabindex="0" aria-label="${label}"><table class="${className}"${
    t.sortable ? html` data-sortable` : null
  }>
<caption>${t.caption}</caption>
<thead><tr>${t.columns.map((c) => html`<th scope="col"${c.numeric ? html` class="num"` : null}>${c.title}</th>`)}</tr></thead>
<tbody>${t.rows.map((row) => html`<tr>${row.map((c, i) => cell(c, i, t.columns[i]))}</tr>\n`)}</tbody>
</table></div>`;
  return t.wide ? html`<div class="sideways">${swipeHint()}${framed}</div>` : framed;
}

/** Shown where something is wider than the screen. */
export function swipeHint(): Html {
  return html`<p class="hint" aria-hidden="true">wider than this screen: swipe sideways →</p>`;
}

/** The numbers behind a figure, folded away. */
export function tableBehind(t: Table, label: string, summary = 'The numbers'): Html {
  return html`<details class="behind"><summary>${summary}</summary>${table(t, label)}</details>`;
}

function cell(given: Fragment | TableCell, index: number, column: TableColumn | undefined): Html {
  const c = isCell(given) ? given : { text: given };
  const classes = [column?.numeric ? 'num' : '', c.className ?? ''].filter(Boolean).join(' ');
  const attributes = html`${classes ? html` class="${classes}"` : null}${
    c.sort === undefined ? null : html` data-sort="${c.sort}"`
  }`;
  return index === 0
    ? html`<th scope="row"${attributes}>${c.text}</th>`
    : html`<td${attributes}>${c.text}</td>`;
}

function isCell(given: Fragment | TableCell): given is TableCell {
  return typeof given === 'object' && given !== null && 'text' in given;
}

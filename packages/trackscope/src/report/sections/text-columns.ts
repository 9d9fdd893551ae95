import type { Profile } from '@trackscope/catalogue';
import { title } from '../markup/column-words.js';
import { type Html, html, name } from '../markup/html.js';
import { count } from '../markup/number.js';
import { table } from '../markup/table.js';

/** Frequent values shown for each text column. */
const SHOWN = 5;

/** What the text columns hold: how many values, and which are most frequent. */
export function textColumns({ text }: Profile): Html | null {
  if (text.length === 0) return null;
  return html`<div class="block"><h3>Text columns</h3>${table(
    {
      caption: 'Each track counted once, genres by listing',
      columns: [
        { title: 'Column' },
        { title: 'Values', numeric: true },
        { title: 'Missing', numeric: true },
        { title: 'Distinct', numeric: true },
        { title: 'Most frequent' },
      ],
      rows: text.map((t) => [
        title(t.name),
        count(t.count),
        count(t.missing),
        count(t.distinct),
        t.top.slice(0, SHOWN).map((v, i) => html`${i > 0 ? ', ' : ''}${name(v.value)} (${count(v.count)})`),
      ]),
    },
    'Text columns',
  )}</div>`;
}

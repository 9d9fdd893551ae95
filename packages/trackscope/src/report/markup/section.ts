import { type Fragment, type Html, html } from './html.js';

/** One part of the report, before it has its letter. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** Shorter, for the contents. */
  readonly short?: string;
  readonly body: Fragment;
}

/** A part with its rehearsal mark: the boxed letter by which players find their place in a score. */
export function section(s: Section, letter: string): Html {
  return html`<section id="${s.id}" aria-labelledby="${s.id}-title">
<h2 id="${s.id}-title"><span class="mark" aria-hidden="true">${letter}</span>${s.title}</h2>
${s.body}
</section>\n`;
}

/** The contents, with the same letters. */
export function contents(sections: readonly Section[]): Html {
  return html`<nav class="contents" aria-labelledby="contents-title"><h2 id="contents-title">Contents</h2><ol>${sections.map(
    (s, i) =>
      html`<li><a href="#${s.id}"><span class="mark" aria-hidden="true">${letter(i)}</span>${s.short ?? s.title}</a></li>`,
  )}</ol></nav>\n`;
}

/** `A`, `B`, … */
export function letter(index: number): string {
  return String.fromCharCode(65 + index);
}

/** Markup that is safe to place in a page as it stands. Made by {@link html} and {@link trusted} only. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
  toString(): string {
    return this.markup;
  }
}

/** What a template may hold: text is escaped, markup is not, lists are joined, `null` and `false` vanish. */
export type Fragment = Html | string | number | null | undefined | false | readonly Fragment[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text made harmless inside an element or a quoted attribute. Control characters and lone surrogates, which no
 * HTML document may hold, become U+FFFD.
 */
export function escapeText(text: string): string {
  return printable(text).replace(/[&<>"']/g, (c) => ENTITIES[c]!);
}

/** Text without the characters that no document may hold; each becomes U+FFFD. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\t\n\r]|\p{Surrogate}|[\ufffe\uffff]/gu, '\ufffd');
}

/** Markup that was made by a program, such as a drawn chart, or that stands in our own source. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

/** A template whose holes are escaped unless they hold {@link Html}. */
export function html(parts: TemplateStringsArray, ...holes: readonly Fragment[]): Html {
  let markup = parts[0]!;
  for (let i = 0; i < holes.length; i++) markup += render(holes[i]!) + parts[i + 1]!;
  return new Html(markup);
}

/** Text out of the catalogue: isolated, so that right-to-left names do not turn the words around them. */
export function name(text: string): Html {
  return html`<bdi>${text}</bdi>`;
}

function render(hole: Fragment): string {
  if (hole === null || hole === undefined || hole === false) return '';
  if (hole instanceof Html) return hole.markup;
  if (typeof hole === 'string') return escapeText(hole);
  if (typeof hole === 'number') return String(hole);
  return hole.map(render).join('');
}

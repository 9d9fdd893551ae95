import { parseHTML } from 'linkedom';
import { vi } from 'vitest';
import type { Html } from '../../src/report/markup/html.js';

/** A chart as a tree, drawn while every warning is caught. */
export function drawn(draw: () => Html): { svg: Element; warnings: number } {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  try {
    const { document } = parseHTML(`<!doctype html><html><body>${draw().markup}</body></html>`);
    return { svg: document.querySelector('svg')!, warnings: warn.mock.calls.length };
  } finally {
    warn.mockRestore();
  }
}

/** All text of the marks under an `aria-label`, in drawing order. */
export function texts(svg: Element, label = 'text'): string[] {
  return [...svg.querySelectorAll(`[aria-label="${label}"] text`)].map((t) => t.textContent ?? '');
}

/** How many elements the mark of a class drew. */
export function marks(svg: Element, className: string, element: string): number {
  return svg.querySelectorAll(`.${className} ${element}`).length;
}

/** A page as a tree. */
export function page(html: string): Document {
  return parseHTML(html).document;
}

import { parseHTML } from 'linkedom';

/** A document to draw into where there is no page: `chart-document.browser.ts` is its twin for browsers. */
export function chartDocument(): Document {
  return parseHTML('<!doctype html><html><body></body></html>').document;
}

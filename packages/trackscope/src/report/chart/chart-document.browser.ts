/** The document to draw into: the page's own. The app's build puts this in the place of `chart-document.ts`. */
export function chartDocument(): Document {
  return document;
}

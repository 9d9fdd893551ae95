import type { ReportInput } from './input.js';
import { type Html, html, name } from './markup/html.js';
import { date, plural } from './markup/number.js';
import { contents, letter, section } from './markup/section.js';
import { htmlDocument } from './page/document.js';
import { appendixSection } from './sections/appendix.js';
import { driversSection } from './sections/drivers.js';
import { exploreSections } from './sections/explore.js';
import { modelsSection } from './sections/models.js';
import { headlines, opening, syntheticBanner } from './sections/opening.js';
import { publishedSection } from './sections/published.js';
import { sourceSection } from './sections/source.js';

/**
 * The report as one self-contained HTML page: no request to anywhere, nothing that needs a script to be read.
 * The same input gives the same page. The caller writes the file.
 */
export function renderReport(input: ReportInput): string {
  const sections = [
    sourceSection(input),
    ...exploreSections(input),
    ...[driversSection(input)].filter((s) => s !== null),
    modelsSection(input),
    publishedSection(input),
    appendixSection(input),
  ];
  const parts = sections.map((s, i) => section(s, letter(i)));
  const anchors = new Set(parts.flatMap((p) => [...p.markup.matchAll(/ id="([^"]+)"/g)].map((m) => m[1]!)));
  const { manifest } = input;
  return htmlDocument(
    `${manifest.source.name} · Trackscope report`,
    `What ${plural(manifest.rows.tracks, 'track')} of ${manifest.source.name} sound like and what is heard.`,
    html`<a class="skip" href="#main">Skip to the findings</a>
<div class="page">
${opening(input)}
<main id="main">${headlines(input, anchors)}${contents(sections)}${parts}</main>
${ending(input)}
</div>`,
  );
}

function ending(input: ReportInput): Html {
  const { tool, created, source } = input.manifest;
  return html`<footer class="end">${syntheticBanner(input)}<p>Made from ${name(source.name)} by ${tool.name} ${tool.version} on ${date(created)}. Licence of the data: ${source.licence ?? 'not stated'}. Nothing on this page was fetched or sent; every sentence with a number was computed from the catalogue.</p></footer>`;
}

import { count } from '../text/numbers.js';
import type { ExportSummary } from './export-site.js';
import type { SitePart } from './site-writer.js';

const TITLES: Readonly<Record<SitePart, string>> = {
  app: 'the app',
  listings: 'listings',
  data: 'documents',
  models: 'models that answer in the app',
  report: 'report and model card',
  compact: 'published models, small',
  formats: 'models for other tools',
  catalogue: 'the catalogue',
};

/** What was exported, for a person. */
export function describeExport({ directory, bytes, files, about }: ExportSummary): string {
  const lines = [`${directory}: ${megabytes(bytes)} in ${count(files)} files`];
  for (const part of about.parts)
    lines.push(`  ${megabytes(part.bytes).padStart(9)}  ${TITLES[part.part]} (${count(part.files)})`);
  for (const { model, rows, bytesBefore, cost } of about.compact) {
    const { r2 } = cost;
    const price = r2
      ? `R² ${r2.before.toFixed(4)} → ${r2.after.toFixed(4)}`
      : `${cost.meanChange.toFixed(3)} points`;
    lines.push(
      `${model} (published, optimistic) in small form: ${megabytes(bytesBefore)} → ${megabytes(cost.bytes)}, ` +
        `${price} on ${count(rows)} held-out rows`,
    );
  }
  for (const one of about.formats) {
    if ('left' in one) lines.push(`${one.model} not written for ${one.format}: ${one.left}`);
    else if (one.compact) lines.push(`${one.file} holds the small form of the model`);
  }
  lines.push(`Open ${directory}/index.html, or put the folder on any web server.`);
  return `${lines.join('\n')}\n`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e6 ? 2 : 1)} MB`;
}

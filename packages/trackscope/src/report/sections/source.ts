import type { QualityIssue, RowCounts } from '@trackscope/catalogue';
import { PUBLISHED_DATASET } from '../../fetch/published-dataset.js';
import { type ReportInput, sentence } from '../input.js';
import { title } from '../markup/column-words.js';
import { absence } from '../markup/figure.js';
import { type Fragment, type Html, html, name } from '../markup/html.js';
import { bytes, count, plural } from '../markup/number.js';
import type { Section } from '../markup/section.js';
import { tableBehind } from '../markup/table.js';

/** Where the catalogue came from, what was wrong with it and what was done. */
export function sourceSection({ quality, profile }: ReportInput): Section {
  const { rows, issues, absent, source } = quality;
  const errors = issues.filter((i) => i.severity === 'error').length;
  const warnings = issues.filter((i) => i.severity === 'warning').length;
  const said = profile.findings.filter((f) => f.figure === 'quality').slice(0, 3);
  return {
    id: 'source',
    title: 'Source and quality',
    body: html`${said.map((f) => html`<p class="finding">${sentence(f.text)}</p>`)}
<figure id="figure-quality" class="figure beside"><figcaption><h3>From rows to recordings</h3>
<p class="${said.length ? 'more' : 'finding'}">Of ${count(rows.read)} rows ${count(rows.rejected)} could not be read and ${count(rows.duplicates)} repeat another; ${count(rows.listings)} listings remain, of ${plural(rows.tracks, 'track')} and ${plural(rows.recordings, 'recording')}.</p>
<p class="legend">A track counts once however many genres list it; tracks that sound exactly the same are one recording.</p></figcaption>
<div class="picture">${flow(rows)}</div></figure>
<div class="block"><h3>How it was read</h3>${reading(source)}${mapping(quality.columns)}</div>
<div class="block"><h3>${issues.length === 0 ? 'No problems found' : `${plural(issues.length, 'kind of remark', 'kinds of remarks')}: ${plural(errors, 'error')}, ${plural(warnings, 'warning')}`}</h3>
${issues.length === 0 ? absence('Every row could be read and every value was in its range.') : html`<ul class="issues">${issues.map(issue)}</ul>`}</div>
<div class="block"><h3>What the catalogue does not have</h3>${
      absent.length === 0
        ? html`<p>Nothing is missing: every column that Trackscope knows is there.</p>`
        : html`<dl class="pairs">${absent.map((a) => html`<dt>${title(a.column)}</dt><dd>Without it, ${a.consequence}.</dd>`)}</dl>`
    }</div>`,
  };
}

/** Rows at every step as bars of their length. */
export function flow(rows: RowCounts): Html {
  const steps: readonly [string, number, string, boolean][] = [
    ['Rows read', rows.read, '', false],
    ['Readable', rows.kept, `${count(rows.rejected)} rejected, kept in rejects.csv as they stood`, false],
    ['Listings', rows.listings, `${count(rows.duplicates)} duplicates dropped`, false],
    ['Tracks', rows.tracks, 'listings of one track under several genres taken together', true],
    ['Recordings', rows.recordings, 'releases of the same sound taken together', true],
    ['Songs', rows.songs, 'versions of one title by one artist taken together', true],
  ];
  const most = Math.max(1, rows.read);
  return html`<ol class="flow">${steps.map(
    ([label, n, note, part]) =>
      html`<li${part ? html` class="part"` : null}><span>${label}</span><span class="length"><i style="--w:${Math.round((n / most) * 1000) / 10}%"></i><b>${count(n)}</b></span>${note ? html`<small>${note}</small>` : null}</li>`,
  )}</ol>`;
}

function reading(source: ReportInput['quality']['source']): Html {
  const facts: readonly [string, Fragment][] = [
    ['Name', name(source.name)],
    ['Size', `${bytes(source.bytes)} in ${plural(source.files, 'file')}`],
    [
      'Format',
      [
        source.format.toUpperCase(),
        source.encoding,
        source.delimiter ? `fields between ${delimiterName(source.delimiter)}` : null,
        source.compression === 'none' ? null : source.compression,
      ]
        .filter(Boolean)
        .join(', '),
    ],
    ['SHA-256', html`<code>${source.sha256}</code>`],
    ['Licence', source.licence ?? 'not stated'],
    ...(source.sha256 === PUBLISHED_DATASET.sha256 ? [citation()] : []),
  ];
  return html`<dl class="pairs">${facts.map(([k, v]) => html`<dt>${k}</dt><dd>${v}</dd>`)}</dl>`;
}

/** Whom to name for the published dataset, and where its licence stands. */
function citation(): [string, Fragment] {
  const { citation, doi, licence, licenceUrl } = PUBLISHED_DATASET;
  const link = `https://doi.org/${doi}`;
  const [before, after] = citation.split(link);
  return [
    'Citation',
    html`${before}<a href="${link}" rel="noreferrer">${link}</a>${after} <a href="${licenceUrl}" rel="noreferrer">Text of the ${licence}</a>`,
  ];
}

function delimiterName(delimiter: string): string {
  const names: Readonly<Record<string, string>> = {
    ',': 'commas',
    ';': 'semicolons',
    '\t': 'tabs',
    '|': 'bars',
  };
  return names[delimiter] ?? `“${delimiter}”`;
}

function mapping(columns: ReportInput['quality']['columns']): Html {
  const used = columns.filter((c) => c.ours !== null).length;
  const how = { name: 'by its name', synonym: 'by a synonym', map: 'as told', unused: 'not used' } as const;
  return tableBehind(
    {
      caption: `${count(used)} of ${count(columns.length)} columns of the file are used`,
      columns: [{ title: 'In the file' }, { title: 'Here' }, { title: 'Found' }],
      rows: columns.map((c) => [name(c.theirs), c.ours ? title(c.ours) : '–', how[c.by]]),
    },
    'Columns of the file',
    'Columns of the file',
  );
}

function issue(i: QualityIssue): Html {
  const sign = { error: '✕ error', warning: '! warning', info: 'i note' } as const;
  return html`<li class="issue"><p class="what"><span><b class="severity ${i.severity}">${sign[i.severity]}</b> <code>${i.code}</code></span><span>${i.column ? `${title(i.column)}: ` : ''}${count(i.count)}</span></p>
<div><p>${i.message} <span class="done">${i.action}</span></p>${
    i.examples.length > 0
      ? html`<p class="note">For example ${i.examples.slice(0, 3).map((e, k) => html`${k > 0 ? '; ' : ''}${e.file ? html`${name(e.file)} ` : null}${e.line === null ? '' : `line ${count(e.line)}: `}${e.value === null || e.value === '' ? 'empty' : html`<code>${name(e.value)}</code>`}`)}</p>`
      : null
  }</div></li>`;
}

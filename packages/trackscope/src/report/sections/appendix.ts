import type { Finding } from '@trackscope/catalogue';
import { type ReportInput, sentence } from '../input.js';
import { absence } from '../markup/figure.js';
import { type Html, html, name } from '../markup/html.js';
import { count, fixed, list, plural, seconds } from '../markup/number.js';
import type { Section } from '../markup/section.js';
import { table } from '../markup/table.js';

/** Everything that a sceptic wants: all findings with numbers and rows, methods, times, omissions. */
export function appendixSection({ profile, manifest }: ReportInput): Section {
  const { findings } = profile;
  return {
    id: 'appendix',
    title: 'Appendix',
    body: html`<div class="block"><h3>${findings.length === 0 ? 'Findings' : `All ${plural(findings.length, 'finding')}`}</h3>
${
  findings.length === 0
    ? absence('Nothing in this catalogue stands out enough to be put into a sentence.')
    : html`<p class="legend">Each with its numbers and a condition over the table <code>listings</code> that gets its rows back.</p><ol class="all-findings">${findings.map(finding)}</ol>`
}</div>
<div class="block"><h3>How it is counted</h3><div class="method">${METHODS.map(([title, text]) => html`<div><h4>${title}</h4><p>${text}</p></div>`)}</div></div>
<div class="block"><h3>Steps</h3>${table(
      {
        caption: `${seconds(manifest.seconds)} in all, random seed ${manifest.seed}`,
        columns: [{ title: 'Step' }, { title: 'Time', numeric: true }],
        rows: manifest.steps.map((s) => [s.step, seconds(s.seconds)]),
      },
      'Steps of the run',
    )}</div>
<div class="block"><h3>What was left out</h3>${
      manifest.skipped.length === 0
        ? html`<p>Nothing.</p>`
        : html`<dl class="pairs">${manifest.skipped.map((s) => html`<dt>${s.what}</dt><dd>${s.why}</dd>`)}</dl>`
    }</div>`,
  };
}

function finding(f: Finding): Html {
  const numbers = Object.entries(f.numbers).map(([k, v]) => `${k} ${number(v)}`);
  return html`<li id="finding-${f.id}"><p>${sentence(f.text)}</p>
<div><p class="note">${list(numbers)}${f.names.length > 0 ? html`; names ${f.names.map((n, i) => html`${i > 0 ? ', ' : ''}${name(n)}`)}` : null}; ${plural(f.rows.tracks, 'track')}</p>
<p class="note"><code>${f.rows.where}</code></p></div></li>\n`;
}

function number(v: number): string {
  if (Number.isInteger(v)) return count(v);
  return Math.abs(v) >= 100 ? fixed(v, 1) : Math.abs(v) >= 0.1 ? fixed(v, 3) : fixed(v, 4);
}

const METHODS: readonly (readonly [string, string])[] = [
  [
    'What counts once',
    'A listing is a row: a track under one genre. A track is one identifier, whatever its genres; every figure counts tracks, and a track counts once in each of its genres where genres are compared. A recording is all tracks whose duration and audio features agree; a song is all tracks of one primary artist with the same title, notes in brackets or after a dash dropped.',
  ],
  [
    'Popularity',
    'A score from 0 to 100 of plays and how recent they are, given to each release by itself. One release of a recording can stand at 70 and its twin at 0, so a zero says little about the music.',
  ],
  [
    'Quantiles',
    'By linear interpolation between the two nearest values: position (n − 1)·p in ascending order.',
  ],
  [
    'Means',
    '95 % interval by Student’s t: mean ± t(0.975; n − 1)·s/√n, with s² = Σ(x − mean)²/(n − 1). It speaks of the mean, not of single tracks.',
  ],
  [
    'Shares',
    '95 % interval by Wilson (1927): (p + z²/2n ± z·√(p(1 − p)/n + z²/4n²)) / (1 + z²/n), with z = 1.96; it stays within 0 and 1 and is honest for rare things.',
  ],
  [
    'Correlations',
    'Pearson’s r over the tracks that have both values, with the 95 % interval tanh(artanh r ± 1.96/√(n − 3)). Spearman’s ρ is r of the ranks, equal values sharing their mean rank.',
  ],
  [
    'Skewness',
    'Adjusted Fisher–Pearson: √(n(n − 1))/(n − 2) · m₃/m₂^1.5. Zero is symmetric; positive means a longer tail to the right.',
  ],
  [
    'Classes of popularity',
    'Quarters of the ranking; a score on the border belongs to the lower class, so classes can differ in size.',
  ],
  [
    'Densities',
    'Tiles are shaded by the root of their count in seven steps, so that thin regions stay visible. Where a few far values would squeeze a picture into a corner its edges are drawn in, and what lies beyond is counted in the outermost bin and named.',
  ],
  [
    'Intervals and many comparisons',
    'Intervals are 95 % each, one by one. Among a hundred genres about five miss their true value by chance alone.',
  ],
];

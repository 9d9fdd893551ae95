import type { PublishedProfile, Quartiles } from '@trackscope/catalogue';
import { PUBLISHED_DATASET } from '../../fetch/published-dataset.js';
import { claims } from '../figures/claims.js';
import type { ReportInput } from '../input.js';
import { axisTitle, decimals, title } from '../markup/column-words.js';
import { absence, figure } from '../markup/figure.js';
import { type Html, html, name } from '../markup/html.js';
import { count, fixed, percent } from '../markup/number.js';
import type { Section } from '../markup/section.js';
import { table, tableBehind } from '../markup/table.js';

/** The published cleaning and counting, done again: rows instead of tracks, duplicates and all. */
export function publishedSection(input: ReportInput): Section {
  const shell = { id: 'published', title: 'The published figures, done again', short: 'Published figures' };
  const { published } = input.profile;
  if (!published)
    return {
      ...shell,
      body: absence('The published figures need columns that this catalogue does not have.'),
    };
  // What the write-up claims is about this one file.
  const own = input.manifest.source.sha256 === PUBLISHED_DATASET.sha256;
  return {
    ...shell,
    body: html`<p>By the published rules a row is a listing, so a track under several genres counts several times: ${count(published.rows)} rows remain. Everywhere else in this report a track counts once.</p>
${own ? figure(claims(input.profile, published)) : null}
<div class="block"><h3>Each column over ${count(published.rows)} rows</h3>${describe(published)}${pearson(published)}</div>
<div class="block"><h3>Counts</h3>${counts(published)}</div>
<div class="block"><h3>Published macro-genres</h3>${macros(published)}</div>`,
  };
}

function describe(p: PublishedProfile): Html {
  const n = (t: string) => ({ title: t, numeric: true });
  return table(
    {
      caption: 'As pandas describes them; sd is the sample standard deviation',
      className: 'small',
      columns: [{ title: 'Column' }, ...['Count', 'Mean', 'sd', 'Min', 'Q1', 'Median', 'Q3', 'Max'].map(n)],
      rows: Object.entries(p.describe).map(
        ([column, d]: [string, Quartiles & { count: number; mean: number; sd: number }]) => {
          const places = Math.max(1, decimals(column));
          return [
            axisTitle(column),
            count(d.count),
            fixed(d.mean, 4),
            fixed(d.sd, 4),
            ...[d.min, d.q1, d.median, d.q3, d.max].map((v) => fixed(v, places)),
          ];
        },
      ),
    },
    'Published description of each column',
  );
}

function pearson(p: PublishedProfile): Html {
  return tableBehind(
    {
      caption: 'Pearson correlations by the published rules',
      className: 'small',
      columns: [{ title: 'Column' }, ...p.columns.map((c) => ({ title: title(c), numeric: true }))],
      rows: p.columns.map((row, i) => [title(row), ...p.columns.map((_, j) => fixed(p.pearson[i]?.[j], 3))]),
    },
    'Published Pearson correlations',
    'Pearson correlations',
  );
}

function counts(p: PublishedProfile): Html {
  const facts: readonly [string, string][] = [
    ['Popularity 0', `${count(p.popularityZero)} rows (${percent(p.popularityZero / p.rows, 1)})`],
    [
      'Popularity 70 and over',
      `${count(p.popularityAtLeast70)} rows (${percent(p.popularityAtLeast70 / p.rows, 1)})`,
    ],
    ['Artist strings', count(p.distinct.artists)],
    ['Albums', count(p.distinct.albums)],
    ['Titles', count(p.distinct.titles)],
    ['Genres', count(p.distinct.genres)],
  ];
  return html`<dl class="pairs">${facts.map(([k, v]) => html`<dt>${k}</dt><dd>${v}</dd>`)}</dl>`;
}

function macros(p: PublishedProfile): Html {
  const other = p.macroGenres.find((m) => m.name === 'Other');
  return html`${other ? html`<p>The published rules leave ${percent(other.rows / p.rows, 1)} of the rows in “Other”, which is why this report uses a map of its own.</p>` : null}${table(
    {
      caption: 'Rows by published macro-genre',
      columns: [
        { title: 'Macro-genre' },
        { title: 'Rows', numeric: true },
        { title: 'Share', numeric: true },
      ],
      rows: p.macroGenres.map((m) => [name(m.name), count(m.rows), percent(m.rows / p.rows, 1)]),
    },
    'Rows by published macro-genre',
  )}`;
}

import type { DriverStatement } from '../../workspace/format.js';
import { staff } from '../figures/staff.js';
import { type ReportInput, sentence } from '../input.js';
import { type Fragment, type Html, html, name } from '../markup/html.js';
import { count, date, plural } from '../markup/number.js';
import { statementAnchor } from './drivers.js';

/** How many findings stand at the top, and how many of them may belong to one figure. */
const HEADLINES = 6;
const OF_ONE_FIGURE = 2;

/** Says on the page, top and bottom, that nothing in it is real. */
export function syntheticBanner(input: ReportInput): Html | null {
  if (!input.manifest.source.synthetic && !input.quality.source.synthetic) return null;
  return html`<p class="banner">Synthetic demo catalogue: artists, titles and figures are made up.</p>`;
}

/** Name, banner, and what the catalogue is. */
export function opening(input: ReportInput): Html {
  const { manifest, profile } = input;
  const { rows, source, tool } = manifest;
  const genres = profile.genres.length;
  const facts: readonly [string, Fragment, boolean?][] = [
    ['Listings', count(rows.listings)],
    ['Tracks', count(rows.tracks)],
    ['Recordings', count(rows.recordings)],
    ['Songs', count(rows.songs)],
    ['Genres', genres > 0 ? count(genres) : 'none'],
    ['Made', date(manifest.created), true],
    ['With', `${tool.name} ${tool.version}, seed ${manifest.seed}`, true],
    ['SHA-256', html`<code>${source.sha256.slice(0, 12)}…</code>`, true],
    ['Licence', source.licence ?? 'not stated', true],
  ];
  return html`<header class="top">
<p class="kicker"><b>Trackscope report</b><button type="button" class="theme">Theme</button></p>
<h1>${name(source.name)}</h1>
<p class="standfirst">What ${plural(rows.tracks, 'track')}${genres > 1 ? ` in ${count(genres)} genres` : ''} sound like${profile.target ? ', what is heard, and how far the one explains the other' : ''}.</p>
${syntheticBanner(input)}
<dl class="strip">${facts.map(([k, v, plain]) => html`<div><dt>${k}</dt><dd${plain ? html` class="plain"` : null}>${v}</dd></div>`)}</dl>
${staff(profile)}
</header>\n`;
}

/** The weightiest findings, each leading to the figure that shows it. */
export function headlines({ profile, explanation }: ReportInput, anchors: ReadonlySet<string>): Html | null {
  const taken = new Map<string, number>();
  const chosen = profile.findings.filter((f) => {
    const key = f.figure ?? '';
    const so = taken.get(key) ?? 0;
    taken.set(key, so + 1);
    return so < OF_ONE_FIGURE;
  });
  const driving = explanation?.drivers?.statements[0];
  if (chosen.length === 0 && !driving) return null;
  return html`<section class="headlines" id="headlines" aria-labelledby="headlines-title"><h2 id="headlines-title">What it says</h2><ol>${driving ? drivingHeadline(driving, anchors) : null}${chosen
    .slice(0, driving ? HEADLINES - 1 : HEADLINES)
    .map((f) => {
      const anchor = f.figure === null ? null : anchorOf(f.figure, anchors);
      const target = anchor ?? `finding-${f.id}`;
      return html`<li><a href="#${target}"><span class="say">${sentence(f.text)}</span> <span class="go">${anchor ? 'see the figure' : 'see the numbers'} ↓</span></a></li>`;
    })}</ol></section>\n`;
}

/** What drives popularity, before all else. */
function drivingHeadline(statement: DriverStatement, anchors: ReadonlySet<string>): Html {
  const own = statementAnchor(statement);
  return html`<li><a href="#${anchors.has(own) ? own : 'drivers'}"><span class="say">${sentence(statement.text)}</span> <span class="go">see the figure ↓</span></a></li>`;
}

/** The anchor of a figure, if the page has it. */
function anchorOf(figure: string, anchors: ReadonlySet<string>): string | null {
  const own = `figure-${figure}`;
  if (anchors.has(own)) return own;
  return figure === 'models' && anchors.has('models') ? 'models' : null;
}

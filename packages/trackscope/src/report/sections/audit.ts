import type { Audit, AuditFinding } from '@trackscope/catalogue';
import type { Evaluation, ProtocolName, Unit } from '../../workspace/format.js';
import { protocolUnit } from '../figures/judged.js';
import { type ReportInput, sentence } from '../input.js';
import { type Html, html } from '../markup/html.js';
import { count, fixed, list, percent, plural } from '../markup/number.js';

/** Findings of one audit that stand open; the others are counted. */
const SHOWN = 8;

/** The doors by which answers came in, in one sentence for each audit that failed. */
export function auditDoors({ audit, evaluation }: ReportInput): Html | null {
  const failed = (audit ?? []).filter((a) => !a.passed);
  if (failed.length === 0) return null;
  return html`${failed.slice(0, 2).map((a) => {
    const strong = a.findings.find((f) => f.code === 'strong-feature' && f.severity === 'severe');
    const shared = a.findings.filter((f) => f.code === 'shared-rows' && f.severity === 'severe');
    const parts = [
      strong?.numbers.r2 === undefined
        ? null
        : html`the column <code>${strong.subject}</code> alone reaches R² ${fixed(strong.numbers.r2, 3)}, because it contains answers`,
      shared.length === 0
        ? null
        : html`of the hidden rows ${list(shared.map((f) => `${percent(f.numbers.share, 1)} share their ${f.subject === 'name' ? 'title and artists' : f.subject}`))} with a row that the model has seen`,
    ].filter((p) => p !== null);
    if (parts.length === 0) return null;
    return html`<p>${name(evaluation, a)} leaks: ${parts.map((p, i) => html`${i > 0 ? '; ' : ''}${p}`)}.</p>`;
  })}`;
}

/** What the leakage audit found, protocol by protocol, gravest first. */
export function auditBlock({ audit, evaluation }: ReportInput): Html | null {
  if (!audit || audit.length === 0) return null;
  const passed = audit.filter((a) => a.passed);
  const failed = audit.filter((a) => !a.passed);
  return html`<div class="block" id="figure-audit"><h3>The leakage audit</h3>
<p class="finding">${verdict(passed.length, failed, evaluation)}</p>
<p class="more">Before a model is fitted, the rows and columns that it will get are searched for leaks: whether the same track, recording, song or artist stands on both sides; whether one column alone knows too much; whether a column equals a statistic of the popularity that it should predict; whether an encoder reacts when the answer of the row that it scores is changed; whether hidden rows can be told from the others.</p>
<ul class="issues">${failed.map((a) => auditItem(a, evaluation))}</ul>
${
  passed.length > 0
    ? html`<details class="more"><summary>${plural(passed.length, 'audit')} without a severe finding</summary><ul class="issues">${passed.map((a) => auditItem(a, evaluation))}</ul></details>`
    : null
}</div>`;
}

function verdict(passed: number, failed: readonly Audit[], evaluation: Evaluation | null): string {
  const clean =
    passed === 0
      ? ''
      : `${plural(passed, 'audit')} found nothing severe${failed.length > 0 ? '' : ': no answer reaches the models'}.`;
  const caught = failed.map((a) => name(evaluation, a));
  return [
    caught.length > 0
      ? `${list(caught)}: ${plural(
          failed.reduce((n, a) => n + severe(a).length, 0),
          'severe finding',
        )}; figures there flatter the model.`
      : '',
    clean,
  ]
    .filter(Boolean)
    .join(' ');
}

function severe(audit: Audit): readonly AuditFinding[] {
  return audit.findings.filter((f) => f.severity === 'severe');
}

function name(evaluation: Evaluation | null, audit: Audit): string {
  return protocolUnit(evaluation, audit.protocol as ProtocolName, audit.unit as Unit);
}

const SIGNS = { severe: '✕ leak', warning: '! look', note: 'i note' } as const;
const DRESS = { severe: 'error', warning: 'warning', note: 'info' } as const;

function auditItem(audit: Audit, evaluation: Evaluation | null): Html {
  const shown = audit.findings.slice(0, SHOWN);
  const rest = audit.findings.length - shown.length;
  return html`<li class="issue"><p class="what"><span><b class="severity ${audit.passed ? 'info' : 'error'}">${audit.passed ? '✓ passed' : '✕ failed'}</b></span><span>${name(evaluation, audit)}</span><span class="note">${count(audit.trainRows)} rows to learn from, ${count(audit.testRows)} hidden</span></p>
<div>${shown.map((f) => html`<p><b class="severity ${DRESS[f.severity]}">${SIGNS[f.severity]}</b> ${sentence(f.message)}.</p>`)}${
    rest > 0 ? html`<p class="note">and ${plural(rest, 'finding')} more in audit.json</p>` : null
  }${shown.length === 0 ? html`<p>Nothing to remark.</p>` : null}</div></li>`;
}

import type { Evaluation } from '../../workspace/format.js';
import { bandsFigure } from '../figures/bands.js';
import { comparisonFigure } from '../figures/comparison.js';
import { importancesFigure } from '../figures/importances.js';
import { isHonest, modelWords } from '../figures/judged.js';
import { predictedFigure } from '../figures/predicted.js';
import { protocolCaution, protocolGroups } from '../figures/protocol.js';
import { type ReportInput, sentence } from '../input.js';
import { absence, figure } from '../markup/figure.js';
import { type Html, html } from '../markup/html.js';
import { count, fixed, seconds } from '../markup/number.js';
import type { Section } from '../markup/section.js';
import { table } from '../markup/table.js';
import { auditBlock } from './audit.js';
import { honestModels } from './honest-models.js';

const MEASURES = html`<p class="legend">MAE: mean absolute error in points of popularity. RMSE: root of the mean squared error. R²: share of the variance explained in held-out rows; 0 is what the mean alone would reach. ± is the standard deviation over folds.</p>`;

/** How the models were judged, protocol by protocol. */
export function modelsSection(input: ReportInput): Section {
  const { evaluation, explanation, profile } = input;
  const shell = { id: 'models', title: 'Models' };
  if (!evaluation || evaluation.evaluation.length === 0) {
    const why = profile.target
      ? 'No model was fitted in this run.'
      : 'Nothing can be learnt without popularity, so no model was fitted.';
    return { ...shell, body: absence(why) };
  }
  const said = profile.findings.filter((f) => f.figure === 'models').slice(0, 3);
  if (isHonest(evaluation)) {
    return {
      ...shell,
      body: html`${said.map((f) => html`<p class="finding">${sentence(f.text)}</p>`)}
${honestModels(input, evaluation, html`${allFigures(evaluation)}${MEASURES}`)}`,
    };
  }
  const keys = protocolGroups(evaluation).map((g) => g.key);
  return {
    ...shell,
    body: html`${said.map((f) => html`<p class="finding">${sentence(f.text)}</p>`)}
<div class="block" id="figure-models"><h3>All figures</h3>${allFigures(evaluation)}
${MEASURES}</div>
${auditBlock(input)}${keys.map((key) =>
  [
    comparisonFigure(evaluation, key),
    ...(explanation
      ? [
          importancesFigure(explanation, evaluation, key),
          predictedFigure(explanation, evaluation, key),
          bandsFigure(explanation, evaluation, key),
        ]
      : []),
  ].map((f) => f && figure(f)),
)}`,
  };
}

function allFigures(evaluation: Evaluation): Html {
  const groups = protocolGroups(evaluation);
  const n = (title: string) => ({ title, numeric: true });
  return html`${groups.map((g) => protocolCaution(g.note))}${table(
    {
      caption: 'Every model under every protocol',
      wide: true,
      columns: [
        { title: 'Protocol' },
        { title: 'Unit' },
        { title: 'Model' },
        ...['MAE', 'RMSE', 'R²', 'Rows held out', 'Fit', 'Predict'].map(n),
      ],
      rows: groups.flatMap((g) =>
        g.entries.map((e) => [
          html`${g.note?.title ?? e.protocol}${g.note?.optimistic ? html` <span class="badge" title="${g.note.note}">optimistic</span>` : null}`,
          e.unit,
          modelWords(e.model),
          fixed(e.mae, 3),
          fixed(e.rmse, 3),
          `${fixed(e.r2, 4)}${e.r2Sd === null ? '' : ` ± ${fixed(e.r2Sd, 3)}`}`,
          count(e.rows),
          seconds(e.fitSeconds),
          seconds(e.predictSeconds),
        ]),
      ),
    },
    'Every model under every protocol',
  )}<dl class="pairs protocols">${groups.map((g) => (g.note && !g.note.optimistic ? html`<dt>${g.note.title}</dt><dd>${g.note.note}</dd>` : null))}</dl>`;
}

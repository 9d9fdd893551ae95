import type { Evaluation, EvaluationEntry, Explanation } from '../../workspace/format.js';
import { bandsFigure, bandsOf } from '../figures/bands.js';
import { calibrationFigure } from '../figures/calibration.js';
import { classesFigure } from '../figures/classes.js';
import { comparisonFigure } from '../figures/comparison.js';
import { coverageFigure } from '../figures/coverage.js';
import { honestComparisonFigure } from '../figures/honest-comparison.js';
import { importancesFigure, importancesOf } from '../figures/importances.js';
import { type Judged, judged, modelWords, noteFor, plusMinus, protocolUnit } from '../figures/judged.js';
import { predictedFigure, predictedOf } from '../figures/predicted.js';
import { closest, modelsOf } from '../figures/protocol.js';
import { rankingFigure } from '../figures/ranking.js';
import type { ReportInput } from '../input.js';
import { type Figure, figure } from '../markup/figure.js';
import { type Fragment, type Html, html } from '../markup/html.js';
import { count, fixed, list } from '../markup/number.js';
import { table } from '../markup/table.js';
import { auditBlock } from './audit.js';

/** Five protocols, two units and several models: an overview, the audit, and one folder for each protocol. */
export function honestModels(input: ReportInput, evaluation: Evaluation, everyFigure: Fragment): Html {
  const all = judged(evaluation);
  const protocols = [...new Set(all.map((j) => j.protocol))];
  const honest = protocols.filter((p) => !noteFor(evaluation, p).optimistic);
  const optimistic = protocols.filter((p) => noteFor(evaluation, p).optimistic);
  return html`<div class="block" id="figure-models"><h3>R² at a glance</h3>${overview(all, evaluation)}
<p class="legend">R²: share of the variance explained in held-out rows; 0 is what the mean alone would reach. ± is the standard deviation over folds. In bold the best model of a row.</p>
<details class="more"><summary>Every measure of every model</summary>${everyFigure}</details></div>
${auditBlock(input)}
${[...honest, ...optimistic].map((protocol, i) => {
  const group = all.filter((j) => j.protocol === protocol);
  const note = noteFor(evaluation, protocol);
  const figures = note.optimistic
    ? group.flatMap((j) => published(j, evaluation, input.explanation))
    : honestFigures(group, evaluation, input.explanation);
  return html`<details class="protocol" id="protocol-${protocol}"${i === 0 ? html` open` : null}><summary><h3>${note.title}${note.optimistic ? html` <span class="badge">optimistic</span>` : null}</h3><span class="note">${inShort(group)}</span></summary>
${note.optimistic ? null : html`<p>${note.note}</p>`}${figures.map((f) => f && figure(f))}</details>\n`;
})}`;
}

function honestFigures(
  group: readonly Judged[],
  evaluation: Evaluation,
  explanation: Explanation | null,
): readonly (Figure | null)[] {
  const protocol = group[0]!.protocol;
  // The best explained model of each unit: two panels tell as much as eight.
  const best = group.flatMap((j) => {
    const models = explanation ? modelsOf(explanation, `${j.protocol} ${j.unit}`) : [];
    return models.length > 0 ? [closest(models, evaluation)] : [];
  });
  // What a glass box leans on can be read, whether or not it is the best.
  const glass = (explanation?.models ?? []).filter((m) => m.protocol === protocol && m.model === 'glassbox');
  return [
    honestComparisonFigure(group, evaluation),
    rankingFigure(group, evaluation),
    coverageFigure(group, evaluation),
    calibrationFigure(group, evaluation),
    classesFigure(group, evaluation),
    bandsOf(best, evaluation, protocol),
    predictedOf(best, evaluation, protocol),
    importancesOf([...new Set([...best, ...glass])], evaluation, protocol),
  ];
}

/** As the published figures stand everywhere else. */
function published(
  j: Judged,
  evaluation: Evaluation,
  explanation: Explanation | null,
): readonly (Figure | null)[] {
  const key = `${j.protocol} ${j.unit}`;
  return [
    comparisonFigure(evaluation, key),
    ...(explanation
      ? [
          importancesFigure(explanation, evaluation, key),
          predictedFigure(explanation, evaluation, key),
          bandsFigure(explanation, evaluation, key),
        ]
      : []),
  ];
}

function inShort(group: readonly Judged[]): string {
  return list(
    group.map((j) => `by ${j.unit} R² ${plusMinus(j.best.r2, j.best.r2Sd)} (${modelWords(j.best.model)})`),
  );
}

/** R² of every model, a row for each protocol and unit. */
function overview(all: readonly Judged[], evaluation: Evaluation): Html {
  const names = (of: (j: Judged) => readonly EvaluationEntry[]) => [
    ...new Set(all.flatMap((j) => of(j).map((e) => e.model))),
  ];
  const baselines = names((j) => j.baselines);
  // Those that are judged everywhere first, then the best.
  const rank = (model: string) => {
    const own = all.flatMap((j) => j.models.filter((e) => e.model === model));
    return own.length * 10 + own.reduce((sum, e) => sum + e.r2, 0) / own.length;
  };
  const models = names((j) => j.models).sort((a, b) => rank(b) - rank(a));
  const quick = all.some((j) => j.best.quick);
  const cell = (j: Judged, model: string): Fragment => {
    const e = [...j.models, ...j.baselines].find((m) => m.model === model);
    if (!e) return '–';
    const text = plusMinus(e.r2, e.r2Sd);
    return e === j.best ? html`<b>${text}</b>` : text;
  };
  return table(
    {
      caption: `Mean over folds ± standard deviation${quick ? '; quick: fewer folds than usual' : ''}`,
      wide: true,
      className: 'small',
      columns: [
        { title: 'Protocol and unit' },
        ...models.map((m) => ({ title: m, numeric: true })),
        ...baselines.map((m) => ({ title: html`${modelWords(m)} <small>baseline</small>`, numeric: true })),
        { title: 'Best MAE', numeric: true },
        { title: 'Held out', numeric: true },
      ],
      rows: all.map((j) => [
        noteFor(evaluation, j.protocol).optimistic
          ? html`${noteFor(evaluation, j.protocol).title}, by ${j.unit} <span class="badge" title="${noteFor(evaluation, j.protocol).note}">optimistic</span>`
          : protocolUnit(evaluation, j.protocol, j.unit),
        ...[...models, ...baselines].map((m) => cell(j, m)),
        fixed(j.best.mae, 2),
        count(j.best.rows),
      ]),
    },
    'R² by protocol, unit and model',
  );
}

import type { Evaluation, EvaluationEntry } from '../../workspace/format.js';
import type { Figure } from '../markup/figure.js';
import { type Fragment, html } from '../markup/html.js';
import { fixed, percent } from '../markup/number.js';
import { table } from '../markup/table.js';
import { type Judged, modelWords, noteFor } from './judged.js';

/** How good the top of each model's list is: what a scout with fifty hours wants to know. */
export function rankingFigure(group: readonly Judged[], evaluation: Evaluation): Figure | null {
  const ranked = group.map((j) => ({ j, entries: [...j.models, ...j.baselines].filter(isRanked) }));
  const all = ranked.flatMap((r) => r.entries);
  const first = group[0];
  if (!first || all.length === 0) return null;
  const title = noteFor(evaluation, first.protocol).title;
  const bar = fixed(all[0]!.bar, 0);
  return {
    id: `ranking-${first.protocol}`,
    title: `${title}: the top of the list`,
    layout: 'full',
    caption: ranked.flatMap(({ j }) => {
      const said = topSentence(j);
      return said === null ? [] : [said];
    }),
    legend: `A hit has a popularity of ${bar} or more. Of the 50, 100 and 500 held-out rows of a fold that a model rates highest, the share that are hits; lift: how many times as many as by chance; found: share of all hits among the tenth that is rated highest; Spearman: agreement of the two rankings, 1 at best.`,
    body: table(
      {
        caption: `${title}: hits among the rows rated highest, mean over folds`,
        wide: true,
        columns: [
          { title: 'Unit and model' },
          ...[
            'Hits among all',
            'Top 50',
            'Top 100',
            'Top 500',
            'Lift at 500',
            'Found in top 10\u202f%',
            'Spearman',
          ].map((t) => ({ title: t, numeric: true })),
        ],
        rows: all.map((e): readonly Fragment[] => [
          html`${e.unit}, ${modelWords(e.model)}${e.baseline ? html` <small>baseline</small>` : null}`,
          percent(e.hitRate, 1),
          percent(e.precisionAt50, 1),
          percent(e.precisionAt100, 1),
          percent(e.precisionAt500, 1),
          fixed(e.liftAt500, 1),
          percent(e.hitsInTop10, 1),
          fixed(e.spearman, 3),
        ]),
      },
      `${title}: hits among the rows rated highest`,
    ),
  };
}

function isRanked(e: EvaluationEntry): boolean {
  return e.hitRate !== undefined && e.bar !== undefined;
}

function topSentence({ models, unit }: Judged): string | null {
  const at = (e: EvaluationEntry) =>
    e.precisionAt500 != null
      ? { k: 500, share: e.precisionAt500 }
      : e.precisionAt100 != null
        ? { k: 100, share: e.precisionAt100 }
        : e.precisionAt50 != null
          ? { k: 50, share: e.precisionAt50 }
          : null;
  const ranked = models.flatMap((e) => {
    const top = isRanked(e) ? at(e) : null;
    return top ? [{ e, top }] : [];
  });
  if (ranked.length === 0) return null;
  const deepest = Math.max(...ranked.map((r) => r.top.k));
  const { e, top } = ranked
    .filter((r) => r.top.k === deepest)
    .reduce((a, b) => (b.top.share > a.top.share ? b : a));
  return `By ${unit}: of the ${fixed(top.k, 0)} that ${modelWords(e.model)} rates highest ${percent(top.share, 0)} have ${fixed(e.bar, 0)} points or more; of all ${percent(e.hitRate, 1)}.`;
}

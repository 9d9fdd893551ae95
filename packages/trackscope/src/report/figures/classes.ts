import type { ClassesEntry, Evaluation, EvaluationEntry } from '../../workspace/format.js';
import type { Figure } from '../markup/figure.js';
import { type Fragment, html } from '../markup/html.js';
import { count, fixed, list, percent } from '../markup/number.js';
import { table } from '../markup/table.js';
import { type Judged, modelWords, noteFor } from './judged.js';

type Told = EvaluationEntry & { readonly classes: ClassesEntry };

/** How often low, medium and high are told apart. */
export function classesFigure(group: readonly Judged[], evaluation: Evaluation): Figure | null {
  const told = group.map((j) => [...j.models, ...j.baselines].filter(isTold)).filter((own) => own.length > 0);
  const first = told[0]?.[0];
  if (!first) return null;
  const title = noteFor(evaluation, first.protocol).title;
  const { names, cuts } = first.classes;
  return {
    id: `classes-${first.protocol}`,
    title: `${title}: ${list(names)}`,
    layout: 'full',
    caption: told.map((own) => inShort(best(own))),
    legend: `${list(names.map((name, c) => `${name}: ${range(cuts, c)}`))}, predictions rounded to whole points. Macro F1: mean over the classes of how well each is found and kept apart, 1 at best; unlike the share that is right it does not flatter a model that always says the most frequent class.`,
    body: table(
      {
        caption: `${title}: classes told right, over all held-out rows`,
        wide: true,
        columns: [
          { title: 'Unit and model' },
          ...['Right', 'Macro F1', ...names.map((name) => `Of those ${name}, found`)].map((t) => ({
            title: t,
            numeric: true,
          })),
        ],
        rows: told
          .flat()
          .map((e): readonly Fragment[] => [
            html`${e.unit}, ${modelWords(e.model)}${e.baseline ? html` <small>baseline</small>` : null}`,
            percent(e.classes.accuracy, 1),
            fixed(e.classes.macroF1, 3),
            ...e.classes.confusion.map((line, c) => percent(line[c]! / sum(line), 1)),
          ]),
      },
      `${title}: classes told right`,
    ),
    table: {
      caption: 'Held-out rows by actual and predicted class, best model of each unit',
      columns: [
        { title: 'Unit, model and actual class' },
        ...names.map((name) => ({ title: `said ${name}`, numeric: true })),
      ],
      rows: told
        .map(best)
        .flatMap((e) =>
          e.classes.confusion.map((line, c): readonly Fragment[] => [
            `${e.unit}, ${modelWords(e.model)}: ${names[c]}`,
            ...line.map(count),
          ]),
        ),
    },
  };
}

function isTold(e: EvaluationEntry): e is Told {
  return e.classes !== undefined;
}

function best(entries: readonly Told[]): Told {
  return entries.reduce((a, b) => (b.r2 > a.r2 ? b : a));
}

function inShort(e: Told): string {
  const { accuracy, commonest, names } = e.classes;
  return `By ${e.unit}: ${modelWords(e.model)} tells ${list(names)} right for ${percent(accuracy, 1)} of held-out rows; always saying the most frequent class would be right for ${percent(commonest, 1)}.`;
}

function range(cuts: readonly number[], c: number): string {
  const from = c === 0 ? 0 : cuts[c - 1]! + 1;
  return `${fixed(from, 0)} to ${fixed(cuts[c] ?? 100, 0)}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

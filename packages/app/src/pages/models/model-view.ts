import type { Evaluation, EvaluationEntry } from 'trackscope/browser';
import { type Judged, judged, noteFor } from 'trackscope/figures';

/** Which figures the page shows: protocol first, then unit, then model. */
export interface ModelView {
  readonly all: readonly Judged[];
  /** The protocol's figures by the chosen unit. */
  readonly group: Judged;
  readonly entry: EvaluationEntry;
}

/** Reads an address; what was not judged gives way to the first honest protocol, its first unit, its best model. */
export function readView(params: URLSearchParams, evaluation: Evaluation | null): ModelView | null {
  const all = judged(evaluation);
  const honest = all.filter((j) => !noteFor(evaluation, j.protocol).optimistic);
  const usual = honest[0] ?? all[0];
  if (!usual) return null;
  const wanted = all.filter((j) => j.protocol === params.get('protocol'));
  const group =
    wanted.find((j) => j.unit === params.get('unit')) ??
    wanted[0] ??
    honest.find((j) => j.unit === params.get('unit')) ??
    usual;
  const entry = group.models.find((e) => e.model === params.get('model')) ?? group.best;
  return { all, group, entry };
}

/** The group as if this model alone had been judged: figures that draw the best then draw it. */
export function onlyThis({ group, entry }: Pick<ModelView, 'group' | 'entry'>): Judged {
  return { ...group, models: [entry], best: entry };
}

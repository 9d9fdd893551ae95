import type {
  Evaluation,
  EvaluationEntry,
  Explanation,
  ModelExplanation,
  ProtocolNote,
} from '../../workspace/format.js';
import { type Html, html } from '../markup/html.js';

/** The badge that no optimistic figure may be without, and why it is there. */
export function protocolCaution(note: ProtocolNote | undefined): Html | null {
  if (!note?.optimistic) return null;
  return html`<p class="caution"><strong class="badge">optimistic</strong> ${note.note}</p>`;
}

/** Title of a protocol with `(optimistic)` where it is. */
export function protocolTitle(note: ProtocolNote | undefined, fallback: string): string {
  return `${note?.title ?? fallback}${note?.optimistic ? ' (optimistic)' : ''}`;
}

/** The entries of each protocol and unit, in the order in which they first appear. */
export function protocolGroups(
  evaluation: Evaluation,
): readonly { key: string; note: ProtocolNote | undefined; entries: readonly EvaluationEntry[] }[] {
  const keys = [...new Set(evaluation.evaluation.map((e) => `${e.protocol} ${e.unit}`))];
  return keys.map((key) => {
    const entries = evaluation.evaluation.filter((e) => `${e.protocol} ${e.unit}` === key);
    return { key, entries, note: evaluation.protocols.find((p) => p.protocol === entries[0]!.protocol) };
  });
}

/** The explained models of one protocol and unit. */
export function modelsOf(explanation: Explanation, key: string): readonly ModelExplanation[] {
  return explanation.models.filter((m) => `${m.protocol} ${m.unit}` === key);
}

/** The explained model with the highest R², or the first when none was judged. */
export function closest(
  models: readonly ModelExplanation[],
  evaluation: Evaluation | null,
): ModelExplanation {
  const r2 = (m: ModelExplanation) =>
    evaluation?.evaluation.find((e) => e.protocol === m.protocol && e.unit === m.unit && e.model === m.model)
      ?.r2 ?? Number.NEGATIVE_INFINITY;
  return models.reduce((a, b) => (r2(b) > r2(a) ? b : a));
}

/** What the evaluation says of a model's protocol. */
export function noteOf(evaluation: Evaluation | null, model: ModelExplanation): ProtocolNote | undefined {
  return evaluation?.protocols.find((p) => p.protocol === model.protocol);
}

/** The model's name above its panel, with its unit where the panels have several. */
export function panelTitle(model: ModelExplanation, models: readonly ModelExplanation[]): string {
  return models.some((m) => m.unit !== model.unit) ? `${model.model}, by ${model.unit}` : model.model;
}

/** A key as part of an anchor. */
export function slug(key: string): string {
  return key.replace(/[^a-z0-9]+/gi, '-');
}

/** First letter upper case. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

import { type HonestName, PROTOCOLS } from '@trackscope/catalogue';
import type {
  Evaluation,
  EvaluationEntry,
  ProtocolName,
  ProtocolNote,
  Unit,
} from '../../workspace/format.js';
import { fixed } from '../markup/number.js';

/** All figures of one protocol and unit: what was fitted, what it must beat, and the best. */
export interface Judged {
  readonly protocol: ProtocolName;
  readonly unit: Unit;
  readonly models: readonly EvaluationEntry[];
  readonly baselines: readonly EvaluationEntry[];
  /** The model with the highest R². */
  readonly best: EvaluationEntry;
}

const ORDER: readonly ProtocolName[] = ['published', ...PROTOCOLS.map((p) => p.name)];

/** The judged protocols in the order of what may be known, those that were published first; units as they come. */
export function judged(evaluation: Evaluation | null): readonly Judged[] {
  const all = (evaluation?.evaluation ?? []).filter((e) => Number.isFinite(e.r2));
  return ORDER.flatMap((protocol) => {
    const units = [...new Set(all.filter((e) => e.protocol === protocol).map((e) => e.unit))];
    return units.flatMap((unit): Judged[] => {
      const entries = all.filter((e) => e.protocol === protocol && e.unit === unit);
      const models = entries.filter((e) => !e.baseline);
      if (models.length === 0) return [];
      const best = models.reduce((a, b) => (b.r2 > a.r2 ? b : a));
      return [{ protocol, unit, models, baselines: entries.filter((e) => e.baseline), best }];
    });
  });
}

/** Whether any protocol was judged against baselines or for more than one number: the page then says more. */
export function isHonest(evaluation: Evaluation | null): boolean {
  return (evaluation?.evaluation ?? []).some(
    (e) => e.protocol !== 'published' && (e.baseline === true || e.coverage90 !== undefined),
  );
}

/** What the run says of a protocol, or else what it is by definition. */
export function noteFor(evaluation: Evaluation | null, protocol: ProtocolName): ProtocolNote {
  const given = evaluation?.protocols.find((p) => p.protocol === protocol);
  if (given) return given;
  const own = PROTOCOLS.find((p) => p.name === (protocol as HonestName));
  return {
    protocol,
    title: own?.title ?? 'Published',
    optimistic: own === undefined,
    note: own?.note ?? 'As it was published: one random split of the listings, and answers among the inputs.',
  };
}

/** `Known artist, by recording`; the optimistic say so. */
export function protocolUnit(evaluation: Evaluation | null, protocol: ProtocolName, unit: Unit): string {
  const note = noteFor(evaluation, protocol);
  return `${note.title}, by ${unit}${note.optimistic ? ' (optimistic)' : ''}`;
}

/** `0.834 ± 0.007`; the deviation over folds is left out where there is one fold. */
export function plusMinus(mean: number, sd: number | null, decimals = 3): string {
  return `${fixed(mean, decimals)}${sd === null ? '' : `\u00a0±\u00a0${fixed(sd, decimals)}`}`;
}

/** `artist-mean` → `artist mean`. */
export function modelWords(model: string): string {
  return model.endsWith('-mean') ? model.replace('-', ' ') : model;
}

import { plainNumber } from './sound-words.js';

/** A computed sentence; every number in it stands in `numbers`. */
export interface ComputedSentence {
  readonly id: string;
  readonly text: string;
  readonly numbers: Readonly<Record<string, number>>;
}

/** What stands beside every statement on what drives popularity. */
export const CAUTION =
  'Nothing here is causal: these are properties of the catalogue and of models of it. A track does not become more ' +
  'popular by leaving a compilation or by getting louder, and nobody has tried.';

export interface FamilyShare {
  readonly title: string;
  /** Part of the movement of predictions, 0–1. */
  readonly share: number;
  /** Fall of R² when it is shuffled. */
  readonly fall: number;
  readonly fallSd: number | null;
}

/** The answer under one protocol: who holds which share, and what the sound does. */
export function familiesSentence(
  of: { id: string; protocol: string; unit: string },
  r2: number,
  families: readonly FamilyShare[],
): ComputedSentence | null {
  const ranked = [...families].sort((a, b) => b.share - a.share);
  const first = ranked[0];
  if (!first) return null;
  const listed = ranked.map((f) => `${f.title} ${percent(f.share)}`).join(', ');
  const hardest = [...families].sort((a, b) => b.fall - a.fall)[0]!;
  const numbers: Record<string, number> = { r2, fall: hardest.fall };
  for (const f of ranked) numbers[`share of ${f.title}`] = f.share;
  return {
    id: of.id,
    text:
      `${of.protocol}, by ${of.unit} (R² ${r2.toFixed(2)}): ${listed} of what moves the predictions. ` +
      `Without ${hardest.title} (its columns shuffled) R² falls by ${hardest.fall.toFixed(2)}${deviation(hardest.fallSd)}.`,
    numbers,
  };
}

/** What sound adds to genre. */
export function soundBeyondGenreSentence(found: {
  readonly protocol: string;
  readonly genre: number;
  readonly sound: number;
  readonly both: number;
  readonly gain: number;
  readonly gainSd: number | null;
}): ComputedSentence {
  const { genre, sound, both, gain, gainSd } = found;
  const verdict =
    gain < 0.005
      ? 'Once genre is known, sound adds nothing that can be measured'
      : `Once genre is known, sound adds ${gain.toFixed(3)} to R²`;
  return {
    id: 'sound-beyond-genre',
    text:
      `${verdict}${deviation(gainSd, 3)}: genre alone reaches ${genre.toFixed(3)}, sound alone ${sound.toFixed(3)}, ` +
      `both together ${both.toFixed(3)} (${found.protocol}).`,
    numbers: { genre, sound, both, gain, ...(gainSd === null ? {} : { gainSd }) },
  };
}

/** Whether a published claim of an interaction holds. */
export function interactionSentence(found: {
  readonly id: string;
  readonly titles: readonly [string, string];
  readonly model: string;
  readonly protocol: string;
  readonly gain: number;
  readonly gainSd: number | null;
}): ComputedSentence {
  const { gain, gainSd } = found;
  const pair = `${found.titles[0]} × ${found.titles[1]}`.toLowerCase();
  const change = `${gain < 0 ? 'lowers' : 'raises'} R² by ${Math.abs(gain).toFixed(4)}${deviation(gainSd, 4)}`;
  const noise = Math.max(0.001, 2 * (gainSd ?? 0));
  const verdict =
    Math.abs(gain) <= noise
      ? 'within the noise: the published claim that it helps does not hold here'
      : gain < 0
        ? 'it harms'
        : gain < 0.01
          ? 'a trace, of no use'
          : 'it helps';
  return {
    id: found.id,
    text: `Given to a ${found.model} model as a column of its own, ${pair} ${change} (${found.protocol}): ${verdict}.`,
    numbers: { gain, ...(gainSd === null ? {} : { gainSd }) },
  };
}

/** How far predictions move from one end of a curve to the other. */
export function curveSentence(found: {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly protocol: string;
  readonly from: { readonly value: number; readonly mean: number };
  readonly to: { readonly value: number; readonly mean: number };
}): ComputedSentence {
  const { from, to } = found;
  const change = to.mean - from.mean;
  const value = (v: number) => plainNumber(v, Math.abs(v) < 10 ? 2 : 0);
  const unit = found.unit === '' ? '' : ` ${found.unit}`;
  return {
    id: found.id,
    text:
      `${found.title}: from ${value(from.value)} to ${value(to.value)}${unit}, all else as it is, predictions ` +
      `${Math.abs(change) < 0.05 ? 'do not move' : `${change < 0 ? 'fall' : 'rise'} by ${plainNumber(Math.abs(change))} points`} ` +
      `(${found.protocol}).`,
    numbers: { from: from.value, to: to.value, change },
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

function deviation(sd: number | null, digits = 2): string {
  return sd === null ? '' : ` (sd ${sd.toFixed(digits)})`;
}

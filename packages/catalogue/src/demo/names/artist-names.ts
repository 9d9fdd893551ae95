import type { Random } from '../random.js';
import { TONGUES, type Tongue, type TongueName } from './tongues.js';

/**
 * Names that readers of catalogues stumble over: taken for missing, quoted, separated, formulas, markup.
 * Some artists of every demo catalogue are called so.
 */
export const AWKWARD_ARTISTS: readonly string[] = [
  'NA',
  'null',
  'NaN',
  'None',
  'Ottilie "Bird" Fennmore',
  'Velden, Orr & Tallow',
  "D'Arrow-Múlìn",
  'ÆØÅ Kollektivet',
  '1979½',
  'true',
  '=Sum Total',
  '<Brackets>',
  "Señor Ñandú's Orchestra",
  'Łódka Żółw',
  '🌊 Tidewright',
  '(nameless)',
];

const BAND_TAILS = ['Club', 'Collective', 'Ensemble', 'Orchestra', 'Sound', 'System', 'Trio', 'Union'];

/** An invented artist's name in a tongue. */
export function artistName(random: Random, tongueName: TongueName): string {
  const native = tongueName === 'english' || !random.chance(0.25);
  const tongue: Tongue = native ? TONGUES[tongueName] : TONGUES.english;
  const form = random.next();
  if (form < 0.55) return `${invented(random, tongue, 1)}${tongue.gap}${invented(random, tongue, 2)}`;
  if (form < 0.72) return invented(random, tongue, 3);
  const word = random.pick(TONGUES.english.nouns);
  if (form < 0.8) return `The ${random.pick(TONGUES.english.adjectives)} ${invented(random, tongue, 2)}s`;
  if (form < 0.86) return `${invented(random, tongue, 2)} ${random.pick(BAND_TAILS)}`;
  if (form < 0.92) return `DJ ${invented(random, tongue, 2)}`;
  return `${invented(random, tongue, 2)} ${word}`;
}

/** A word of up to `length` + 1 syllables that means nothing. */
function invented(random: Random, tongue: Tongue, length: number): string {
  let name = random.pick(tongue.starts);
  if (length > 1 && random.chance(0.6)) name += random.pick(tongue.middles);
  if (length > 2) name += random.pick(tongue.middles);
  return name + random.pick(tongue.ends);
}

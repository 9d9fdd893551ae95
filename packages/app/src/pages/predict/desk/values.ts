import { fixed } from 'trackscope/figures';
import { choiceTitle, type Feature } from './features.js';
import { clock } from './minutes.js';

/** A value with its unit, in a musician's words: `3:33 min`, `−7.2 dB`, `C♯/D♭`, `0.68`. */
export function shownValue(feature: Feature, value: number): string {
  if (feature.kind === 'duration') return `${clock(value)} min`;
  if (feature.kind !== 'scale') return choiceTitle(feature.name, value);
  const number = fixed(value, feature.decimals);
  return feature.unit ? `${number} ${feature.unit}` : number;
}

/** Points with their sign: `+3.2`, `−0.4`, `±0.0`. */
export function signed(points: number, decimals = 1): string {
  const text = fixed(Math.abs(points), decimals);
  if (!/[1-9]/.test(text)) return `±${text}`;
  return points < 0 ? `−${text}` : `+${text}`;
}

/** A chance without false precision: `under 1 %`, `12 %`, `over 99 %`. */
export function chanceWords(chance: number | null): string {
  if (chance === null || !Number.isFinite(chance)) return '–';
  if (chance >= 1) return 'certain';
  if (chance < 0.01) return 'under 1\u202f%';
  if (chance > 0.99) return 'over 99\u202f%';
  return `${fixed(chance * 100, 0)}\u202f%`;
}

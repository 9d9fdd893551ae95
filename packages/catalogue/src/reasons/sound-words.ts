import { columnSpec } from '../schema/columns.js';

/** Where the sound of a genre lies, feature by feature: quantiles in the unit of the feature. */
export interface UsualRange {
  /** 5 %. */
  readonly low: number;
  readonly lowerQuarter: number;
  readonly median: number;
  readonly upperQuarter: number;
  /** 95 %. */
  readonly high: number;
}

const ADJECTIVES: Readonly<Record<string, readonly [much: string, little: string]>> = {
  danceability: ['Easy to dance to', 'Hard to dance to'],
  energy: ['Energetic', 'Calm'],
  loudness: ['Loud', 'Quiet'],
  speechiness: ['Wordy', 'Sparing of spoken words'],
  acousticness: ['Acoustic', 'Little acoustic'],
  instrumentalness: ['Instrumental', 'Vocal'],
  liveness: ['Live-sounding', 'Studio-sounding'],
  valence: ['Cheerful', 'Dark'],
  tempo: ['Fast', 'Slow'],
  duration_min: ['Long', 'Short'],
};

const KEYS = ['C', 'C♯/D♭', 'D', 'D♯/E♭', 'E', 'F', 'F♯/G♭', 'G', 'G♯/A♭', 'A', 'A♯/B♭', 'B'];

/** A value with its unit: `−4.1 dB`, `128 BPM`, `3.5 min`, `0.83`. */
export function soundValue(name: string, value: number): string {
  if (!Number.isFinite(value)) return 'unknown';
  const { unit } = columnSpec(name);
  const number = plainNumber(value, name === 'tempo' ? 0 : unit === '' ? 2 : 1);
  return unit === '' ? number : `${number} ${unit}`;
}

const formats = new Map<number, Intl.NumberFormat>();

function formatOf(decimals: number): Intl.NumberFormat {
  let format = formats.get(decimals);
  if (!format) {
    format = new Intl.NumberFormat('en-US', { maximumFractionDigits: decimals });
    formats.set(decimals, format);
  }
  return format;
}

/** A number for a sentence, with a true minus sign and at most `decimals` digits behind the point. */
export function plainNumber(value: number, decimals = 1): string {
  const rounded = Number(value.toFixed(decimals));
  const text = formatOf(decimals).format(Math.abs(rounded));
  return rounded < 0 ? `−${text}` : text;
}

/**
 * One feature of the sound against what is usual: "Loud for techno (−4.1 dB against −8.0 dB)".
 *
 * @param among whose usual range it is, as in "for techno"
 */
export function soundWords(name: string, value: number, usual: UsualRange | null, among: string): string {
  const { title } = columnSpec(name);
  if (Number.isNaN(value)) return `${title} is not known`;
  if (name === 'explicit') return value >= 0.5 ? 'Explicit lyrics' : 'No explicit lyrics';
  if (name === 'key')
    return value >= 0 ? `In the key of ${KEYS[Math.round(value)] ?? value}` : 'No clear key';
  if (name === 'mode') return value >= 0.5 ? 'In a major key' : 'In a minor key';
  if (name === 'time_signature') return `${plainNumber(value, 0)} beats in a bar`;
  const shown = soundValue(name, value);
  if (!usual) return `${title} ${shown}`;
  const pair = ADJECTIVES[name] ?? [`High ${title.toLowerCase()}`, `Low ${title.toLowerCase()}`];
  const against = `(${shown} against ${soundValue(name, usual.median)})`;
  if (value > usual.upperQuarter) return `${pair[0]} for ${among} ${against}`;
  if (value < usual.lowerQuarter) return `${pair[1]} for ${among} ${against}`;
  return `${title} usual for ${among} ${against}`;
}

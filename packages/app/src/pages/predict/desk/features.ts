import {
  AUDIO_FEATURES,
  type ColumnProfile,
  columnSpec,
  type Histogram,
  type Profile,
} from '@trackscope/catalogue';
import { columnWords } from 'trackscope/figures';

/** One audio feature as a person sets it. */
export interface Feature {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly description: string;
  /** `scale` is a slider; the others are chosen by name. */
  readonly kind: 'scale' | 'duration' | 'choice' | 'flag';
  /** What is possible at all; null where there is no bound. */
  readonly least: number | null;
  readonly most: number | null;
  /** Ends of the slider: where the catalogue's tracks are. */
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly decimals: number;
  /** Least and greatest of the catalogue. */
  readonly seenFrom: number;
  readonly seenTo: number;
  /** Median of the catalogue; for what is chosen by name the most frequent. */
  readonly usual: number;
  readonly histogram: Histogram;
  readonly choices: readonly { readonly value: number; readonly title: string; readonly share: number }[];
}

const KEYS = ['C', 'C♯/D♭', 'D', 'D♯/E♭', 'E', 'F', 'F♯/G♭', 'G', 'G♯/A♭', 'A', 'A♯/B♭', 'B'];
const STEPS: Readonly<Record<string, number>> = { loudness: 0.1, tempo: 0.5, duration_min: 1 / 60 };

/** The order in which a person thinks of them; what is not named here comes last. */
const ORDER = [
  'energy',
  'valence',
  'danceability',
  'loudness',
  'tempo',
  'duration_min',
  'acousticness',
  'instrumentalness',
  'speechiness',
  'liveness',
  'key',
  'mode',
  'time_signature',
  'explicit',
];

/** The audio features that a catalogue has, with what is usual in it. */
export function featuresOf(profile: Pick<Profile, 'columns'>): readonly Feature[] {
  return profile.columns
    .filter(({ name, count }) => count > 0 && (AUDIO_FEATURES as readonly string[]).includes(name))
    .map(featureOf)
    .sort((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name));
}

/** The name of a value that is chosen by name. */
export function choiceTitle(name: string, value: number): string {
  if (name === 'key') return value < 0 ? 'none found' : (KEYS[value] ?? String(value));
  return columnWords.valueName(name, value);
}

/** The draft that one begins with: what is usual. */
export function usualSound(features: readonly Feature[]): Record<string, number> {
  return Object.fromEntries(features.map(({ name, usual }) => [name, usual]));
}

function featureOf(column: ColumnProfile): Feature {
  const { name, histogram, min, max, median } = column;
  const spec = columnSpec(name);
  const kind =
    name === 'explicit'
      ? 'flag'
      : columnWords.isDiscrete(name)
        ? 'choice'
        : name === 'duration_min'
          ? 'duration'
          : 'scale';
  const step = STEPS[name] ?? 0.01;
  const decimals = columnWords.decimals(name);
  const share = spec.min === 0 && spec.max === 1;
  return {
    name,
    title: spec.title,
    unit: spec.unit,
    description: spec.description,
    kind,
    least: spec.min,
    most: spec.max,
    from: share ? 0 : histogram.start,
    to: share ? 1 : histogram.start + histogram.step * histogram.counts.length,
    step,
    decimals,
    seenFrom: min,
    seenTo: max,
    usual:
      kind === 'choice' || kind === 'flag'
        ? mostFrequent(histogram)
        : rounded(median, kind === 'duration' ? step : 10 ** -decimals),
    histogram,
    choices: kind === 'choice' ? choicesOf(name, histogram) : [],
  };
}

/** Values as a person would give them: a median of 0.188 is set as 0.19, and then says so. */
function rounded(value: number, step: number): number {
  return Number((Math.round(value / step) * step).toFixed(6));
}

function mostFrequent({ start, step, counts }: Histogram): number {
  let best = 0;
  for (let i = 1; i < counts.length; i++) if (counts[i]! > counts[best]!) best = i;
  return start + best * step;
}

function choicesOf(name: string, { start, step, counts }: Histogram): Feature['choices'] {
  const all = counts.reduce((sum, n) => sum + n, 0);
  return counts
    .map((n, i) => ({ value: start + i * step, title: choiceTitle(name, start + i * step), share: n / all }))
    .filter(
      ({ value, share }) => share > 0 || name === 'key' || name === 'mode' || value === 3 || value === 4,
    );
}

import {
  DEMO_COLUMNS,
  type DemoBatch,
  type DemoColumn,
  type DemoOptions,
  demoCatalogue,
} from '../../src/demo/demo-catalogue.js';

type TextColumn = keyof DemoBatch['text'];
export type NumberColumn = Exclude<DemoColumn, TextColumn>;

/** A whole demo catalogue in memory. */
export interface Collected {
  readonly rows: number;
  readonly text: Record<TextColumn, (string | null)[]>;
  readonly numbers: Record<NumberColumn, Float64Array>;
}

const TEXT: readonly TextColumn[] = ['track_id', 'artists', 'album_name', 'track_name', 'track_genre'];
export const NUMBERS = DEMO_COLUMNS.filter(
  (c): c is NumberColumn => !(TEXT as readonly string[]).includes(c),
);
const SOUND = NUMBERS.filter((c) => c !== 'popularity' && c !== 'explicit');

export function collect(options: DemoOptions): Collected {
  const batches = [...demoCatalogue(options)];
  const rows = batches.reduce((n, b) => n + b.rows, 0);
  const text = Object.fromEntries(TEXT.map((c) => [c, batches.flatMap((b) => b.text[c])]));
  const numbers = Object.fromEntries(
    NUMBERS.map((c) => {
      const all = new Float64Array(rows);
      for (const b of batches) all.set(b.numbers[c], b.start);
      return [c, all];
    }),
  );
  return { rows, text: text as Collected['text'], numbers: numbers as Collected['numbers'] };
}

/** Everything of a row but the index, as one text: equal for exact duplicates. */
export function rowText(all: Collected, i: number, withId = true): string {
  const texts = TEXT.filter((c) => withId || c !== 'track_id').map((c) => all.text[c][i]);
  return JSON.stringify([...texts, ...NUMBERS.map((c) => all.numbers[c][i])]);
}

/** The rows of the published cleaning: nothing missing, nothing twice, the id left out. */
export function publishedRows(all: Collected): number[] {
  const seen = new Set<string>();
  const kept: number[] = [];
  for (let i = 0; i < all.rows; i++) {
    if (all.text.artists[i] === null) continue;
    const key = rowText(all, i, false);
    if (!seen.has(key)) kept.push(i);
    seen.add(key);
  }
  return kept;
}

/** First row of every track. */
export function trackRows(all: Collected): number[] {
  const seen = new Set<string>();
  return [...Array(all.rows).keys()].filter((i) => {
    const id = all.text.track_id[i]!;
    if (seen.has(id) || all.text.artists[i] === null) return false;
    seen.add(id);
    return true;
  });
}

export function recordingKey(all: Collected, i: number): string {
  return SOUND.map((c) => all.numbers[c][i]).join('|');
}

/** For every recording the row of its best release. */
export function recordingRows(all: Collected): number[] {
  const best = new Map<string, number>();
  for (const i of trackRows(all)) {
    const key = recordingKey(all, i);
    const old = best.get(key);
    if (old === undefined || all.numbers.popularity[i]! > all.numbers.popularity[old]!) best.set(key, i);
  }
  return [...best.values()];
}

export function primary(all: Collected, i: number): string {
  return all.text.artists[i]!.split(';')[0]!;
}

export function meanBy(keys: readonly string[], values: readonly number[]): Map<string, number> {
  const sums = new Map<string, [number, number]>();
  keys.forEach((key, i) => {
    const entry = sums.get(key) ?? [0, 0];
    entry[0] += values[i]!;
    entry[1]++;
    sums.set(key, entry);
  });
  return new Map([...sums].map(([key, [sum, n]]) => [key, sum / n]));
}

/**
 * R² of means by key, each fitted on the four folds in which a row is not, shrunk towards the overall mean by
 * `prior` rows.
 */
export function outOfFoldR2(
  keys: readonly string[],
  values: readonly number[],
  folds: readonly number[],
  prior: number,
): number {
  let left = 0;
  let all = 0;
  const mean = values.reduce((s, v) => s + v, 0) / values.length;
  for (let fold = 0; fold < 5; fold++) {
    const sums = new Map<string, [number, number]>();
    let sum = 0;
    let n = 0;
    keys.forEach((key, i) => {
      if (folds[i] === fold) return;
      const entry = sums.get(key) ?? [0, 0];
      entry[0] += values[i]!;
      entry[1]++;
      sums.set(key, entry);
      sum += values[i]!;
      n++;
    });
    keys.forEach((key, i) => {
      if (folds[i] !== fold) return;
      const [s, k] = sums.get(key) ?? [0, 0];
      left += (values[i]! - (s + (prior * sum) / n) / (k + prior)) ** 2;
      all += (values[i]! - mean) ** 2;
    });
  }
  return 1 - left / all;
}

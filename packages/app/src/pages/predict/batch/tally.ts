import { CsvReader, type CsvRecord } from './csv-rows.js';
import type { ScoredBytes } from './score-file.js';

/** What came of a file. */
export interface Tally {
  rows: number;
  readonly models: readonly ModelTally[];
  /** Rows that could not be scored: how many, and the first of them. */
  failed: number;
  readonly bad: string[];
  /** The first rows that were scored, as they stand in the result. */
  readonly preview: (readonly string[])[];
  /** Names of the input's columns. */
  columns: readonly string[];
}

export interface ModelTally {
  readonly model: string;
  /** Rows by prediction: 0 up to but not 1, 1 up to 2 …, exactly 100. */
  readonly counts: Float64Array;
  sum: number;
}

const FIGURES = 4;
const BAD_SHOWN = 200;
const PREVIEW = 8;
const COMMA = { delimiter: ',', quote: '"' } as const;

/** Rows that are predicted at a bar or above it. */
export function reaching({ counts }: ModelTally, bar: number): number {
  let rows = 0;
  for (let points = Math.ceil(bar); points < counts.length; points++) rows += counts[points]!;
  return rows;
}

/**
 * Follows a result while it comes.
 *
 * @param models in the order of their columns
 * @param onPart called with each piece of the result and the tally so far
 */
export async function tallied(
  bytes: ScoredBytes,
  models: readonly string[],
  onPart: (part: Uint8Array, tally: Tally) => void,
): Promise<Tally> {
  const tally: Tally = {
    rows: 0,
    models: models.map((model) => ({ model, counts: new Float64Array(101), sum: 0 })),
    failed: 0,
    bad: [],
    preview: [],
    columns: [],
  };
  const reader = new CsvReader(COMMA, null);
  let header: readonly string[] | null = null;
  const take = (records: readonly CsvRecord[]) => {
    for (const { values } of records) {
      if (!values) continue;
      if (!header) {
        header = values;
        tally.columns = values.slice(0, values.length - models.length * FIGURES - 1);
      } else count(values, header, tally);
    }
  };
  for await (const part of bytes) {
    take(reader.push(part));
    onPart(part, tally);
  }
  take(reader.finish());
  return tally;
}

function count(values: readonly string[], header: readonly string[], tally: Tally): void {
  tally.rows++;
  const error = values[header.length - 1];
  if (error) {
    tally.failed++;
    if (tally.bad.length < BAD_SHOWN) tally.bad.push(error);
    return;
  }
  const first = header.length - 1 - tally.models.length * FIGURES;
  tally.models.forEach((model, i) => {
    const predicted = Number(values[first + i * FIGURES]);
    if (!Number.isFinite(predicted)) return;
    model.counts[Math.min(100, Math.max(0, Math.floor(predicted)))]!++;
    model.sum += predicted;
  });
  if (tally.preview.length < PREVIEW) tally.preview.push(values);
}

import { csvCell } from '../csv-cell.js';
import type { WrittenRow } from './row.js';

/** What the models say of the rows of a batch that could be read, in their order. */
export type BatchScores = readonly {
  readonly model: string;
  readonly predicted: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly chance: Float64Array;
}[];

export interface Counts {
  rows: number;
  scored: number;
  failed: number;
}

/** Writes scored rows as text. */
export interface RowWriter {
  readonly type: string;
  head(): string;
  batch(rows: readonly WrittenRow[], scores: BatchScores): string;
  foot(counts: Counts): string;
}

const FIGURES = ['predicted', 'low', 'high', 'chance'] as const;

/**
 * The columns of the output: the input's own, then the figures (by model where there are several), then `error`.
 * Where the input has such a name already, ours get a number.
 */
export function outputColumns(columns: readonly string[], models: readonly string[]): string[] {
  const taken = new Set(columns);
  const free = (name: string) => {
    let own = name;
    for (let n = 2; taken.has(own); n++) own = `${name}_${n}`;
    taken.add(own);
    return own;
  };
  const figures = models.flatMap((model) =>
    FIGURES.map((figure) => free(models.length === 1 ? figure : `${figure}_${model}`)),
  );
  return [...figures, free('error')];
}

/** CSV (RFC 4180): original cells as they stood, but for formulas, which are defused. */
export function csvWriter(columns: readonly string[], models: readonly string[]): RowWriter {
  const ours = outputColumns(columns, models);
  const empty = ','.repeat(Math.max(0, columns.length - 1));
  const noFigures = ','.repeat(ours.length - 1);
  return {
    type: 'text/csv; charset=utf-8; header=present',
    head: () => `${[...columns, ...ours].map(csvCell).join(',')}\r\n`,
    batch(rows, scores) {
      let text = '';
      let at = 0;
      for (const row of rows) {
        text += row.csv ?? row.values?.map(cell).join(',') ?? empty;
        if (row.error === null) {
          for (const { predicted, low, high, chance } of scores) {
            text += `,${number(predicted[at]!)},${number(low[at]!)},${number(high[at]!)},${number(chance[at]!)}`;
          }
          text += ',\r\n';
          at++;
        } else text += `,${noFigures}${csvCell(row.error)}\r\n`;
      }
      return text;
    },
    foot: () => '',
  };
}

/** NDJSON: the input's own values, the figures, `error` where there is one; the last line counts. */
export function ndjsonWriter(columns: readonly string[], models: readonly string[]): RowWriter {
  const ours = outputColumns(columns, models).map((name) => JSON.stringify(name));
  const keys = columns.map((name) => JSON.stringify(name));
  const error = ours[ours.length - 1]!;
  return {
    type: 'application/x-ndjson',
    head: () => '',
    batch(rows, scores) {
      let text = '';
      let at = 0;
      for (const row of rows) {
        const parts: string[] = [];
        row.values?.forEach((value, i) => {
          if (value !== undefined) parts.push(`${keys[i]}:${JSON.stringify(value)}`);
        });
        if (row.error === null) {
          scores.forEach((score, s) => {
            FIGURES.forEach((figure, f) => {
              const value = score[figure][at]!;
              parts.push(`${ours[s * FIGURES.length + f]}:${Number.isFinite(value) ? value : null}`);
            });
          });
          at++;
        } else parts.push(`${error}:${JSON.stringify(row.error)}`);
        text += `{${parts.join(',')}}\n`;
      }
      return text;
    },
    foot: ({ rows, scored, failed }) => `${JSON.stringify({ summary: { rows, scored, failed } })}\n`,
  };
}

function cell(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return csvCell(value);
  return value === null || value === undefined ? '' : csvCell(JSON.stringify(value));
}

function number(value: number): string {
  return Number.isFinite(value) ? String(value) : '';
}

import { PUBLISHED_INPUTS, type PublishedInput } from '@trackscope/catalogue';
import type { EngineColumn } from '../engine/engine.js';
import type { InputColumns } from './inputs.js';
import type { Predictor } from './predictor.js';
import type { FileScorer } from './score-file.js';

/** A published model as a scorer of files. */
export function publishedScorer(predictor: Predictor): FileScorer {
  const filled: Record<string, number> = {};
  const { model, protocol, unit } = predictor.file;
  return {
    model,
    protocol,
    unit,
    inputs: (minutes) => [
      ...PUBLISHED_INPUTS.map((name) => ({
        name,
        type: 'number' as const,
        sql: name === 'duration_min' ? minutes : `${name}::DOUBLE`,
      })),
      { name: 'explicit', type: 'number', sql: 'explicit::INTEGER::DOUBLE' },
      { name: 'genre', type: 'text', sql: 'genre_key' },
      { name: 'artists', type: 'text', sql: 'artists_key' },
    ],
    score(columns, rows) {
      const result = predictor.predict(inputColumns(columns, rows));
      for (const [name, n] of Object.entries(result.filled)) filled[name] = (filled[name] ?? 0) + n;
      return result.values;
    },
    also: [],
    functions: [],
    filled,
  };
}

function inputColumns(columns: readonly EngineColumn[], rows: number): InputColumns {
  const n = PUBLISHED_INPUTS.length;
  return {
    rows,
    numeric: Object.fromEntries(PUBLISHED_INPUTS.map((name, i) => [name, columns[i]])) as Record<
      PublishedInput,
      Float64Array
    >,
    explicit: columns[n] as Float64Array,
    genre: columns[n + 1] as (string | null)[],
    artists: columns[n + 2] as (string | null)[],
    artistPopularity: new Float64Array(rows).fill(Number.NaN),
  };
}

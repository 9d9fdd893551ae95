import { AUDIO_FEATURES } from '@trackscope/catalogue';
import type { EngineColumn } from '../engine/engine.js';
import type { OpenScorer } from '../score/scorer.js';
import { DistinctValues, type TrackColumns } from '../score/track-columns.js';
import type { FileScorer } from './score-file.js';

const TEXTS = ['track_name', 'album_name', 'artists', 'track_genre'] as const;

/**
 * An honest model as a scorer of files: each row as a track of the one genre that it is listed under, with its 90 %
 * interval and its chance of reaching a bar.
 */
export function honestScorer(scorer: OpenScorer, model: string, bar: number): FileScorer {
  const around = (columns: readonly EngineColumn[]) =>
    scorer.around(
      model,
      columns[0] as Float64Array,
      (columns[1] as (string | null)[]).map((genre) => genre ?? ''),
      bar,
    );
  const figure = (name: 'low' | 'high' | 'chance') => ({
    name: `trackscope_${name}`,
    parameters: ['number', 'text'] as const,
    body: (columns: readonly EngineColumn[]) => around(columns)[name],
  });
  const called = (name: string) => `trackscope_${name}(predicted_popularity, input_track_genre)`;
  return {
    model,
    protocol: scorer.protocol,
    unit: scorer.unit,
    inputs: (minutes) => [
      ...AUDIO_FEATURES.map((name) => ({ name, type: 'number' as const, sql: soundSql(name, minutes) })),
      ...TEXTS.map((name) => ({ name, type: 'text' as const, sql: name })),
    ],
    score: (columns, rows) => scorer.answerColumns(tracksOf(columns, rows), [model], bar)[0]!.predicted,
    also: [
      { name: 'interval_low', sql: called('low') },
      { name: 'interval_high', sql: called('high') },
      { name: 'chance', sql: called('chance') },
    ],
    functions: [figure('low'), figure('high'), figure('chance')],
    // What is missing is not known, and honest models are told so.
    filled: {},
  };
}

function soundSql(name: string, minutes: string): string {
  if (name === 'duration_min') return minutes;
  return name === 'explicit' ? 'explicit::INTEGER::DOUBLE' : `${name}::DOUBLE`;
}

function tracksOf(columns: readonly EngineColumn[], rows: number): TrackColumns {
  const sounds = columns.slice(0, AUDIO_FEATURES.length) as Float64Array[];
  const [titles, albums, artists, genres] = columns.slice(AUDIO_FEATURES.length) as (string | null)[][];
  return {
    rows,
    titles: titles!.map((title) => title ?? ''),
    albums: distinct(albums!, (name) => name),
    artists: distinct(artists!, (names) => (names === '' ? [] : names.split(';'))),
    genres: distinct(genres!, (name) => (name === '' ? [] : [name])),
    sound: Object.fromEntries(AUDIO_FEATURES.map((name, i) => [name, finite(sounds[i]!)])),
  };
}

function distinct<T>(texts: readonly (string | null)[], make: (text: string) => T) {
  const values = new DistinctValues<T>(texts.length);
  texts.forEach((text, row) => {
    values.set(row, text ?? '', make);
  });
  return values.taken(texts.length);
}

/** What is no number is not known. */
function finite(values: Float64Array): Float64Array {
  return values.map((value) => (Number.isFinite(value) ? value : Number.NaN));
}

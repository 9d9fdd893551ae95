import {
  PUBLISHED_INPUTS,
  PUBLISHED_MACRO_GENRES,
  type PublishedInput,
  type PublishedRows,
  publishedLinearTable,
  publishedMacroGenre,
  publishedTreeTable,
} from '@trackscope/catalogue';
import { boosted, ForestModel, forest, LearnError, linear } from '@trackscope/learn';
import { UserError } from '../errors/user-error.js';
import type { FittedModel } from '../modelling/fit.js';
import { type ModelFile, modelFileName } from '../modelling/model-file.js';
import { type FilledInputs, fillInputs, type InputColumns } from './inputs.js';

/** Scores tracks with one model of a workspace. */
export interface Predictor {
  readonly file: ModelFile;
  /**
   * Popularity in points, one value a row. A row whose genre is not given gets the mean over the catalogue's genres,
   * each weighted by its rows.
   */
  predict(inputs: InputColumns): { values: Float64Array; filled: FilledInputs['filled'] };
}

/** @throws UserError `model-damaged` when the model's body cannot be read */
export function createPredictor(file: ModelFile, binary: Uint8Array | null): Predictor {
  const model = restore(file, binary);
  const levels = file.inputs.genres.map((g) => g.name);
  const total = file.inputs.genres.reduce((sum, g) => sum + g.rows, 0);

  function score(columns: InputColumns): Float64Array {
    const rows = toRows(columns, levels);
    const table =
      file.features === 'published-linear'
        ? publishedLinearTable(rows)
        : publishedTreeTable(rows, columns.artistPopularity, publishedMacroGenre, PUBLISHED_MACRO_GENRES);
    return model.predict(table);
  }

  return {
    file,
    predict(inputs) {
      const { columns, filled } = fillInputs(inputs, file);
      const values = score(columns);
      const open = columns.genre.flatMap((genre, row) => (genre === null ? [row] : []));
      if (open.length === 0 || total === 0) return { values, filled };
      const sums = new Float64Array(open.length);
      for (const genre of file.inputs.genres) {
        const scored = score(withGenre(takeInputs(columns, open), genre.name));
        for (let i = 0; i < sums.length; i++) sums[i]! += (scored[i]! * genre.rows) / total;
      }
      open.forEach((row, i) => {
        values[row] = sums[i]!;
      });
      return { values, filled: { ...filled, genre: open.length } };
    },
  };
}

function restore(file: ModelFile, binary: Uint8Array | null): FittedModel {
  try {
    switch (file.learner) {
      case 'linear':
        return linear.fromJSON(file.body);
      case 'boosted':
        return boosted.fromJSON(file.body);
      case 'forest':
        return binary ? ForestModel.fromBinary(binary) : forest.fromJSON(file.body);
    }
  } catch (cause) {
    if (!(cause instanceof LearnError)) throw cause;
    throw new UserError(
      'model-damaged',
      `${modelFileName(file.model, file.protocol)} cannot be used: ${cause.message}`,
      'Train it anew with: trackscope run CATALOGUE',
      { cause },
    );
  }
}

function toRows(columns: InputColumns, levels: readonly string[]): PublishedRows {
  // A genre that the model has not seen gets a level of its own, which the model then treats as unseen.
  const all = [...levels];
  const index = new Map(all.map((level, i) => [level, i]));
  const codes = new Uint16Array(columns.rows);
  columns.genre.forEach((genre, row) => {
    const name = genre ?? '';
    let code = index.get(name);
    if (code === undefined) {
      code = all.length;
      index.set(name, code);
      all.push(name);
    }
    codes[row] = code;
  });
  return {
    rows: columns.rows,
    numeric: columns.numeric,
    explicit: columns.explicit,
    genre: { codes, levels: all },
  };
}

function takeInputs(columns: InputColumns, rows: readonly number[]): InputColumns {
  const take = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!);
  return {
    rows: rows.length,
    numeric: Object.fromEntries(
      PUBLISHED_INPUTS.map((name) => [name, take(columns.numeric[name])]),
    ) as Record<PublishedInput, Float64Array>,
    explicit: take(columns.explicit),
    genre: rows.map((row) => columns.genre[row]!),
    artists: rows.map((row) => columns.artists[row]!),
    artistPopularity: take(columns.artistPopularity),
  };
}

function withGenre(columns: InputColumns, genre: string): InputColumns {
  return { ...columns, genre: new Array<string>(columns.rows).fill(genre) };
}

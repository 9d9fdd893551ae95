import { type Column, type Table, table } from '@trackscope/learn';
import { contextFeatures, titleFeatures } from './context.js';
import { type Family, historySources } from './families.js';
import {
  type FeatureColumns,
  type HistoryTable,
  historyColumns,
  historyOf,
  historyOutOfFold,
} from './history.js';
import type { TrackRows } from './track-rows.js';

/** The features of every track that need no label: made once, shared by all folds. */
export interface FixedFeatures {
  readonly columns: FeatureColumns;
  readonly family: Readonly<Record<string, Family>>;
}

/** Features of training and held-out rows of one fold, and the tables for rows to come. */
export interface FoldFeatures {
  readonly train: Table;
  readonly test: Table;
  readonly tables: readonly HistoryTable[];
  /** Family of each column, in their order. */
  readonly families: readonly Family[];
}

/** Sound, title and context features of all tracks. */
export function fixedFeatures(tracks: TrackRows): FixedFeatures {
  const parts: [Family, FeatureColumns][] = [
    ['sound', tracks.audio],
    ['context', contextFeatures(tracks)],
    ['title', titleFeatures(tracks)],
  ];
  const columns: FeatureColumns = {};
  const family: Record<string, Family> = {};
  for (const [of, values] of parts) {
    for (const [name, column] of Object.entries(values)) {
      columns[name] = column;
      family[name] = of;
    }
  }
  return { columns, family };
}

/**
 * The features of one fold. History is fitted on the training rows alone, and for each of them out of fold.
 *
 * @param target popularity by track; read at training rows only
 * @param groups what may never be told apart between a row and its history
 */
export function foldFeatures(
  tracks: TrackRows,
  fixed: FixedFeatures,
  families: readonly Family[],
  target: Float64Array,
  groups: Int32Array,
  train: Uint32Array,
  test: Uint32Array,
): FoldFeatures {
  const kinds: Family[] = [];
  const trainColumns: Column[] = [];
  const testColumns: Column[] = [];
  const push = (name: string, family: Family, ofTrain: Float32Array, ofTest: Float32Array) => {
    kinds.push(family);
    trainColumns.push({ kind: 'numeric', name, values: ofTrain });
    testColumns.push({ kind: 'numeric', name, values: ofTest });
  };
  for (const [name, values] of Object.entries(fixed.columns)) {
    const family = fixed.family[name]!;
    if (families.includes(family)) push(name, family, at(values, train), at(values, test));
  }
  const tables: HistoryTable[] = [];
  for (const source of historySources(tracks, families)) {
    const { columns, table: known } = historyOutOfFold(source, target, train, groups);
    const held = historyOf(known, source, test);
    for (const name of historyColumns(source)) {
      push(name, source.family, Float32Array.from(columns[name]!), Float32Array.from(held[name]!));
    }
    tables.push(known);
  }
  return { train: table(trainColumns), test: table(testColumns), tables, families: kinds };
}

function at(values: Float64Array, rows: Uint32Array): Float32Array {
  const out = new Float32Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]!]!;
  return out;
}

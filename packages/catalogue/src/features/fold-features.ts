import { type Column, type Table, table } from '@trackscope/learn';
import { type ContextCounts, contextCounts, contextFeatures, titleFeatures } from './context.js';
import { type Family, historySources } from './families.js';
import { type HistoryTable, historyColumns, historyOf, historyTable } from './history.js';
import { historyOutOfFold } from './history-out-of-fold.js';
import { innerFolds } from './inner-folds.js';
import type { TrackRows } from './track-rows.js';
import type { Vocabulary } from './vocabulary.js';

/** The features of every track that need no label: made once, shared by all folds. */
export interface FixedFeatures {
  readonly counts: ContextCounts;
  readonly columns: Readonly<Record<string, Float64Array>>;
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

/**
 * Sound, title and context features of all tracks.
 *
 * @param known the vocabulary of the catalogue, for tracks that are not of it
 */
export function fixedFeatures(tracks: TrackRows, known?: Vocabulary): FixedFeatures {
  const counts = known?.counts ?? contextCounts(tracks);
  const audio = known?.audio ?? audioOf(tracks);
  const parts: [Family, Readonly<Record<string, Float64Array>>][] = [
    ['sound', Object.fromEntries(audio.map((name) => [name, tracks.audio[name]!]))],
    ['title', titleFeatures(tracks)],
    ['context', contextFeatures(tracks, counts)],
  ];
  const columns: Record<string, Float64Array> = {};
  const family: Record<string, Family> = {};
  for (const [of, values] of parts) {
    for (const [name, column] of Object.entries(values)) {
      columns[name] = column;
      family[name] = of;
    }
  }
  return { counts, columns, family };
}

/** Audio features of which the catalogue has a value at all. */
export function audioOf({ audio }: TrackRows): string[] {
  return Object.keys(audio).filter((name) => audio[name]!.some((value) => !Number.isNaN(value)));
}

/**
 * The features of one fold. History is fitted on the training rows alone, and for each of them out of fold.
 *
 * @param target popularity by track; read at training rows only
 * @param groups what may never be told apart between a row and its history
 * @param test rows that are not in `train`; none at all for a final model
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
  const inner = innerFolds(train, groups);
  const tables: HistoryTable[] = [];
  for (const source of historySources(tracks, families)) {
    const known = historyTable(source, target, train);
    const columns = historyOutOfFold(known, source, target, inner);
    const held = historyOf(known, source, test);
    historyColumns(source).forEach((name, i) => {
      push(name, source.family, columns[i]!, held[i]!);
    });
    tables.push(known);
  }
  return { train: table(trainColumns), test: table(testColumns), tables, families: kinds };
}

/**
 * What {@link foldFeatures} gives for some of the families, out of what it gave for more of them on the same rows: the very
 * same numbers, nothing computed anew.
 *
 * @param whole features of families among which are all of `families`
 */
export function featuresOfFamilies(
  whole: FoldFeatures,
  tracks: TrackRows,
  fixed: FixedFeatures,
  families: readonly Family[],
): FoldFeatures {
  const sources = historySources(tracks, families);
  const wanted = new Set([
    ...Object.keys(fixed.columns).filter((name) => families.includes(fixed.family[name]!)),
    ...sources.flatMap(historyColumns),
  ]);
  const places = [...whole.train.columns.keys()].filter((c) => wanted.has(whole.train.columns[c]!.name));
  if (places.length !== wanted.size) {
    throw new RangeError(`${wanted.size} columns of ${families.join(', ')} wanted, found ${places.length}`);
  }
  const part = ({ rows, columns }: Table): Table => ({ rows, columns: places.map((c) => columns[c]!) });
  const named = new Map(whole.tables.map((known) => [known.name, known]));
  return {
    train: part(whole.train),
    test: part(whole.test),
    tables: sources.map(({ name }) => named.get(name)!),
    families: places.map((c) => whole.families[c]!),
  };
}

/**
 * Features of tracks from tables that were fitted before, in the order of {@link foldFeatures}.
 *
 * @param tables one for each source of the families, in their order
 */
export function featuresFrom(
  tracks: TrackRows,
  fixed: FixedFeatures,
  families: readonly Family[],
  tables: readonly HistoryTable[],
  rows: Uint32Array,
): Table {
  const columns: Column[] = [];
  for (const [name, values] of Object.entries(fixed.columns)) {
    if (families.includes(fixed.family[name]!)) {
      columns.push({ kind: 'numeric', name, values: at(values, rows) });
    }
  }
  historySources(tracks, families).forEach((source, s) => {
    const values = historyOf(tables[s]!, source, rows);
    historyColumns(source).forEach((name, i) => {
      columns.push({ kind: 'numeric', name, values: values[i]! });
    });
  });
  return table(columns);
}

function at(values: Float64Array, rows: Uint32Array): Float32Array {
  const out = new Float32Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]!]!;
  return out;
}

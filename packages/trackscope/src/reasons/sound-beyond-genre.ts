import {
  encoderGroups,
  type FixedFeatures,
  featureName,
  foldFeatures,
  type Protocol,
  protocolNamed,
  protocolPlan,
  type TrackRows,
  type UnitRows,
} from '@trackscope/catalogue';
import {
  type BoostedOptions,
  boosted,
  type NumericColumn,
  r2,
  type Table,
  type WorkerPool,
} from '@trackscope/learn';
import { tableBins } from '../honest/table-bins.js';
import type { InteractionTest, SoundBeyondGenre } from '../workspace/format.js';
import { spreadOf } from './driver-meter.js';

/** Pairs whose product was published as helpful. */
export const PUBLISHED_INTERACTIONS: readonly (readonly [string, string])[] = [
  ['energy', 'valence'],
  ['loudness', 'danceability'],
];

export interface BeyondRun {
  readonly pool?: WorkerPool;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface BeyondOptions {
  /** Into how many folds the rows are divided. Default 5. */
  readonly folds?: number;
  /** How many of these are judged. Default 3. */
  readonly judged?: number;
  readonly seed?: number;
  /** How the models are fitted, over the defaults here. */
  readonly settings?: Partial<BoostedOptions>;
}

/**
 * Without chance: differences of a few thousandths are asked for, and drawing rows or columns blurs them. Twice as many steps of
 * half the size change R² by less than it differs from fold to fold.
 */
const SETTINGS: Partial<BoostedOptions> = {
  nEstimators: 50,
  learningRate: 0.2,
  maxDepth: 5,
  minChildWeight: 30,
  seed: 0,
};

/**
 * What sound adds once genre is known, and whether the published products add anything to both: R² under the protocol
 * `at-release-new` (artists held out together, sound and genre alone), the same folds for all.
 *
 * @returns nulls where the catalogue lacks sound or genre
 */
export async function soundBeyondGenre(
  tracks: TrackRows,
  fixed: FixedFeatures,
  unit: UnitRows,
  options: BeyondOptions = {},
  run: BeyondRun = {},
): Promise<{ beyond: SoundBeyondGenre | null; interactions: InteractionTest[] }> {
  const { folds = 5, judged = 3, seed = 0 } = options;
  const settings = { ...SETTINGS, ...options.settings };
  if (tracks.genres.size === 0 || !Object.values(fixed.family).includes('sound')) {
    return { beyond: null, interactions: [] };
  }
  const protocol: Protocol = protocolNamed('at-release-new');
  const plan = protocolPlan(tracks, unit, protocol, folds, seed);
  const groups = encoderGroups(tracks, protocol);
  const pairs = PUBLISHED_INTERACTIONS.filter((pair) =>
    pair.every((name) => name in fixed.columns && fixed.family[name] === 'sound'),
  );
  const scores = {
    genre: [],
    sound: [],
    both: [],
    ...Object.fromEntries(pairs.map((p) => [keyOf(p), []])),
  } as Record<string, number[]>;
  const total = judged * Object.keys(scores).length;
  let done = 0;
  let rows = 0;
  for (const fold of plan.folds.slice(0, judged)) {
    const train = Uint32Array.from(fold.train, (i) => unit.rows[i]!);
    const test = Uint32Array.from(fold.test, (i) => unit.rows[i]!);
    const features = foldFeatures(tracks, fixed, ['sound', 'genre'], unit.target, groups, train, test);
    const learned = Float64Array.from(train, (row) => unit.target[row]!);
    const actual = Float64Array.from(test, (row) => unit.target[row]!);
    rows += test.length;
    // One table of bins for all questions: each takes its columns.
    const bins = tableBins(pairs.reduce(withProduct, features.train), {
      columns: fixed.columns,
      rows: train,
    });
    const score = async (name: string, change: (data: Table) => Table) => {
      run.signal?.throwIfAborted();
      const data = change(features.train);
      const model = await boosted.fit(data, learned, settings, {
        bins: bins.pick(data.columns.map((column) => column.name)),
        ...(run.pool ? { pool: run.pool } : {}),
        ...(run.signal ? { signal: run.signal } : {}),
      });
      scores[name]!.push(r2(actual, model.predict(change(features.test))));
      run.onProgress?.(++done, total);
    };
    const only = (family: string) => (data: Table) => ({
      rows: data.rows,
      columns: data.columns.filter((_, i) => features.families[i] === family),
    });
    await score('genre', only('genre'));
    await score('sound', only('sound'));
    await score('both', (data) => data);
    for (const pair of pairs) await score(keyOf(pair), (data) => withProduct(data, pair));
  }
  const gains = (name: string, over: string) => spreadOf(scores[name]!.map((s, i) => s - scores[over]![i]!));
  const of = { protocol: protocol.name, unit: unit.unit, folds: judged, rows };
  return {
    beyond: {
      ...of,
      genre: spreadOf(scores.genre!),
      sound: spreadOf(scores.sound!),
      both: spreadOf(scores.both!),
      gain: gains('both', 'genre'),
    },
    interactions: pairs.map((pair) => ({
      ...of,
      columns: [pair[0], pair[1]],
      titles: [featureName(pair[0]).title, featureName(pair[1]).title],
      model: 'boosted',
      gain: gains(keyOf(pair), 'both'),
    })),
  };
}

function keyOf([a, b]: readonly [string, string]): string {
  return `${a} × ${b}`;
}

/** The table with the product of two columns as one more. */
function withProduct(data: Table, pair: readonly [string, string]): Table {
  const [a, b] = pair.map(
    (name) => data.columns.find((c): c is NumericColumn => c.kind === 'numeric' && c.name === name)!,
  );
  const values = Float32Array.from(a!.values, (value, i) => value * b!.values[i]!);
  return { rows: data.rows, columns: [...data.columns, { kind: 'numeric', name: keyOf(pair), values }] };
}

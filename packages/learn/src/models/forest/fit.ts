import { ensureKernels } from '../../kernels/bundled.js';
import { mapTasks } from '../../parallel/in-thread.js';
import { binTableOn } from '../../table/bins.js';
import { schemaOf, type Table } from '../../table/table.js';
import { checkBins } from '../../table/table-bins.js';
import type { FitRun, Target } from '../contract.js';
import { checkFitInput } from '../fit-input.js';
import { growForest } from './grow-task.js';
import { ForestModel } from './model.js';
import { type ForestOptions, forestOptions } from './options.js';
import { outOfBag } from './out-of-bag.js';
import { type BinnedForestData, prepareForest, prepareRows } from './prepare.js';
import { forestRuns } from './runs.js';
import { growSettings } from './settings.js';
import type { ForestTree } from './trees.js';

/** Importances as scikit-learn has them: each tree's sum to 1 (trees without a split left out), then their mean. */
function importances(gains: readonly Float64Array[], columns: number): Float64Array {
  const mean = new Float64Array(columns);
  for (const own of gains) {
    const total = own.reduce((sum, v) => sum + v, 0);
    if (total > 0) for (let c = 0; c < columns; c++) mean[c] += own[c] / total;
  }
  const sum = mean.reduce((all, v) => all + v, 0);
  return sum > 0 ? mean.map((v) => v / sum) : mean;
}

/** The caller's bins, or some of our own. */
async function binsOf(data: Table, maxBin: number, run: FitRun): Promise<BinnedForestData['bins']> {
  const given = run.bins?.of(maxBin);
  if (given) checkBins(given, data);
  return given ?? binTableOn(run.pool, data, maxBin, undefined, run.signal);
}

/**
 * Fits a forest. `engine` chooses WebAssembly (where it runs) or the plain TypeScript twin; the trees are the same.
 * @throws LearnError as the contract says
 */
export async function fitForest(
  data: Table,
  target: Target,
  given: Partial<ForestOptions> = {},
  run: FitRun = {},
  engine: 'wasm' | 'plain' = 'wasm',
): Promise<ForestModel> {
  const options = forestOptions(given);
  checkFitInput(data, target, run.weights);
  run.signal?.throwIfAborted();
  if (engine === 'wasm') await ensureKernels();
  const shared = run.pool?.threads ?? false;
  const prepared =
    options.maxBin === null
      ? prepareForest(data, target, run.weights, shared)
      : {
          ...prepareRows(data, target, run.weights, shared),
          bins: await binsOf(data, options.maxBin, run),
        };
  const { featureBits } = growSettings(prepared, options);
  const total = options.nEstimators;
  const trees: ForestTree[] = new Array(total);
  const gains: Float64Array[] = new Array(total);
  let done = 0;
  await mapTasks(
    // workers have no twins
    engine === 'wasm' ? run.pool : undefined,
    growForest,
    { data: prepared, options, engine },
    Array.from({ length: total }, (_, tree) => tree),
    {
      signal: run.signal,
      onResult: ({ nodes, leafWeights, depth, gains: own, path }, tree) => {
        trees[tree] = { nodes, leafWeights, depth };
        gains[tree] = own;
        forestRuns[path === 'wasm' ? 'grownWasm' : 'grownPlain']++;
        run.onProgress?.({ done: ++done, total });
      },
    },
  );
  return new ForestModel({
    schema: schemaOf(data),
    options,
    trainingRows: data.rows,
    trees,
    importances: importances(gains, data.columns.length),
    oob: options.oob
      ? outOfBag(trees, featureBits, options, data, target, prepared.drawable, engine)
      : undefined,
  });
}

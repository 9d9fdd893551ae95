import { binTableOn } from '../../table/bins.js';
import { alignTable, schemaOf, type Table } from '../../table/table.js';
import { checkBins } from '../../table/table-bins.js';
import type { FitRun, Learner, Target } from '../contract.js';
import { checkFitInput } from '../fit-input.js';
import { checkFloat32, checkMonotone } from './checks.js';
import { type BinnedRun, fitBinned } from './fit.js';
import { readBoostedJson } from './json.js';
import { BoostedModel } from './model.js';
import { checkTarget } from './objective.js';
import { type BoostedOptions, boostedDefaults, completeOptions } from './options.js';
import { shareBoosted } from './shared-fits.js';

function joined(first: Target, second: Target | undefined, rest: number): Float32Array {
  const out = new Float32Array(first.length + rest).fill(1);
  out.set(first);
  if (second) out.set(second, first.length);
  return out;
}

async function fit(
  data: Table,
  target: Target,
  given: Partial<BoostedOptions> = {},
  run: FitRun = {},
): Promise<BoostedModel> {
  const options = completeOptions(given);
  checkFitInput(data, target, run.weights);
  checkFloat32(target);
  checkTarget(options.objective, target);
  checkMonotone(data, options);
  const { validation } = options;
  const watched = validation && alignTable(schemaOf(data), validation.data);
  if (validation && watched) {
    checkFitInput(watched, validation.target, validation.weights);
    checkFloat32(validation.target);
    checkTarget(options.objective, validation.target);
  }
  const shared = watched ? undefined : run.bins?.of(options.maxBin);
  if (shared) checkBins(shared, data);
  const binned = shared ?? (await binTableOn(run.pool, data, options.maxBin, watched, run.signal));
  const weighted = run.weights !== undefined || validation?.weights !== undefined;
  const rest = watched?.rows ?? 0;
  const binnedRun: BinnedRun = {
    ...run,
    ...(rest > 0 ? { watched: Uint32Array.from({ length: rest }, (_, i) => data.rows + i) } : {}),
  };
  const ones = () => new Float32Array(data.rows).fill(1);
  const result = await fitBinned(binned, joined(target, validation?.target, rest), options, {
    ...binnedRun,
    ...(weighted ? { weights: joined(run.weights ?? ones(), validation?.weights, rest) } : {}),
  });
  const { validation: _, ...kept } = options;
  return new BoostedModel(
    {
      schema: binned.schema,
      trees: result.ensemble,
      options: kept,
      bestRound: result.bestRound,
      history: result.history,
    },
    { kernel: result.path, threads: result.threads },
  );
}

/**
 * Gradient boosted trees on histograms, with the options and meaning of XGBoost's `hist`. NaN and unseen categories are missing values,
 * with a learned direction at every split. The same seed gives the same model on any number of threads.
 */
export const boosted: Learner<BoostedOptions, BoostedModel> = {
  name: 'boosted',
  defaults: boostedDefaults,
  fit,
  fromJSON: (json) => new BoostedModel(readBoostedJson(json)),
  share: (data, target, weights) => shareBoosted(fit, data, target, weights),
};

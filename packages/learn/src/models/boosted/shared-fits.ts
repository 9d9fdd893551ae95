import { type BinnedTable, binTable } from '../../table/bins.js';
import { type Table, takeRows } from '../../table/table.js';
import type { FitRun, Learner, SharedFits, SharedRun, Target } from '../contract.js';
import { checkFitInput } from '../fit-input.js';
import { checkFloat32, checkMonotone } from './checks.js';
import { fitBinned } from './fit.js';
import { BoostedModel } from './model.js';
import { checkTarget } from './objective.js';
import { type BoostedOptions, completeOptions } from './options.js';

/**
 * Fits that share one binned table for each `maxBin`; its cuts are those of all rows. With options that hold rows to
 * watch, which need bins of their own, a fit shares nothing.
 */
export function shareBoosted(
  fit: Learner<BoostedOptions, BoostedModel>['fit'],
  data: Table,
  target: Target,
  weights: FitRun['weights'],
): SharedFits<BoostedOptions, BoostedModel> {
  checkFitInput(data, target, weights);
  checkFloat32(target);
  const labels = Float32Array.from(target);
  const rowWeights = weights && Float32Array.from(weights);
  const bins = new Map<number, BinnedTable>();

  function binsFor(maxBin: number): BinnedTable {
    const made = bins.get(maxBin) ?? binTable(data, maxBin);
    bins.set(maxBin, made);
    return made;
  }

  function fitAlone(rows: Uint32Array, options: BoostedOptions, run: SharedRun): Promise<BoostedModel> {
    const own = weights && Float32Array.from(rows, (row) => weights[row]);
    return fit(
      takeRows(data, rows),
      Float32Array.from(rows, (row) => target[row]),
      options,
      { ...run, ...(own && { weights: own }) },
    );
  }

  async function fitRows(
    rows: Uint32Array,
    given: Partial<BoostedOptions> = {},
    run: SharedRun = {},
  ): Promise<BoostedModel> {
    const options = completeOptions(given);
    if (options.validation) return fitAlone(rows, options, run);
    checkTarget(options.objective, target);
    checkMonotone(data, options);
    const binned = binsFor(options.maxBin);
    const found = await fitBinned(binned, labels, options, {
      ...run,
      rows,
      ...(rowWeights && { weights: rowWeights }),
    });
    const { validation: _, ...kept } = options;
    return new BoostedModel(
      {
        schema: binned.schema,
        trees: found.ensemble,
        options: kept,
        bestRound: found.bestRound,
        history: found.history,
      },
      { kernel: found.path, threads: found.threads },
    );
  }

  return { fitRows };
}

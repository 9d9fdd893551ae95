import { LearnError } from '../../errors.js';
import { type Table, takeRows } from '../../table/table.js';
import { checkBins } from '../../table/table-bins.js';
import type { FitRun, Learner, SharedFits, Target } from '../contract.js';
import { checkFitInput } from '../fit-input.js';
import { type Cells, makeCells } from './cells.js';
import { type FitRows, fitCells } from './fit.js';
import { readGlassboxJson } from './json.js';
import { GlassboxModel } from './model.js';
import { completeGlassbox, type GlassboxOptions, glassboxDefaults } from './options.js';
import { pick } from './weights.js';

/**
 * An additive model that can be read: a curve a column and a surface for each of the strongest pairs, by cyclic gradient
 * boosting on bins (Lou, Caruana and Gehrke 2012; Lou, Caruana, Gehrke and Hooker 2013, "GA²M"; known as the explainable
 * boosting machine, Nori et al. 2019). Steps on a numeric column are trees of a few leaves; on a coded column every level
 * moves by itself, rare ones shrunk; missing values and unseen levels have a bin of their own. A prediction is the
 * intercept and one number a term, nothing else. A column on which no step gains is left alone for 1, then 2, 4 and at
 * most 8 rounds before it is tried again.
 *
 * Rows of weight 0 are left out. The same options give the same model on every machine; a pool is not used.
 */
export const glassbox: Learner<GlassboxOptions, GlassboxModel> = {
  name: 'glassbox',
  defaults: glassboxDefaults,
  fit,
  fromJSON: (json) => new GlassboxModel(readGlassboxJson(json)),
  share,
};

async function fit(
  data: Table,
  target: Target,
  given: Partial<GlassboxOptions> = {},
  run: FitRun = {},
): Promise<GlassboxModel> {
  const options = completeGlassbox(given);
  checkFitInput(data, target, run.weights);
  checkColumns(data, options);
  checkTarget(target, options);
  run.signal?.throwIfAborted();
  const rows = new Uint32Array(data.rows).map((_, row) => row);
  const kept = keptRows(rows, target, run.weights);
  // Bins come from the rows that count.
  const used = kept.rows.length === data.rows ? data : takeRows(data, kept.rows);
  const bins = used === data ? run.bins?.of(options.maxBins) : undefined;
  if (bins) checkBins(bins, data);
  const cells = makeCells(used, options.maxBins, bins);
  const own = { ...kept, rows: rows.subarray(0, used.rows) };
  return fitCells(cells, own, groupsOf(options, rows, kept.rows), run);
}

/** Fits that share one table of bins for each `maxBins`; its edges are those of all rows. */
function share(
  data: Table,
  target: Target,
  weights?: FitRun['weights'],
): SharedFits<GlassboxOptions, GlassboxModel> {
  checkFitInput(data, target, weights);
  const made = new Map<number, Cells>();
  return {
    fitRows: async (rows, given = {}, run = {}) => {
      const options = completeGlassbox(given);
      checkColumns(data, options);
      checkTarget(target, options);
      const kept = keptRows(rows, target, weights);
      if (kept.rows.length === 0)
        throw new LearnError(
          'empty-table',
          `a fit needs at least one row that counts, found ${rows.length} of weight 0`,
        );
      const cells = made.get(options.maxBins) ?? makeCells(data, options.maxBins);
      made.set(options.maxBins, cells);
      return fitCells(cells, kept, groupsOf(options, rows, kept.rows), run);
    },
  };
}

/** Rows of weight above 0; weights that are all the same are as good as none. */
function keptRows(rows: Uint32Array, target: Target, weights: FitRun['weights']): FitRows {
  const kept = weights ? rows.filter((row) => weights[row]! > 0) : rows;
  const own = weights && pick(weights, kept);
  return {
    rows: kept,
    target: pick(target, kept),
    weights: own?.some((weight) => weight !== own[0]) ? own : undefined,
  };
}

/** The options with the groups of the kept rows only. */
function groupsOf(options: GlassboxOptions, rows: Uint32Array, kept: Uint32Array): GlassboxOptions {
  const { groups } = options;
  if (!groups) return options;
  if (groups.length !== rows.length)
    throw new LearnError(
      'bad-option',
      `option groups must have one entry a row: expected ${rows.length}, found ${groups.length}`,
    );
  if (kept.length === rows.length) return options;
  const wanted = new Set(kept);
  const own: (string | number)[] = [];
  rows.forEach((row, i) => {
    if (wanted.has(row)) own.push(groups[i]!);
  });
  return { ...options, groups: own as string[] | number[] };
}

function checkColumns(data: Table, options: GlassboxOptions): void {
  for (const [name, direction] of Object.entries(options.monotone)) {
    const column = data.columns.find((c) => c.name === name);
    const names = data.columns.map((c) => c.name).join(', ');
    if (!column)
      throw new LearnError('bad-option', `option monotone names column "${name}"; the table has ${names}`);
    if (![-1, 0, 1].includes(direction))
      throw new LearnError(
        'bad-option',
        `option monotone of "${name}" must be -1, 0 or 1, found ${direction}`,
      );
    if (column.kind === 'coded' && direction !== 0)
      throw new LearnError('bad-option', `option monotone of "${name}": only numeric columns have an order`);
  }
}

function checkTarget(target: Target, options: GlassboxOptions): void {
  if (options.objective !== 'logistic') return;
  for (let row = 0; row < target.length; row++)
    if (!(target[row]! >= 0 && target[row]! <= 1))
      throw new LearnError(
        'target-value',
        `the target has ${target[row]} in row ${row} (counting from 0), expected 0 to 1 for logistic`,
      );
}

import { LearnError } from '../errors.js';
import type { FitRun, Learner, Model, Target } from '../models/contract.js';
import type { SplitPlan } from '../split/plan.js';
import type { Table } from '../table/table.js';
import { type BoundNote, boundNotes } from './bounds.js';
import { type Spread, spreadOf } from './cross-validate.js';
import { type FoldData, foldData, foldRun } from './fold-data.js';
import { metrics } from './metrics.js';
import {
  type CandidateFold,
  type CandidateScores,
  resumeFrom,
  type SearchState,
  searchIdentity,
} from './search-state.js';
import {
  type Candidate,
  type Distribution,
  gridCandidates,
  type SearchGrid,
  type SearchSpace,
  sampleCandidates,
  spaceEntries,
} from './space.js';

/** What to try. */
export type SearchWhat<Options extends object> =
  /** Candidates drawn at random: `count` of them (default 40), with `seed` (default 42). */
  | { readonly space: SearchSpace<Options>; readonly count?: number; readonly seed?: number }
  /** Every combination. */
  | { readonly grid: SearchGrid<Options> };

/** Settings of a search. */
export interface SearchOptions<Options extends object> {
  /** Options that all candidates share. Default: the learner's defaults. */
  readonly fixed?: Partial<Options>;
  /** What the best candidate is best in, by the mean over folds. Default: `r2`. */
  readonly score?: 'r2' | 'rmse' | 'mae';
  /** The state of an interrupted search of the same data, plan and candidates, to go on from. */
  readonly resume?: unknown;
}

/** What surrounds a search. */
export interface SearchRun extends FitRun {
  /** Called after every candidate with all that is needed to resume; store it, and the search can be killed. */
  readonly onState?: (state: SearchState) => void | Promise<void>;
}

/** A candidate with its figures over the folds. */
export interface ScoredCandidate extends CandidateScores {
  readonly mae: Spread;
  readonly rmse: Spread;
  readonly r2: Spread;
  /** 1 for the best; equal scores in the order of candidates. */
  readonly rank: number;
}

/** What a search found. */
export interface SearchResult {
  readonly score: 'r2' | 'rmse' | 'mae';
  /** Every candidate, in the order tried. */
  readonly candidates: readonly ScoredCandidate[];
  readonly best: ScoredCandidate;
  /** Options whose best value lies at an end of what was tried. */
  readonly bounds: readonly BoundNote[];
  /** Candidates taken over from `resume`. */
  readonly resumed: number;
  readonly state: SearchState;
}

/**
 * Tries candidates on the folds of a plan. Rows of folds are taken out once and shared by all candidates, and so are
 * the workers of `run.pool`. Every row held out counts once in the scores, whatever its weight. The same seed gives the
 * same candidates and scores; interrupted and resumed, a search ends as if it had not been. Progress counts fits
 * (candidates × folds), in fractions while one is running.
 *
 * @throws LearnError `search-space`, `search-state`, `search-score`, `bad-plan`, or whatever the learner throws; the
 *   signal's reason when aborted
 */
export async function search<Options extends object, M extends Model>(
  learner: Learner<Options, M>,
  data: Table,
  target: Target,
  plan: SplitPlan,
  what: SearchWhat<Options>,
  options: SearchOptions<Options> = {},
  run: SearchRun = {},
): Promise<SearchResult> {
  const { fixed = {}, score = 'r2' } = options;
  const { entries, candidates } = tryWhat(what);
  const sides = foldData(data, target, plan, run.weights);
  const identity = searchIdentity(learner.name, data, target, run.weights, plan, candidates, fixed);
  const resumed = options.resume ? resumeFrom(options.resume, identity, candidates, plan) : [];
  const finished: CandidateScores[] = [...resumed];
  const stateNow = (): SearchState => ({
    format: 'trackscope-search',
    version: 1,
    identity,
    finished: [...finished],
  });
  const total = candidates.length * sides.length;
  run.onProgress?.({ done: finished.length * sides.length, total });

  while (finished.length < candidates.length) {
    const index = finished.length;
    const folds: CandidateFold[] = [];
    for (const side of sides) {
      run.signal?.throwIfAborted();
      const before = index * sides.length + folds.length;
      const report = (part: number) => run.onProgress?.({ done: before + part, total });
      folds.push(
        await judge(learner, side, { ...fixed, ...candidates[index] } as Partial<Options>, run, report),
      );
      report(1);
    }
    const bad = folds.findIndex((fold) => !Number.isFinite(fold[score]));
    if (bad >= 0) {
      throw new LearnError(
        'search-score',
        `candidate ${index}, fold ${bad + 1}: ${score} is ${folds[bad][score]} on ${folds[bad].rows} rows held out`,
      );
    }
    finished.push({ index, options: candidates[index], folds });
    await run.onState?.(stateNow());
  }

  const scored = rank(finished, score);
  const best = scored.find((candidate) => candidate.rank === 1)!;
  const bounds = boundNotes(best.options, entries);
  return { score, candidates: scored, best, bounds, resumed: resumed.length, state: stateNow() };
}

function tryWhat<Options extends object>(what: SearchWhat<Options>) {
  if ('space' in what) {
    const { space, count = 40, seed = 42 } = what;
    return { entries: spaceEntries(space), candidates: sampleCandidates(space, count, seed) };
  }
  const entries = Object.entries<readonly Candidate[string][] | undefined>(what.grid).map(
    ([name, choice]): [string, Distribution] => [name, { choice: choice ?? [] }],
  );
  return { entries, candidates: gridCandidates(what.grid) };
}

async function judge<Options extends object, M extends Model>(
  learner: Learner<Options, M>,
  side: FoldData,
  options: Partial<Options>,
  run: FitRun,
  report: (part: number) => void,
): Promise<CandidateFold> {
  const within = foldRun(run, side.trainWeights, ({ done, total }) => report(done / total));
  const started = performance.now();
  const model = await learner.fit(side.train, side.trainTarget, options, within);
  const fitSeconds = (performance.now() - started) / 1000;
  return { ...metrics(side.testTarget, model.predict(side.test)), fitSeconds };
}

function rank(finished: readonly CandidateScores[], score: 'r2' | 'rmse' | 'mae'): ScoredCandidate[] {
  const spread = (found: CandidateScores, name: 'mae' | 'rmse' | 'r2') =>
    spreadOf(found.folds.map((fold) => fold[name]));
  const sign = score === 'r2' ? -1 : 1;
  const means = finished.map((found) => sign * spread(found, score).mean);
  const order = finished.map((_, i) => i).sort((a, b) => means[a] - means[b] || a - b);
  const ranks = new Map(order.map((index, place) => [index, place + 1]));
  return finished.map((found, i) => ({
    ...found,
    mae: spread(found, 'mae'),
    rmse: spread(found, 'rmse'),
    r2: spread(found, 'r2'),
    rank: ranks.get(i)!,
  }));
}

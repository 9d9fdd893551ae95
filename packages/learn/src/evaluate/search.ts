import { LearnError } from '../errors.js';
import type { FitRun, Learner, Model, Progress, Target } from '../models/contract.js';
import type { SplitPlan } from '../split/plan.js';
import type { Table } from '../table/table.js';
import { type BoundNote, boundNotes } from './bounds.js';
import { type Spread, spreadOf } from './cross-validate.js';
import { type TestSide, testSides, trainSide } from './fold-data.js';
import { runLanes } from './lanes.js';
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
 * Tries candidates on the folds of a plan. Candidates share the rows of the folds, the workers of `run.pool`, and what
 * the learner can share: with `boosted` all fits use one binned table (its cuts are those of all rows, not of a fold's),
 * one fit a worker at a time. Every row held out counts once in the scores, whatever its weight. The same seed gives the
 * same candidates and scores; interrupted and resumed, a search ends as if it had not been. Progress counts fits
 * (candidates × folds), in fractions while they are running.
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
  const sides = testSides(data, target, plan, run.weights);
  const identity = searchIdentity(learner.name, data, target, run.weights, plan, candidates, fixed);
  const resumed = options.resume ? resumeFrom(options.resume, identity, candidates, plan) : [];
  const finished: CandidateScores[] = [...resumed];
  const stateNow = (): SearchState => ({
    format: 'trackscope-search',
    version: 1,
    identity,
    finished: [...finished],
  });

  const perCandidate = sides.length;
  const total = candidates.length * perCandidate;
  const parts = new Float64Array(total).fill(1, 0, finished.length * perCandidate);
  const report = (job: number, part: number) => {
    parts[job] = Math.max(parts[job], part);
    run.onProgress?.({ done: parts.reduce((sum, done) => sum + done, 0), total });
  };
  const folds = candidates.map((): (CandidateFold | undefined)[] => new Array(perCandidate).fill(undefined));
  let stored: Promise<void> = Promise.resolve(); // one state at a time, in order
  const { judge, lanes } = judgeOf(learner, data, target, sides, run);
  const jobs = Array.from(parts.keys()).slice(finished.length * perCandidate);
  run.onProgress?.({ done: finished.length * perCandidate, total });

  await runLanes(jobs, lanes, run.signal, async (job, signal) => {
    const candidate = Math.floor(job / perCandidate);
    const fold = job % perCandidate;
    const tried = { ...fixed, ...candidates[candidate] } as Partial<Options>;
    const found = await judge(fold, tried, signal, (part) => report(job, part));
    if (!Number.isFinite(found[score])) {
      throw new LearnError(
        'search-score',
        `candidate ${candidate}, fold ${fold + 1}: ${score} is ${found[score]} on ${found.rows} rows held out`,
      );
    }
    folds[candidate][fold] = found;
    report(job, 1);
    // Candidates may end out of order; a state holds those before the first that is not yet done.
    while (finished.length < candidates.length) {
      const index = finished.length;
      const done = folds[index].filter((entry) => entry !== undefined);
      if (done.length < perCandidate) break;
      finished.push({ index, options: candidates[index], folds: done });
      const state = stateNow();
      stored = stored.then(() => run.onState?.(state));
    }
    await stored;
  });

  const scored = rank(finished, score);
  const best = scored.find((candidate) => candidate.rank === 1)!;
  const bounds = boundNotes(best.options, entries);
  return { score, candidates: scored, best, bounds, resumed: resumed.length, state: stateNow() };
}

type Judge<Options> = (
  fold: number,
  options: Partial<Options>,
  signal: AbortSignal,
  report: (part: number) => void,
) => Promise<CandidateFold>;

/** How a fit on a fold is made and scored, and how many can be made at a time. */
function judgeOf<Options extends object, M extends Model>(
  learner: Learner<Options, M>,
  data: Table,
  target: Target,
  sides: readonly TestSide[],
  run: FitRun,
): { judge: Judge<Options>; lanes: number } {
  const shared = learner.share?.(data, target, run.weights);
  const lanes = shared && run.pool?.threads ? run.pool.size : 1;
  const trainSides = shared ? [] : sides.map(({ fold }) => trainSide(data, target, fold, run.weights));

  async function judge(
    fold: number,
    options: Partial<Options>,
    signal: AbortSignal,
    report: (part: number) => void,
  ): Promise<CandidateFold> {
    const onProgress = ({ done, total }: Progress) => report(done / total);
    const { test, testTarget, fold: rows } = sides[fold];
    const within = { ...(run.pool && { pool: run.pool }), signal, onProgress };
    const started = performance.now();
    const fit = () => {
      if (shared) return shared.fitRows(rows.train, options, lanes > 1 ? { ...within, threads: 1 } : within);
      const { train, trainTarget, trainWeights } = trainSides[fold];
      return learner.fit(train, trainTarget, options, {
        ...within,
        ...(trainWeights && { weights: trainWeights }),
      });
    };
    const model = await fit();
    const fitSeconds = (performance.now() - started) / 1000;
    return { ...metrics(testTarget, model.predict(test)), fitSeconds };
  }
  return { judge, lanes };
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

import { LearnError } from '../errors.js';
import type { Target } from '../models/contract.js';
import type { SplitPlan } from '../split/plan.js';
import type { Table } from '../table/table.js';
import { Fingerprint, fingerprintPlan, fingerprintTable } from './fingerprint.js';
import type { Metrics } from './metrics.js';
import type { Candidate } from './space.js';

/** How one candidate did on one fold. */
export interface CandidateFold extends Metrics {
  readonly fitSeconds: number;
}

/** How one candidate did. */
export interface CandidateScores {
  /** Its place among the candidates, from 0. */
  readonly index: number;
  /** The options tried. */
  readonly options: Candidate;
  /** One entry a fold, in the order of the plan. */
  readonly folds: readonly CandidateFold[];
}

/** What a search works on, as fingerprints: a state of one search cannot be carried into another. */
export interface SearchIdentity {
  readonly learner: string;
  /** Table, target and weights. */
  readonly data: string;
  readonly plan: string;
  /** Candidates and fixed options. */
  readonly candidates: string;
}

/** How far a search has come: plain JSON data, to be stored and handed back. */
export interface SearchState {
  readonly format: 'trackscope-search';
  readonly version: 1;
  readonly identity: SearchIdentity;
  /** Candidates finished, in order, from the first on. */
  readonly finished: readonly CandidateScores[];
}

/** The identity of a search. */
export function searchIdentity(
  learner: string,
  data: Table,
  target: Target,
  weights: Target | undefined,
  plan: SplitPlan,
  candidates: readonly Candidate[],
  fixed: object,
): SearchIdentity {
  const print = new Fingerprint().text(fingerprintTable(data)).bytes(Float64Array.from(target));
  if (weights) print.bytes(Float64Array.from(weights));
  return {
    learner,
    data: print.hex(),
    plan: fingerprintPlan(plan),
    candidates: new Fingerprint().text(JSON.stringify([candidates, fixed], shortArrays)).hex(),
  };
}

/** Rows inside options (those watched by early stopping) enter as fingerprints, not as text. */
function shortArrays(_: string, value: unknown): unknown {
  return ArrayBuffer.isView(value) ? new Fingerprint().bytes(value).hex() : value;
}

/**
 * The candidates that a stored state has finished.
 * @throws LearnError `search-state` when it is damaged or belongs to another search, saying in what they differ
 */
export function resumeFrom(
  state: unknown,
  identity: SearchIdentity,
  candidates: readonly Candidate[],
  plan: SplitPlan,
): CandidateScores[] {
  if (!isState(state)) throw badState('it is not a trackscope-search state of version 1');
  const names = {
    learner: 'another learner',
    data: 'other data',
    plan: 'another split plan',
    candidates: 'other candidates or fixed options',
  };
  for (const key of ['learner', 'data', 'plan', 'candidates'] as const) {
    if (state.identity[key] !== identity[key]) {
      throw badState(
        `it was made with ${names[key]} (${state.identity[key]}, this search has ${identity[key]})`,
      );
    }
  }
  if (state.finished.length > candidates.length) throw badState('it has more candidates than the search');
  return state.finished.map((found, index) => {
    const sound =
      found.index === index &&
      JSON.stringify(found.options) === JSON.stringify(candidates[index]) &&
      Array.isArray(found.folds) &&
      found.folds.length === plan.folds.length &&
      found.folds.every((fold) => [fold?.mae, fold?.rmse, fold?.r2].every(Number.isFinite));
    if (!sound) throw badState(`candidate ${index} is damaged`);
    return found;
  });
}

function isState(state: unknown): state is SearchState {
  const given: Partial<Record<keyof SearchState, unknown>> = typeof state === 'object' && state ? state : {};
  return (
    given.format === 'trackscope-search' &&
    given.version === 1 &&
    typeof given.identity === 'object' &&
    given.identity !== null &&
    Array.isArray(given.finished) &&
    given.finished.every((entry) => typeof entry === 'object' && entry !== null)
  );
}

function badState(what: string): LearnError {
  return new LearnError('search-state', `the search cannot be resumed from this state: ${what}`);
}

import { type GlassboxObjective, type LossRows, meanLoss, workingRows } from './loss.js';
import { BLOCK, CODES, gatherSums, gatherWeights, type Space, takeSteps } from './space.js';
import type { Stepper, StepRules } from './steps.js';

/** What is boosted: a space with rows to learn from first and rows to watch behind them. */
export interface Boosting {
  readonly space: Space;
  readonly objective: GlassboxObjective;
  readonly rows: LossRows;
  /** Rows from here on are watched. */
  readonly train: number;
  readonly rules: Omit<StepRules, 'threshold' | 'started'>;
  readonly minGain: number;
  readonly rounds: number;
  readonly earlyStoppingRounds: number;
}

/** What came of it. */
export interface Boosted {
  /** {@link CODES} values a term, not centred. */
  readonly values: readonly Float64Array[];
  /** Rounds that the values are of. */
  readonly rounds: number;
}

/** Share of the first residual variance below which there is nothing left but rounding. */
const SETTLED = 1e-20;

/** A column without a gain is left alone for 1, 2, 4, at most 8 rounds, which pairs that join in do not cut short. */
const LONGEST_SLEEP = 8;

/** What a term that has shown itself must gain by a further cut, as a share of what the first had to: it is not to be left half way. */
const LATER = 1 / 3;

/** A column of the space that is boosted. */
interface Term {
  readonly column: number;
  readonly stepper: Stepper;
  readonly values: Float64Array;
  /** Weight of every bin. */
  weights: Float64Array;
  /** Rounds still to be left alone, and how many there were the last time. */
  wait: number;
  sleep: number;
  started: boolean;
}

/** Cyclic boosting: block after block of columns, each with a step on what the others left. */
export class Booster {
  private readonly terms: Term[] = [];

  constructor(private readonly job: Boosting) {
    this.startRows();
  }

  /**
   * Boosts the next columns of the space as well.
   *
   * @param start what they say already; it is in the margins of the rows. Default: nothing
   */
  add(steppers: readonly Stepper[], start: readonly Float64Array[] = []): void {
    const { space, train } = this.job;
    const columns = steppers.map((_, i) => this.terms.length + i);
    const weights = gatherWeights(space, columns, train);
    steppers.forEach((stepper, i) => {
      const values = start[i]?.slice() ?? new Float64Array(CODES);
      const started = values.some((value) => value !== 0);
      const column = columns[i]!;
      this.terms.push({ column, stepper, values, weights: weights[i]!, wait: 0, sleep: 0, started });
    });
  }

  /**
   * Goes round until nothing is gained or the rounds are up; a further run goes on from there.
   *
   * @param onRound called after every round; may wait, and throws to end it all
   */
  async run(onRound: (done: number) => Promise<void> | undefined): Promise<Boosted> {
    const { job } = this;
    const { earlyStoppingRounds, train, rows } = job;
    const watching = earlyStoppingRounds > 0 && train < rows.target.length;
    const lossNow = () => meanLoss(job.objective, rows, train, rows.target.length);
    let best = { loss: watching ? lossNow() : 0, rounds: 0, values: this.values() };
    const first = this.variance();
    let done = 0;
    while (done < job.rounds) {
      const variance = job.objective === 'squared' ? this.variance() : 1;
      if (!(variance > first * SETTLED)) break;
      if (!this.round(job.minGain * variance)) break;
      done++;
      if (job.objective === 'logistic' || watching) this.endRound();
      if (watching) {
        const loss = lossNow();
        if (loss < best.loss) best = { loss, rounds: done, values: this.values() };
        else if (done - best.rounds >= earlyStoppingRounds) break;
      }
      const wait = onRound(done);
      if (wait) await wait;
    }
    return watching ? best : { values: this.values(), rounds: done };
  }

  private values(): Float64Array[] {
    return this.terms.map(({ values }) => values.slice());
  }

  private startRows(): void {
    const { objective, rows, space } = this.job;
    workingRows(objective, rows, space.values, space.weights);
  }

  /** Brings the margins up to date and, for a loss whose weights move, the working rows with them. */
  private endRound(): void {
    const { objective, rows, space } = this.job;
    if (objective === 'squared') {
      for (let i = 0; i < rows.margin.length; i++) rows.margin[i] = rows.target[i]! - space.values[i]!;
      return;
    }
    const before = { residual: new Float64Array(space.rows), weights: new Float64Array(space.rows) };
    workingRows(objective, rows, before.residual, before.weights);
    for (let i = 0; i < rows.margin.length; i++) rows.margin[i]! += before.residual[i]! - space.values[i]!;
    this.startRows();
  }

  /** Mean square of what is left. */
  private variance(): number {
    const { space, train } = this.job;
    const { values, weights } = space;
    let sum = 0;
    for (let i = 0; i < train; i++) sum += weights[i]! * values[i]! * values[i]!;
    return sum / this.terms[0]!.weights.reduce((total, weight) => total + weight, 0);
  }

  /** One time round; false when no column, all of them tried, has a step to take. */
  private round(threshold: number): boolean {
    const due = this.terms.filter(({ wait }) => wait === 0);
    for (const term of this.terms) if (term.wait > 0) term.wait--;
    if (this.job.objective === 'logistic') this.weigh(due);
    if (this.steps(due, threshold)) return true;
    if (due.length === this.terms.length) return false;
    for (const term of this.terms) term.wait = 0;
    return this.round(threshold);
  }

  private weigh(due: readonly Term[]): void {
    const columns = due.map(({ column }) => column);
    gatherWeights(this.job.space, columns, this.job.train).forEach((weights, i) => {
      due[i]!.weights = weights;
    });
  }

  private steps(due: readonly Term[], threshold: number): boolean {
    const { space, train, rules } = this.job;
    const first: StepRules = { ...rules, threshold, started: false };
    const later: StepRules = { ...first, threshold: threshold * LATER, started: true };
    let gained = false;
    for (let at = 0; at < due.length; at += BLOCK) {
      const block = due.slice(at, at + BLOCK);
      gatherSums(
        space,
        block.map(({ column }) => column),
        train,
      );
      const moved: number[] = [];
      block.forEach((term, k) => {
        const out = space.steps.subarray(moved.length * CODES, (moved.length + 1) * CODES).fill(0);
        const sums = space.sums.subarray(k * CODES, (k + 1) * CODES);
        if (step(term, sums, term.started ? later : first, out)) moved.push(term.column);
      });
      if (moved.length === 0) continue;
      gained = true;
      space.steps.fill(0, moved.length * CODES);
      takeSteps(space, moved);
    }
    return gained;
  }
}

/** Whether the term has moved. */
function step(term: Term, sums: Float64Array, rules: StepRules, out: Float64Array): boolean {
  const { stepper, weights, values } = term;
  if (!stepper(sums, weights, values, rules, out)) {
    term.sleep = Math.min(LONGEST_SLEEP, Math.max(1, term.sleep * 2));
    term.wait = term.sleep;
    return false;
  }
  term.sleep = 0;
  term.started = true;
  for (let code = 0; code < CODES; code++) values[code]! += out[code]!;
  return true;
}

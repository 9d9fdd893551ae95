import { type GlassboxObjective, type LossRows, meanLoss, workingRows } from './loss.js';
import { BLOCK, type BlockColumns, CODES, type Space, sweep } from './space.js';
import type { Stepper, StepRules } from './steps.js';

/** What is boosted: a space with a column a term, rows to learn from first and rows to watch behind them. */
export interface Boosting {
  readonly space: Space;
  readonly steppers: readonly Stepper[];
  readonly objective: GlassboxObjective;
  readonly rows: LossRows;
  /** Rows from here on are watched. */
  readonly train: number;
  readonly rules: Omit<StepRules, 'threshold' | 'started'>;
  readonly minGain: number;
  readonly rounds: number;
  readonly earlyStoppingRounds: number;
  /** What terms say already, to go on from; it is in the margins of `rows`. Default: nothing. */
  readonly start?: readonly Float64Array[];
  /** Called after every round; may wait, and throws to end it all. */
  readonly onRound: (done: number) => Promise<void> | undefined;
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

/** A column without a gain is left alone for 1, 2, 4, at most 8 rounds. */
const LONGEST_SLEEP = 8;

/** What a term that has shown itself must gain by a further cut, as a share of what the first had to: it is not to be left half way. */
const LATER = 1 / 3;

/** Cyclic boosting: block after block of columns, each with a step on what the others left. */
export class Booster {
  readonly values: Float64Array[];
  private readonly binWeights: Float64Array[];
  private readonly wake: Uint32Array;
  private readonly sleep: Uint8Array;
  private readonly started: Uint8Array;
  private readonly idleBlock: BlockColumns;

  constructor(private readonly job: Boosting) {
    const { space, steppers } = job;
    this.values = steppers.map((_, c) => job.start?.[c]?.slice() ?? new Float64Array(CODES));
    this.binWeights = steppers.map(() => new Float64Array(CODES));
    this.wake = new Uint32Array(steppers.length);
    this.sleep = new Uint8Array(steppers.length);
    this.started = Uint8Array.from(this.values, (values) => (values.some((value) => value !== 0) ? 1 : 0));
    this.idleBlock = [space.zero, space.zero, space.zero, space.zero];
    this.startRows();
    this.weigh(steppers.map((_, c) => c));
  }

  async run(): Promise<Boosted> {
    const { job } = this;
    const { earlyStoppingRounds, train, rows } = job;
    const watching = earlyStoppingRounds > 0 && train < rows.target.length;
    const lossNow = () => meanLoss(job.objective, rows, train, rows.target.length);
    let best = { loss: watching ? lossNow() : 0, rounds: 0, values: this.copy() };
    const first = this.variance();
    let done = 0;
    while (done < job.rounds) {
      const variance = job.objective === 'squared' ? this.variance() : 1;
      if (!(variance > first * SETTLED)) break;
      if (!this.round(done, job.minGain * variance)) break;
      done++;
      if (job.objective === 'logistic' || watching) this.endRound();
      if (watching) {
        const loss = lossNow();
        if (loss < best.loss) best = { loss, rounds: done, values: this.copy() };
        else if (done - best.rounds >= earlyStoppingRounds) break;
      }
      const wait = job.onRound(done);
      if (wait) await wait;
    }
    return watching ? { values: best.values, rounds: best.rounds } : { values: this.values, rounds: done };
  }

  private copy(): Float64Array[] {
    return this.values.map((values) => values.slice());
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

  private variance(): number {
    const { space, train } = this.job;
    let sum = 0;
    let total = 0;
    for (let i = 0; i < train; i++) {
      const w = space.weights ? space.weights[i]! : 1;
      sum += w * space.values[i]! ** 2;
      total += w;
    }
    return total > 0 ? sum / total : 0;
  }

  /** Sums of weights by bin. */
  private weigh(columns: readonly number[]): void {
    const { space, train } = this.job;
    for (const c of columns) {
      const bins = new Uint8Array(space.values.buffer, space.columns[c]!, space.rows);
      const out = this.binWeights[c]!.fill(0);
      const { weights } = space;
      if (weights) for (let i = 0; i < train; i++) out[bins[i]!]! += weights[i]!;
      else for (let i = 0; i < train; i++) out[bins[i]!]!++;
    }
  }

  /** One time round; false when no column, all of them tried, has a step to take. */
  private round(round: number, threshold: number): boolean {
    const due = this.due(round);
    if (this.job.objective === 'logistic') this.weigh(due);
    if (this.steps(due, round, threshold)) return true;
    if (due.length === this.values.length) return false;
    this.wake.fill(round);
    return this.round(round, threshold);
  }

  private due(round: number): number[] {
    const due: number[] = [];
    for (let c = 0; c < this.values.length; c++) if (this.wake[c]! <= round) due.push(c);
    return due;
  }

  private steps(due: readonly number[], round: number, threshold: number): boolean {
    const { space, train } = this.job;
    const first: StepRules = { ...this.job.rules, threshold, started: false };
    const later: StepRules = { ...first, threshold: threshold * LATER, started: true };
    let before = this.idleBlock;
    let gained = false;
    space.steps.fill(0);
    for (let at = 0; at < due.length; at += BLOCK) {
      const block = due.slice(at, at + BLOCK);
      const address = (k: number) => (block[k] === undefined ? space.zero : space.columns[block[k]]!);
      const next: BlockColumns = [address(0), address(1), address(2), address(3)];
      this.sweepAll(before, next, train);
      space.steps.fill(0);
      let moved = false;
      block.forEach((c, k) => {
        if (this.step(c, k, this.started[c] ? later : first, round)) moved = true;
      });
      if (moved) gained = true;
      before = moved ? next : this.idleBlock;
    }
    if (before !== this.idleBlock) this.sweepAll(before, this.idleBlock, train);
    return gained;
  }

  private sweepAll(before: BlockColumns, next: BlockColumns, train: number): void {
    const { space } = this.job;
    sweep(space, before, next, 0, train, space.sums);
    if (train < space.rows && before !== this.idleBlock)
      sweep(space, before, this.idleBlock, train, space.rows, space.idle);
  }

  private step(c: number, k: number, rules: StepRules, round: number): boolean {
    const { space, steppers } = this.job;
    const out = space.steps.subarray(k * CODES, (k + 1) * CODES);
    const sums = space.sums.subarray(k * CODES, (k + 1) * CODES);
    const values = this.values[c]!;
    if (!steppers[c]!(sums, this.binWeights[c]!, values, rules, out)) {
      this.sleep[c] = Math.min(LONGEST_SLEEP, Math.max(1, this.sleep[c]! * 2));
      this.wake[c] = round + 1 + this.sleep[c]!;
      return false;
    }
    this.sleep[c] = 0;
    this.started[c] = 1;
    for (let code = 0; code < CODES; code++) values[code]! += out[code]!;
    return true;
  }
}

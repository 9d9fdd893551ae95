import { evenly, quantile, rarity, type SoundRegion } from './sound-region.js';
import type { SoundSpace } from './sound-space.js';
import type { SoundPredictor } from './what-if.js';

export interface SoundChange {
  /** Audio feature. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** The smallest plausible change of sound with which the model predicts a bar; what is not sound stays as it is. */
export interface Counterfactual {
  /** `already`: the track is there. `not-reachable`: no plausible sound was found; then it is the best that was. */
  readonly outcome: 'already' | 'reachable' | 'not-reachable';
  readonly bar: number;
  /** With the changes, in points. */
  readonly prediction: number;
  /** Largest in its genre's terms first; empty for `already`. */
  readonly changes: readonly SoundChange[];
  /** Predictions that the search asked for. */
  readonly evaluations: number;
}

export interface CounterfactualLimits {
  /** Values tried on each axis, between 5 and 95 % of the genre. Default 11. */
  readonly steps?: number;
  /** Real sounds of the genre that are tried whole. Default 256. */
  readonly donors?: number;
  /** Changes one after the other, most. Default 12. */
  readonly rounds?: number;
}

interface State {
  readonly sound: Float64Array;
  readonly prediction: number;
}

/** Halvings when a change is shrunk. */
const HALVINGS = 6;
const LEAST_GAIN = 0.01;
/** Points that are not worth a further change of the sound where the bar is out of reach. */
const NEGLIGIBLE = 0.3;

/**
 * Searches the sounds of a genre. Axes take values between its 5 and 95 % quantiles and all together may be no rarer
 * than 99 % of the genre or than the track itself. Step by step the change of one axis is taken that helps most, then real
 * sounds of the genre are tried whole; a way to the bar is then cut back: changes that are not needed are undone, the
 * rest made as small as they can be. Ends after a bounded number of predictions; finds a small change, not surely
 * the smallest.
 *
 * @param except row of the track itself, which is no example for what is usual
 */
export function counterfactual(
  predict: SoundPredictor,
  space: SoundSpace,
  region: SoundRegion,
  current: Float64Array,
  bar: number,
  except = -1,
  limits: CounterfactualLimits = {},
): Counterfactual {
  const search = new Search(predict, space, region, current, bar, except, limits);
  return search.run();
}

class Search {
  private evaluations = 0;
  private readonly start: State;
  /** The highest prediction met. */
  private furthest: State;
  private readonly mostRare: number;
  private readonly grid: Float64Array[];
  private readonly unit: Float64Array;

  constructor(
    private readonly predict: SoundPredictor,
    private readonly space: SoundSpace,
    private readonly region: SoundRegion,
    private readonly current: Float64Array,
    private readonly bar: number,
    private readonly except: number,
    private readonly limits: CounterfactualLimits,
  ) {
    this.start = this.score([current])[0]!;
    this.furthest = this.start;
    this.mostRare = Math.max(region.rarityLimit, rarity(space, region, current, except));
    const steps = limits.steps ?? 11;
    this.grid = region.usual.map(({ low, high }, axis) => {
      // What is not known of the track cannot be changed.
      if (Number.isNaN(current[axis]!) || !(high > low)) return new Float64Array(0);
      return this.gridOf(axis, steps);
    });
    this.unit = Float64Array.from(region.usual, ({ low, high }) => (high > low ? (high - low) / 3.29 : 1));
  }

  run(): Counterfactual {
    if (this.start.prediction >= this.bar) return this.found('already', this.start);
    const there = [this.climb(), this.bestDonor()].filter((state) => state !== null);
    const ways = there.map((state) => this.cutBack(state, this.bar));
    const best = ways.length > 0 ? this.cheapest(ways) : null;
    if (best) return this.found('reachable', best);
    return this.found('not-reachable', this.cutBack(this.furthest, this.furthest.prediction - NEGLIGIBLE));
  }

  /** Takes the best change of one axis after the other; stops where the bar is first reached. */
  private climb(): State | null {
    let state = this.start;
    for (let round = 0; round < (this.limits.rounds ?? 12); round++) {
      const moves = this.score(this.moves(state));
      const reaching = moves.filter(({ prediction }) => prediction >= this.bar);
      if (reaching.length > 0) return this.cheapest(reaching);
      const best = moves.reduce((a, b) => (b.prediction > a.prediction ? b : a), state);
      if (best.prediction - state.prediction < LEAST_GAIN) break;
      state = best;
      this.furthest = state;
    }
    return null;
  }

  /** The real sound of the genre with the highest prediction, cheapest first among those that reach the bar. */
  private bestDonor(): State | null {
    const { region, current } = this;
    const donors = Array.from(evenly(region.members, this.limits.donors ?? 256))
      .filter((row) => row !== this.except)
      .map((row) => this.soundOfMember(row))
      .map((sound) =>
        Float64Array.from(sound, (value, axis) => {
          const { low, high } = region.usual[axis]!;
          return Number.isNaN(current[axis]!) ? current[axis]! : Math.min(high, Math.max(low, value));
        }),
      )
      .filter((sound) => this.allowed(sound));
    const scored = this.score(donors);
    const reaching = scored.filter(({ prediction }) => prediction >= this.bar);
    if (reaching.length > 0) return this.cheapest(reaching);
    for (const state of scored) if (state.prediction > this.furthest.prediction) this.furthest = state;
    return null;
  }

  private soundOfMember(row: number): Float64Array {
    const { axes, values, centre, scale } = this.space;
    return Float64Array.from(axes, (name, axis) => {
      const value = values[row * axes.length + axis]! * scale[axis]! + centre[axis]!;
      return name === 'duration_min' ? Math.exp(value) : value;
    });
  }

  /** Undoes and shrinks changes as long as the prediction keeps above a floor. */
  private cutBack(state: State, floor: number): State {
    let best = state;
    for (let round = 0; round < this.space.axes.length; round++) {
      const changed = this.changedAxes(best.sound);
      if (changed.length < 2) break;
      const undone = this.score(
        changed
          .map((axis) => changedAt(best.sound, axis, this.current[axis]!))
          .filter((s) => this.allowed(s)),
      ).filter(({ prediction }) => prediction >= floor);
      if (undone.length === 0) break;
      best = this.cheapest(undone);
    }
    for (const axis of this.changedAxes(best.sound)) {
      let near = this.current[axis]!;
      for (let i = 0; i < HALVINGS; i++) {
        const middle = (near + best.sound[axis]!) / 2;
        const sound = changedAt(best.sound, axis, middle);
        const [tried] = this.allowed(sound) ? this.score([sound]) : [];
        if (tried && tried.prediction >= floor) best = tried;
        else near = middle;
      }
    }
    return best;
  }

  private moves({ sound }: State): Float64Array[] {
    return this.grid.flatMap((values, axis) =>
      Array.from(values)
        .filter((value) => value !== sound[axis])
        .map((value) => changedAt(sound, axis, value))
        .filter((moved) => this.allowed(moved)),
    );
  }

  private gridOf(axis: number, steps: number): Float64Array {
    const { low, high } = this.region.usual[axis]!;
    const members = Float64Array.from(this.region.members, (row) => this.soundOfMember(row)[axis]!).sort();
    const values = Array.from({ length: steps }, (_, i) =>
      Math.min(high, Math.max(low, quantile(members, 0.05 + (0.9 * i) / Math.max(1, steps - 1)))),
    );
    return Float64Array.from(new Set(values));
  }

  private allowed(sound: Float64Array): boolean {
    return rarity(this.space, this.region, sound, this.except) <= this.mostRare;
  }

  private score(sounds: readonly Float64Array[]): State[] {
    if (sounds.length === 0) return [];
    this.evaluations += sounds.length;
    const predicted = this.predict(sounds);
    return sounds.map((sound, i) => ({ sound, prediction: predicted[i]! }));
  }

  /** How much of the sound is changed, in the genre's standard deviations. */
  private cost(sound: Float64Array): number {
    return Math.hypot(...this.changedAxes(sound).map((axis) => this.changeOf(sound, axis)));
  }

  private cheapest(states: readonly State[]): State {
    return states.reduce((a, b) => (this.cost(b.sound) < this.cost(a.sound) ? b : a));
  }

  private changeOf(sound: Float64Array, axis: number): number {
    return Math.abs(sound[axis]! - this.current[axis]!) / this.unit[axis]!;
  }

  private changedAxes(sound: Float64Array): number[] {
    const axes: number[] = [];
    for (let axis = 0; axis < sound.length; axis++) {
      if (!Object.is(sound[axis], this.current[axis])) axes.push(axis);
    }
    return axes;
  }

  private found(outcome: Counterfactual['outcome'], { sound, prediction }: State): Counterfactual {
    const changes = this.changedAxes(sound)
      .sort((a, b) => this.changeOf(sound, b) - this.changeOf(sound, a))
      .map((axis) => ({ name: this.space.axes[axis]!, from: this.current[axis]!, to: sound[axis]! }));
    return { outcome, bar: this.bar, prediction, changes, evaluations: this.evaluations };
  }
}

function changedAt(sound: Float64Array, axis: number, value: number): Float64Array {
  const out = sound.slice();
  out[axis] = value;
  return out;
}

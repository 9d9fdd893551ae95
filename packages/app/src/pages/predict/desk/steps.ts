/** Steps of one control within this time are one step. */
const TOGETHER_MS = 1000;

/** What was done, and can be undone: states in a row, and where one stands among them. */
export class Steps<State> {
  readonly #same: (a: State, b: State) => boolean;
  #all: State[];
  #at = 0;
  #last: { readonly control: string; readonly time: number } | null = null;

  constructor(first: State, same: (a: State, b: State) => boolean = Object.is) {
    this.#all = [first];
    this.#same = same;
  }

  get canUndo(): boolean {
    return this.#at > 0;
  }

  get canRedo(): boolean {
    return this.#at < this.#all.length - 1;
  }

  /**
   * A step was made. Steps of one control in quick succession, or while a hand holds it, are one.
   *
   * @returns whether it is a new step (rather than more of the last)
   */
  add(state: State, control: string, holding = false, time = Date.now()): boolean {
    if (this.#same(state, this.#all[this.#at]!)) return false;
    const more =
      this.#last !== null &&
      this.#at > 0 &&
      this.#last.control === control &&
      (holding || time - this.#last.time < TOGETHER_MS);
    if (!more) this.#at++;
    this.#all.length = this.#at;
    this.#all.push(state);
    this.#last = { control, time };
    return !more;
  }

  /** A hand takes a control: a step of its own, unless it had let go of the same one just now. */
  take(control: string, time = Date.now()): void {
    if (this.#last && (this.#last.control !== control || time - this.#last.time >= TOGETHER_MS))
      this.#last = null;
  }

  /** What comes next from the same control is a step of its own. */
  rest(): void {
    this.#last = null;
  }

  undo(): State | null {
    if (!this.canUndo) return null;
    this.#last = null;
    return this.#all[--this.#at]!;
  }

  redo(): State | null {
    if (!this.canRedo) return null;
    this.#last = null;
    return this.#all[++this.#at]!;
  }
}

/** States that can be gone back to and forward again, each told by its key. */
export class Steps<T> {
  readonly #keyOf: (state: T) => string;
  #states: T[];
  #at = 0;

  constructor(first: T, keyOf: (state: T) => string) {
    this.#states = [first];
    this.#keyOf = keyOf;
  }

  get canUndo(): boolean {
    return this.#at > 0;
  }

  get canRedo(): boolean {
    return this.#at < this.#states.length - 1;
  }

  /**
   * Takes note of where things are now. A neighbour of the present state is a step along the way (the browser's "back");
   * anything else is a new step, after which what was undone is gone.
   */
  visit(state: T): void {
    const key = this.#keyOf(state);
    if (key === this.#key(this.#at)) return;
    if (key === this.#key(this.#at - 1)) this.#at--;
    else if (key === this.#key(this.#at + 1)) this.#at++;
    else {
      this.#states = [...this.#states.slice(0, this.#at + 1), state].slice(-MOST);
      this.#at = this.#states.length - 1;
    }
  }

  /** The state before, which is then the present one; null at the first. */
  undo(): T | null {
    return this.canUndo ? this.#states[--this.#at]! : null;
  }

  redo(): T | null {
    return this.canRedo ? this.#states[++this.#at]! : null;
  }

  #key(at: number): string | null {
    const state = this.#states[at];
    return state === undefined ? null : this.#keyOf(state);
  }
}

const MOST = 200;

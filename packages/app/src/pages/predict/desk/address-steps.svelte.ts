import { untrack } from 'svelte';
import { route } from '../../../shell/route.svelte.js';
import { Steps } from './steps.js';

/** Some parameters of the page's address, in an order of their own, and the steps by which they came about. */
export class AddressSteps {
  canUndo = $state(false);
  canRedo = $state(false);
  readonly #names: readonly string[];
  readonly #steps: Steps<string>;
  #written: string;

  constructor(names: readonly string[], params: URLSearchParams) {
    this.#names = names;
    this.#written = this.#own((name) => params.get(name)).toString();
    this.#steps = new Steps(this.#written);
  }

  /** What the address says now. */
  get params(): URLSearchParams {
    return new URLSearchParams(this.#written);
  }

  /**
   * A control made a step: it is written to the address. Nothing and null are left out.
   *
   * @param holding whether a hand still holds the control
   * @returns what the address says now
   */
  record(values: Readonly<Record<string, string | null>>, control: string, holding = false): URLSearchParams {
    const params = this.#own((name) => values[name]);
    const isNew = this.#steps.add(params.toString(), control, holding);
    this.#write(params, isNew ? 'push' : 'replace');
    return params;
  }

  /** A hand takes a control. */
  take(control: string): void {
    this.#steps.take(control);
  }

  /** What comes next is a step of its own. */
  rest(): void {
    this.#steps.rest();
  }

  /** @returns what the address says then; null at the first step */
  undo(): URLSearchParams | null {
    return this.#return(this.#steps.undo());
  }

  /** @returns what the address says then; null at the last step */
  redo(): URLSearchParams | null {
    return this.#return(this.#steps.redo());
  }

  /**
   * The page's address changed otherwise: by hand, by a link, by back or forward.
   *
   * @returns whether it says something else now
   */
  follow(page: URLSearchParams): boolean {
    const text = this.#own((name) => page.get(name)).toString();
    if (text === this.#written) return false;
    this.#written = text;
    this.#steps.rest();
    this.#steps.add(text, 'address');
    this.#steps.rest();
    this.#note();
    return true;
  }

  #return(state: string | null): URLSearchParams | null {
    if (state === null) return null;
    const params = new URLSearchParams(state);
    this.#write(params, 'push');
    return params;
  }

  #write(params: URLSearchParams, how: 'push' | 'replace'): void {
    this.#written = params.toString();
    const patch = Object.fromEntries(this.#names.map((name) => [name, params.get(name)]));
    untrack(() => route.set(patch, how));
    this.#note();
  }

  #note(): void {
    this.canUndo = this.#steps.canUndo;
    this.canRedo = this.#steps.canRedo;
  }

  #own(textOf: (name: string) => string | null | undefined): URLSearchParams {
    const own = new URLSearchParams();
    for (const name of this.#names) {
      const value = textOf(name);
      if (value) own.set(name, value);
    }
    return own;
  }
}

import { flushSync } from 'svelte';
import type { Answer, Answers, FeatureCurve, Scorer } from 'trackscope/browser';
import { workspace } from '../../../data/workspace.js';
import type { DeskState } from './desk-state.svelte.js';

/** What the models say of the track on the desk, as soon as a frame allows. */
export class Answering {
  scorer: Scorer | null = $state.raw(null);
  /** Why there is no scorer. */
  scorerError: unknown = $state.raw(null);
  answers: Answers | null = $state.raw(null);
  /** Why there are no answers. */
  answerError: unknown = $state.raw(null);
  curve: FeatureCurve | null = $state.raw(null);

  readonly #desk: DeskState;
  #frame = 0;
  #waiting = false;
  #asked = 0;
  #curveFrame = 0;
  #curveKey = '';
  #gone = false;

  constructor(desk: DeskState) {
    this.#desk = desk;
  }

  /** The chosen model's answer. */
  get answer(): Answer | null {
    const answers = this.answers?.answers;
    return answers?.find(({ model }) => model === this.#desk.model) ?? answers?.[0] ?? null;
  }

  /**
   * Fetches the scorer of the chosen models where it is another.
   *
   * @returns whether it is there, and still the chosen one
   */
  async open(): Promise<boolean> {
    const { protocol, unit } = this.#desk;
    const chosen = () => this.#desk.protocol === protocol && this.#desk.unit === unit;
    if (this.scorer?.protocol === protocol && this.scorer.unit === unit) return true;
    this.scorerError = null;
    try {
      const scorer = await workspace.scorer(protocol, unit);
      if (!chosen() || this.#gone) return false;
      this.scorer = scorer;
      return true;
    } catch (error) {
      if (!chosen()) return false;
      this.scorer = null;
      this.answers = null;
      this.curve = null;
      this.scorerError = error;
      return false;
    }
  }

  /** An input changed: answered in the next frame. */
  changed(): void {
    this.#asked ||= performance.now();
    this.#waiting = true;
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#tick());
  }

  /** A hand moves: the first move of a frame is answered at once, what else comes before the next frame then. */
  moved(): void {
    const first = this.#frame === 0;
    this.changed();
    if (first) this.#answer();
  }

  /** The curve follows a frame later, and only where something other than its own feature changed. */
  curveSoon(): void {
    if (this.#curveFrame !== 0) return;
    this.#curveFrame = requestAnimationFrame(() => this.#drawCurve());
  }

  /** The page is left. */
  close(): void {
    this.#gone = true;
    cancelAnimationFrame(this.#frame);
    cancelAnimationFrame(this.#curveFrame);
  }

  #tick(): void {
    this.#frame = 0;
    if (this.#waiting) this.#answer();
  }

  #answer(): void {
    this.#waiting = false;
    const { scorer } = this;
    const start = this.#asked;
    this.#asked = 0;
    if (!scorer) return;
    try {
      this.answers = scorer.answer(this.#desk.input, { bar: this.#desk.bar, reasons: true });
      this.answerError = null;
    } catch (error) {
      this.answers = null;
      this.answerError = error;
    }

    flushSync();
    // For whoever watches: from the input to all answers on the page.
    performance.clearMeasures('predict:answer');
    performance.measure('predict:answer', { start, end: performance.now() });
    this.curveSoon();
  }

  #drawCurve(): void {
    this.#curveFrame = 0;
    const { scorer, answer } = this;
    const { column, input } = this.#desk;
    if (!scorer || !answer || column === '') return;
    const { [column]: own, ...others } = input.sound ?? {};
    const key = JSON.stringify([
      scorer.protocol,
      scorer.unit,
      answer.model,
      column,
      own === undefined,
      others,
      { ...input, sound: null },
    ]);
    if (key === this.#curveKey) return;
    try {
      this.curve = scorer.curve(input, column, answer.model);
      this.#curveKey = key;
    } catch {
      // Its answer failed with the same words.
      this.curve = null;
      this.#curveKey = '';
    }
  }
}

import type { ListingRow } from 'trackscope/browser';
import { workspace } from '../../../data/workspace.js';
import type { DeskState } from './desk-state.svelte.js';

const WAIT_MS = 220;
const MOST = 8;

/** Tracks of the catalogue that sound like the one on the desk, looked up when the hand rests. */
export class SimilarTracks {
  /** Nearest first; null before the first answer. */
  found: readonly (ListingRow & { readonly distance: number })[] | null = $state.raw(null);
  error: unknown = $state.raw(null);
  readonly #desk: DeskState;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #key = '';
  #gone = false;

  constructor(desk: DeskState) {
    this.#desk = desk;
  }

  /** An input changed. */
  changed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#find(), WAIT_MS);
  }

  /** The page is left. */
  close(): void {
    this.#gone = true;
    clearTimeout(this.#timer);
  }

  async #find(): Promise<void> {
    const { start, record } = this.#desk;
    const sound = this.#desk.input.sound ?? {};
    const except = start.kind === 'track' && record ? record.track.trackId : undefined;
    const key = JSON.stringify([sound, except]);
    if (key === this.#key && this.found) return;
    this.#key = key;
    try {
      const found = await (await workspace.catalogue).similar(sound, MOST, except);
      if (key !== this.#key || this.#gone) return;
      this.found = found;
      this.error = null;
    } catch (error) {
      if (key === this.#key) this.error = error;
    }
  }
}

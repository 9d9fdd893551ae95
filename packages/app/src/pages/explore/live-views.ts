import type { CatalogueQueries, Filter, ViewResult, ViewSpec } from 'trackscope/browser';

/** A picture that follows the filter. */
export interface Viewer {
  /** What it needs, asked anew at every drawing. */
  readonly specs: () => readonly ViewSpec[];
  /** Draws answers, one for each spec. `moving`: a hand is still at it. */
  readonly draw: (results: readonly ViewResult[], moving: boolean) => void;
  /** Whether it can be seen: only then is it drawn while a hand moves. Default: always. */
  readonly inSight?: () => boolean;
}

type Queries = Pick<CatalogueQueries, 'views'>;

/** Name of the performance measure from a change of the filter to all pictures drawn. */
export const VIEWS_MEASURE = 'trackscope:views';

/**
 * Keeps pictures in step with a filter: at most one question per animation frame and one under way, always with the
 * latest filter. While a hand moves only pictures in sight are drawn; once it rests, all.
 */
export class LiveViews {
  readonly #queries: Queries;
  readonly #frame: (run: () => void) => void;
  readonly #viewers = new Set<Viewer>();
  readonly #stale = new Set<Viewer>();
  #filter: Filter = {};
  #moving = false;
  #asked: number | null = null;
  #waiting = false;
  #underWay = false;

  /** How many listings pass. */
  onpassing: (passing: number, moving: boolean) => void = () => {};
  /** A question failed; the next one may do better. */
  onfailed: (error: unknown) => void = () => {};

  constructor(queries: Queries, frame: (run: () => void) => void = nextFrame) {
    this.#queries = queries;
    this.#frame = frame;
  }

  /** Adds a picture, to be drawn in the next frame; call what comes back to take it away. */
  add(viewer: Viewer): () => void {
    this.#viewers.add(viewer);
    this.renew(viewer);
    return () => {
      this.#viewers.delete(viewer);
      this.#stale.delete(viewer);
    };
  }

  /** Draws one picture anew, because what it shows has changed. */
  renew(viewer: Viewer): void {
    if (!this.#viewers.has(viewer)) return;
    this.#stale.add(viewer);
    this.#schedule();
  }

  /** Draws all pictures for a filter. */
  show(filter: Filter, moving: boolean): void {
    this.#filter = filter;
    this.#moving = moving;
    this.#asked ??= performance.now();
    for (const viewer of this.#viewers) this.#stale.add(viewer);
    this.#schedule();
  }

  /** Tries again after a failure. */
  retry(): void {
    this.show(this.#filter, this.#moving);
  }

  #schedule(): void {
    if (this.#waiting || this.#underWay) return;
    this.#waiting = true;
    this.#frame(() => {
      this.#waiting = false;
      void this.#run();
    });
  }

  async #run(): Promise<void> {
    const [filter, moving, asked] = [this.#filter, this.#moving, this.#asked];
    const viewers = [...this.#stale].filter((viewer) => !moving || (viewer.inSight?.() ?? true));
    if (viewers.length === 0) return;
    for (const viewer of viewers) this.#stale.delete(viewer);
    this.#asked = null;
    this.#underWay = true;
    try {
      const wanted = viewers.map((viewer) => viewer.specs());
      const { passing, views } = await this.#queries.views(filter, wanted.flat());
      this.onpassing(passing, moving);
      let at = 0;
      viewers.forEach((viewer, i) => {
        const many = wanted[i]!.length;
        if (this.#viewers.has(viewer)) viewer.draw(views.slice(at, at + many), moving);
        at += many;
      });
      if (asked !== null) measure(asked);
    } catch (error) {
      this.onfailed(error);
    } finally {
      this.#underWay = false;
    }
    if (this.#stale.size > 0 && !(this.#moving && filter === this.#filter)) this.#schedule();
  }
}

function nextFrame(run: () => void): void {
  requestAnimationFrame(run);
}

function measure(start: number): void {
  performance.measure(VIEWS_MEASURE, { start, end: performance.now() });
  // Observers have it by now; a day of brushing should leave no heap of entries.
  performance.clearMeasures(VIEWS_MEASURE);
}

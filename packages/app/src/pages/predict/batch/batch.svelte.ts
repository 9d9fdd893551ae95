import { type ColumnMatch, matchColumns } from '@trackscope/catalogue';
import type { Scorer } from 'trackscope/browser';
import { workspace } from '../../../data/workspace.js';
import { csvHead } from './csv-rows.js';
import { roughRows, scoredByServer, scoredHere } from './score-file.js';
import { type Tally, tallied } from './tally.js';

/** Pieces of a result are handed to the browser's own keeping beyond this. */
const KEEP_BYTES = 8 * 1024 * 1024;
const SHOW_MS = 120;

/** One file on its way through the models. */
export class Batch {
  file: File | null = $state.raw(null);
  match: ColumnMatch | null = $state.raw(null);
  /** About how many rows there are; null while they are counted. */
  expected: number | null = $state(null);
  rows = $state(0);
  failed = $state(0);
  running = $state(false);
  stopped = $state(false);
  error: unknown = $state.raw(null);
  tally: Tally | null = $state.raw(null);
  result: Blob | null = $state.raw(null);
  seconds = $state(0);
  #abort = new AbortController();

  /** Reads the head of a file and scores it. */
  async score(file: File, scorer: Scorer): Promise<void> {
    this.stop();
    const abort = new AbortController();
    this.#abort = abort;
    this.file = file;
    this.match = null;
    this.expected = null;
    this.rows = 0;
    this.failed = 0;
    this.stopped = false;
    this.error = null;
    this.tally = null;
    this.result = null;
    this.running = true;
    const from = performance.now();
    try {
      const { columns } = await csvHead(file);
      this.match = matchColumns(columns);
      roughRows(file).then(
        (rows) => {
          if (this.#abort === abort) this.expected = rows;
        },
        () => undefined,
      );
      const bytes = workspace.source.served
        ? scoredByServer(file, scorer, abort.signal)
        : scoredHere(file, scorer, abort.signal);
      let parts: Blob[] = [];
      let fresh: Uint8Array<ArrayBuffer>[] = [];
      let size = 0;
      let shown = 0;
      const tally = await tallied(
        bytes,
        scorer.models.map(({ model }) => model),
        (part, sofar) => {
          fresh.push(new Uint8Array(part));
          size += part.length;
          if (size > KEEP_BYTES) {
            parts = [...parts, new Blob(fresh)];
            fresh = [];
            size = 0;
          }
          const now = performance.now();
          if (now - shown < SHOW_MS || this.#abort !== abort) return;
          shown = now;
          this.rows = sofar.rows;
          this.failed = sofar.failed;
        },
      );
      if (this.#abort !== abort) return;
      this.stopped = abort.signal.aborted;
      this.rows = tally.rows;
      this.failed = tally.failed;
      this.tally = tally;
      this.result = new Blob([...parts, ...fresh], { type: 'text/csv' });
    } catch (error) {
      if (this.#abort === abort) this.error = error;
    } finally {
      if (this.#abort === abort) {
        this.running = false;
        this.seconds = (performance.now() - from) / 1000;
      }
    }
  }

  /** What has been scored is kept. */
  stop(): void {
    this.#abort.abort();
  }
}

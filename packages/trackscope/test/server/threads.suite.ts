import { afterEach, describe, expect, it } from 'vitest';
import { openScorerIn } from '../../src/score/open-directory.js';
import type { OpenScorer } from '../../src/score/scorer.js';
import type { RowFormat } from '../../src/server/score-stream/batch-scorer.js';
import { BATCHES_HERE } from '../../src/server/score-stream/batch-work.js';
import { csvSource } from '../../src/server/score-stream/csv-source.js';
import { ndjsonSource } from '../../src/server/score-stream/ndjson-source.js';
import { OutputQueue } from '../../src/server/score-stream/output-queue.js';
import { BATCH_ROWS } from '../../src/server/score-stream/row.js';
import { scoreStream } from '../../src/server/score-stream/score-stream.js';
import {
  type ScoreThreads,
  type ThreadPool,
  type ThreadPoolOptions,
  threadPool,
} from '../../src/server/score-stream/score-threads.js';
import type { ThreadModels } from '../../src/server/score-stream/thread-messages.js';
import { modelsOf } from '../../src/server/score-stream/thread-models.js';
import { openWorkspace } from '../../src/workspace/read.js';
import { SCORE_SCRIPT } from './site.js';
import type { Site } from './suite.js';

/** Pieces of an input before threads are asked for help, and after. */
const EARLY = BATCH_ROWS * BATCHES_HERE + 1000;
const LATE = 9000;

/** A thread that says that it is ready, and dies of the first batch. */
const MORTAL = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ kind, job }) => {
      if (kind === 'open') parentPort.postMessage({ kind: 'ready', job });
      if (kind === 'score') process.exit(3);
    });`)}`,
);

/** Long files in threads: the same bytes as without. */
export function threadSuite(site: Site): void {
  let pool: ThreadPool | undefined;
  afterEach(() => pool?.close());

  async function opened(): Promise<OpenScorer> {
    const workspace = await openWorkspace(site.ground.workspace);
    return openScorerIn(workspace, { protocol: 'known-artist', unit: 'recording', models: ['boosted'] });
  }

  function poolOf(options: ThreadPoolOptions = {}): ThreadPool {
    pool = threadPool(site.ground.workspace, { script: SCORE_SCRIPT, threads: 2, ...options });
    return pool;
  }

  interface Scored {
    readonly text: string;
    readonly counts: { readonly rows: number; readonly scored: number; readonly failed: number };
    readonly batches: { readonly here: number; readonly inThreads: number };
  }

  /** Scores a made-up file; what comes late waits until `isDue` says so. */
  async function score(
    scorer: OpenScorer,
    format: RowFormat,
    threads?: ScoreThreads,
    isDue: () => boolean = () => true,
  ): Promise<Scored> {
    const body = pieces(format, isDue);
    const source = await (format === 'csv' ? csvSource(body) : ndjsonSource(body));
    const stream = scoreStream({ source, scorer, format, threads });
    const text = await new Response(stream.answer).text();
    return { text, counts: stream.counts, batches: stream.batches };
  }

  describe('long files', () => {
    it.each(['csv', 'ndjson'] as const)('in %s are scored by threads, to the same bytes', async (format) => {
      const scorer = await opened();
      const alone = await score(scorer, format);
      const { runs, for: threadsFor } = poolOf();
      const helped = await score(
        scorer,
        format,
        threadsFor(modelsOf(scorer, undefined)),
        () => runs.ready === 2,
      );
      expect(helped.text === alone.text).toBe(true);
      expect(helped.counts).toEqual(alone.counts);
      expect(alone.counts).toEqual({ rows: EARLY + LATE, scored: EARLY + LATE - 2, failed: 2 });
      expect(alone.batches.inThreads).toBe(0);
      expect(helped.batches.inThreads).toBeGreaterThanOrEqual(Math.floor(LATE / BATCH_ROWS));
      expect(runs).toEqual({ started: 2, ready: 2, failed: 0 });
      expect(alone.text).toContain(`line ${EARLY + 4}`);
    });

    it('are scored here where threads cannot start', async () => {
      const scorer = await opened();
      const { runs, for: threadsFor } = poolOf({ script: new URL('./no-such-thread.js', import.meta.url) });
      const scored = await score(
        scorer,
        'csv',
        threadsFor(modelsOf(scorer, undefined)),
        () => runs.failed === 2,
      );
      expect(scored.text === (await score(scorer, 'csv')).text).toBe(true);
      expect(scored.batches.inThreads).toBe(0);
      expect(runs).toEqual({ started: 2, ready: 0, failed: 2 });
    });

    it('are scored here where threads die of them', async () => {
      const scorer = await opened();
      const { runs, for: threadsFor } = poolOf({ script: MORTAL });
      const scored = await score(
        scorer,
        'csv',
        threadsFor(modelsOf(scorer, undefined)),
        () => runs.ready === 2,
      );
      expect(scored.text === (await score(scorer, 'csv')).text).toBe(true);
      expect(scored.batches.inThreads).toBe(0);
      expect(runs).toEqual({ started: 2, ready: 2, failed: 2 });
    });

    it('are scored here where the workspace holds other models by now', async () => {
      const scorer = await opened();
      const { runs, for: threadsFor } = poolOf();
      const models: ThreadModels = { ...modelsOf(scorer, undefined), versions: { boosted: 'another' } };
      const scored = await score(scorer, 'csv', threadsFor(models), () => runs.failed === 2);
      expect(scored.batches.inThreads).toBe(0);
      expect(scored.counts.scored).toBe(EARLY + LATE - 2);
      expect(runs).toEqual({ started: 2, ready: 0, failed: 2 });
    });

    it('are read no further ahead than threads and queue hold, and threads are let go when nobody reads', async () => {
      const scorer = await opened();
      const { runs, for: threadsFor } = poolOf({ idleMs: 1 });
      let taken = 0;
      const body = (async function* () {
        const encoder = new TextEncoder();
        yield encoder.encode('track_name,energy\n');
        for (; taken < 2000; taken++) {
          if (taken * 500 > EARLY) await until(() => runs.ready === 2);
          yield encoder.encode('Track,0.5\n'.repeat(500));
        }
      })();
      const queue = new OutputQueue({ memory: 600_000, patience: 60_000, disk: 0 });
      const threads = threadsFor(modelsOf(scorer, undefined));
      const stream = scoreStream({ source: await csvSource(body), scorer, format: 'csv', threads, queue });
      const reader = stream.answer.getReader();
      while (stream.batches.inThreads < 3) await reader.read();
      await new Promise((resolve) => setTimeout(resolve, 300));
      // The queue, four batches in threads and one that waits for room.
      expect(taken).toBeLessThan(80);
      await reader.cancel();
      await stream.done;
      expect(queue.most).toBeLessThan(800_000);
    });
  });
}

/** A file with two bad rows, its late part held back. */
async function* pieces(format: RowFormat, isDue: () => boolean): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const row = (i: number): string => {
    const energy = i === 7 || i === EARLY + 2 ? 'loud' : String((i % 100) / 100);
    const cells = [`Track ${i % 300} (Live)`, `Artist ${i % 40}`, i % 3 === 0 ? 'techno' : 'hip-hop', energy];
    if (format === 'csv') return `${cells.join(',')}\n`;
    return `${JSON.stringify({ track_name: cells[0], artists: cells[1], track_genre: cells[2], energy })}\n`;
  };
  const rows = (from: number, to: number) =>
    encoder.encode(Array.from({ length: to - from }, (_, i) => row(from + i)).join(''));
  if (format === 'csv') yield encoder.encode('track_name,artists,track_genre,energy\n');
  else yield encoder.encode('\n');
  yield rows(0, EARLY);
  await until(isDue);
  for (let from = EARLY; from < EARLY + LATE; from += 700)
    yield rows(from, Math.min(EARLY + LATE, from + 700));
}

async function until(isDue: () => boolean): Promise<void> {
  while (!isDue()) await new Promise((resolve) => setTimeout(resolve, 5));
}

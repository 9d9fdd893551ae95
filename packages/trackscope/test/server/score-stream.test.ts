import { describe, expect, it } from 'vitest';
import type { TrackColumns } from '../../src/score/track-columns.js';
import type { ColumnAnswers } from '../../src/server/score-stream/batch-scorer.js';
import { csvSource } from '../../src/server/score-stream/csv-source.js';
import { ndjsonSource } from '../../src/server/score-stream/ndjson-source.js';
import { OutputQueue } from '../../src/server/score-stream/output-queue.js';
import { BATCH_ROWS } from '../../src/server/score-stream/row.js';
import { scoreStream } from '../../src/server/score-stream/score-stream.js';

const MODEL = {
  model: 'm',
  protocol: 'known-artist',
  unit: 'recording',
  version: '1',
  r2: 0,
  mae: 0,
  rows: 0,
  quick: false,
} as const;

/** Answers each track with its energy, so that the order of rows shows; remembers the largest batch. */
function plainScorer(): ColumnAnswers & { models: (typeof MODEL)[]; batches: number[] } {
  const batches: number[] = [];
  return {
    models: [MODEL],
    batches,
    answerColumns({ rows, sound }: TrackColumns) {
      batches.push(rows);
      const predicted = sound.energy ?? new Float64Array(rows).fill(Number.NaN);
      return [{ model: 'm', predicted, low: predicted, high: predicted, chance: predicted }];
    },
  };
}

/** A body that is made while it is read, and tells how much was taken. */
function body(parts: Iterable<string>): AsyncIterator<Uint8Array> & { taken: number } {
  const iterator = parts[Symbol.iterator]();
  const encoder = new TextEncoder();
  return {
    taken: 0,
    async next() {
      const { done, value } = iterator.next();
      if (done) return { done: true, value: undefined };
      this.taken++;
      return { done: false, value: encoder.encode(value) };
    },
  };
}

function* csv(rows: number, each: number): Generator<string> {
  yield 'track_name,energy\n';
  for (let from = 0; from < rows; from += each) {
    yield Array.from({ length: each }, (_, i) => `Track ${from + i},${((from + i) % 1000) / 1000}\n`).join(
      '',
    );
  }
}

async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  return new Response(stream).text();
}

describe('a stream of rows', () => {
  it('holds a batch and no more, whatever the size', async () => {
    const rows = 200_000;
    const scorer = plainScorer();
    const queue = new OutputQueue();
    const { answer, counts, mostRows } = scoreStream({
      source: await csvSource(body(csv(rows, 5000))),
      scorer,
      format: 'csv',
      queue,
    });
    let lines = 0;
    for await (const part of answer) for (const byte of part) if (byte === 10) lines++;
    expect(counts).toEqual({ rows, scored: rows, failed: 0 });
    expect(lines).toBe(rows + 1);
    expect(mostRows()).toBeLessThanOrEqual(BATCH_ROWS);
    expect(Math.max(...scorer.batches)).toBeLessThanOrEqual(BATCH_ROWS);
    expect(queue.most).toBeLessThan(2 * 1024 * 1024);
  });

  it('reads no further ahead than its queue while somebody reads slowly', async () => {
    const given = body(csv(400_000, 1000));
    const queue = new OutputQueue({ memory: 100_000, patience: 60_000, disk: 0 });
    const { answer } = scoreStream({
      source: await csvSource(given),
      scorer: plainScorer(),
      format: 'csv',
      queue,
    });
    const reader = answer.getReader();
    await reader.read();
    // Long enough to read all of it, were it not held up: the queue is full after some three of 400 pieces.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(given.taken).toBeLessThan(20);
    await reader.cancel();
  });

  it('keeps rows in order, however the input is cut', async () => {
    const text = [...csv(3000, 3000)]
      .join('')
      .replace('Track 7,', '"Track\n7",')
      .replace('Track 1500,0.5', 'Track 1500,"loud"');
    const whole = await textOf(
      scoreStream({ source: await csvSource(body([text])), scorer: plainScorer(), format: 'csv' }).answer,
    );
    for (const size of [1, 13, 4096]) {
      const parts = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
        text.slice(i * size, (i + 1) * size),
      );
      const cut = scoreStream({ source: await csvSource(body(parts)), scorer: plainScorer(), format: 'csv' });
      expect((await textOf(cut.answer)) === whole, `pieces of ${size}`).toBe(true);
      expect(cut.counts).toEqual({ rows: 3000, scored: 2999, failed: 1 });
    }
    expect(whole.split('\r\n')[1]).toBe('Track 0,0,0,0,0,0,');
    expect(whole).toContain(
      'Track 1500,"loud",,,,,"line 1503: energy: expected a number from 0 to 1, found ""loud"""',
    );
  });

  it('takes NDJSON in batches too', async () => {
    const lines = Array.from({ length: 5000 }, (_, i) => `{"energy":${(i % 10) / 10}}\n`).join('');
    const { answer, counts, mostRows } = scoreStream({
      source: await ndjsonSource(body([lines])),
      scorer: plainScorer(),
      format: 'ndjson',
    });
    const out = (await textOf(answer)).trimEnd().split('\n');
    expect(out).toHaveLength(5001);
    expect(JSON.parse(out[3]!)).toEqual({ energy: 0.3, predicted: 0.3, low: 0.3, high: 0.3, chance: 0.3 });
    expect(counts.scored).toBe(5000);
    expect(mostRows()).toBeLessThanOrEqual(BATCH_ROWS);
  });

  it('breaks off, rather than ends, when the input fails', async () => {
    let n = 0;
    const failing = {
      async next(): Promise<IteratorResult<Uint8Array>> {
        if (n++ < 3) return { done: false, value: new TextEncoder().encode(n === 1 ? 'energy\n' : '0.5\n') };
        throw new Error('cable');
      },
    };
    const { answer } = scoreStream({
      source: await csvSource(failing),
      scorer: plainScorer(),
      format: 'csv',
    });
    await expect(textOf(answer)).rejects.toThrow('cable');
  });
});

describe('the queue of an answer', () => {
  const piece = (n: number) => new Uint8Array(1000).fill(n);

  it('goes on to the disk for a reader that does not read, in order, and back', async () => {
    const queue = new OutputQueue({ memory: 5000, patience: 10, disk: 1e6 });
    for (let n = 0; n < 50; n++) await queue.push(piece(n));
    expect(queue.spilled).toBe(45_000);
    expect(queue.most).toBe(5000);
    queue.end();
    const bytes: number[] = [];
    for (let part = await queue.take(); part; part = await queue.take()) bytes.push(...part);
    expect(bytes).toHaveLength(50_000);
    expect(bytes.every((byte, i) => byte === Math.floor(i / 1000))).toBe(true);
    await queue.close();
  });

  it('waits for a reader that reads', async () => {
    const queue = new OutputQueue({ memory: 2000, patience: 1000, disk: 0 });
    const pushing = (async () => {
      for (let n = 0; n < 20; n++) await queue.push(piece(n));
      queue.end();
    })();
    let parts = 0;
    while (await queue.take()) parts++;
    await pushing;
    expect([parts, queue.spilled]).toEqual([20, 0]);
  });

  it('gives up when the disk would take too much', async () => {
    const queue = new OutputQueue({ memory: 1000, patience: 1, disk: 1500 });
    await queue.push(piece(0));
    await queue.push(piece(1));
    await expect(queue.push(piece(2))).rejects.toThrow(/larger than what may be kept/);
    await queue.close();
  });
});

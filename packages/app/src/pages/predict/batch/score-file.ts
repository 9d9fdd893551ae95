import type { InputRow, Scorer } from 'trackscope/browser';
import { csvWriter, matchInput, minutesDivisor, trackReader } from 'trackscope/browser';
import { SourceError } from '../../../data/source.js';
import { CsvReader, type CsvRecord, csvHead } from './csv-rows.js';

/** A file being scored: CSV with the input's columns, the figures of each model, and what is wrong with a row. */
export type ScoredBytes = AsyncIterable<Uint8Array>;

const BATCH = 512;

/** Through the server, which reads and answers in a stream. */
export async function* scoredByServer(
  file: Blob,
  scorer: Scorer,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const query = new URLSearchParams({
    format: 'csv',
    protocol: scorer.protocol,
    unit: scorer.unit,
    models: scorer.models.map(({ model }) => model).join(','),
  });
  let response: Response;
  try {
    response = await fetch(`api/score?${query}`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: file,
      signal,
    });
  } catch (cause) {
    if (signal.aborted) return;
    throw new SourceError('the server does not answer', false, { cause });
  }
  if (!response.ok || !response.body) {
    const problem = (await response.json().catch(() => ({}))) as { detail?: string };
    throw new SourceError(problem.detail ?? `the server answered ${response.status}`, false);
  }
  yield* pieces(response.body, signal);
}

/** Here, where there is no server: the same reading, the same models, the same output. */
export async function* scoredHere(
  file: Blob,
  scorer: Scorer,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { dialect, columns } = await csvHead(file);
  const match = matchInput(columns);
  const models = scorer.models.map(({ model }) => model);
  const writer = csvWriter(columns, models);
  const reader = new CsvReader(dialect, columns.length);
  const encoder = new TextEncoder();
  let read: ReturnType<typeof trackReader> | null = null;
  let waiting: CsvRecord[] = [];
  let header = true;

  function score(records: readonly CsvRecord[]): Uint8Array {
    const rows = records.map((record): InputRow => {
      const { line, values, wrong } = record;
      const found = values && read ? read(values) : null;
      const fault = wrong ?? (found && 'wrong' in found ? found.wrong : null);
      return {
        line,
        values,
        csv: null,
        track: found && 'track' in found ? found.track : null,
        error: fault === null ? null : `line ${line}: ${fault}`,
      };
    });
    const tracks = rows.flatMap(({ track }) => track ?? []);
    return encoder.encode(writer.batch(rows, tracks.length > 0 ? scorer.answerMany(tracks, models) : []));
  }

  async function* ready(all: boolean): AsyncGenerator<Uint8Array> {
    // Durations in an unnamed unit are told by the first rows together.
    if (waiting.length === 0 || (!all && waiting.length < BATCH)) return;
    read ??= trackReader(
      match,
      minutesDivisor(
        match,
        waiting.slice(0, BATCH).map(({ values }) => values),
      ),
      dialect.delimiter !== ',',
    );
    const given = waiting;
    waiting = [];
    for (let from = 0; from < given.length && !signal.aborted; from += BATCH) {
      yield score(given.slice(from, from + BATCH));
      // The page stays alive.
      await new Promise((resolve) => setTimeout(resolve));
    }
  }

  yield encoder.encode(writer.head());
  for await (const bytes of pieces(file.stream(), signal)) {
    const records = reader.push(bytes);
    if (header && records.length > 0) {
      records.shift();
      header = false;
    }
    waiting = waiting.concat(records);
    yield* ready(false);
  }
  const last = reader.finish();
  if (header) last.shift();
  waiting = waiting.concat(last);
  yield* ready(true);
}

/** A stream's pieces; ends early when it is given up. */
async function* pieces(stream: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || signal.aborted) return;
      yield value;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/** About how many rows a file has: its line ends, less the header's. */
export async function roughRows(file: Blob): Promise<number> {
  let lines = 0;
  let last = 10;
  for await (const bytes of pieces(file.stream(), new AbortController().signal)) {
    for (let i = 0; i < bytes.length; i++) if (bytes[i] === 10) lines++;
    last = bytes[bytes.length - 1] ?? last;
  }
  return Math.max(0, lines - 1 + (last === 10 ? 0 : 1));
}

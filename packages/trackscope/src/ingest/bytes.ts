import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import { throwIfAborted } from './abort.js';
import { fileError } from './file-error.js';
import type { Compression } from './source.js';

const CHUNK = 1 << 20;

/** Sees every chunk as it lies on the disk, before it is unpacked. */
export type RawObserver = (chunk: Uint8Array) => void;

/**
 * The bytes of a file, unpacked, in chunks of about a megabyte.
 *
 * @throws UserError `file-not-found`, `no-permission`, `damaged-file`, `interrupted`
 */
export async function* readBytes(
  path: string,
  compression: Compression,
  observe: RawObserver = () => {},
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of unpack(observed(path, observe, signal), compression)) {
      throwIfAborted(signal);
      yield chunk;
    }
  } catch (error) {
    throw fileError(error, path);
  }
}

async function* observed(
  path: string,
  observe: RawObserver,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) {
    throwIfAborted(signal);
    observe(chunk);
    yield chunk;
  }
}

function unpack(chunks: AsyncIterable<Uint8Array>, compression: Compression): AsyncIterable<Uint8Array> {
  if (compression === 'gzip') return gunzip(chunks);
  if (compression === 'zstd') return unzstd(chunks);
  return chunks;
}

async function* gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { pipeline, Readable } = await import('node:stream');
  const unzip = createGunzip({ chunkSize: CHUNK });
  const fed = new Promise<void>((resolve, reject) => {
    pipeline(Readable.from(chunks), unzip, (error) => (error ? reject(error) : resolve()));
  });
  fed.catch(() => {});
  for await (const chunk of unzip) yield chunk;
  await fed;
}

async function* unzstd(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let out: Uint8Array[] = [];
  const unpacker = new Decompress((chunk) => {
    out.push(chunk);
  });
  const damaged = (error: unknown) =>
    Object.assign(new Error('damaged Zstandard data', { cause: error }), { code: 'Z_DATA_ERROR' });
  for await (const chunk of chunks) {
    try {
      unpacker.push(chunk);
    } catch (error) {
      throw damaged(error);
    }
    const ready = out;
    out = [];
    yield* ready;
  }
  try {
    unpacker.push(new Uint8Array(0), true);
  } catch (error) {
    throw damaged(error);
  }
  yield* out;
}

/** The first bytes of a file, unpacked. */
export async function headOf(path: string, compression: Compression, bytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of readBytes(path, compression)) {
    parts.push(chunk);
    length += chunk.length;
    if (length >= bytes) break;
  }
  return Buffer.concat(parts).subarray(0, bytes);
}

/** A stretch of a file's bytes. */
export async function readRange(path: string, start: number, end: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const buffer = new Uint8Array(end - start);
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, start + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  } finally {
    await file.close();
  }
}

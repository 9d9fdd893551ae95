import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);

/** A file in memory, ready to be sent. */
export interface StoredFile {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Strong: it names these very bytes. */
  readonly etag: string;
  /** The same compressed, where that pays. */
  readonly gzip: { readonly bytes: Uint8Array<ArrayBuffer>; readonly etag: string } | null;
  /** Content security policy; null: that of plain data. */
  readonly policy: string | null;
}

/** Compressing takes longer than it saves below the first, and holds up the first reader above the second. */
const WORTH_BYTES = 1024;
const MOST_BYTES = 8 * 1024 * 1024;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.bin': 'application/octet-stream',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
};

/** Prepares a file for sending; `policy` may depend on what it holds. */
export async function storeFile(
  name: string,
  content: Uint8Array,
  policy: string | null = null,
): Promise<StoredFile> {
  const bytes = new Uint8Array(content);
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 27);
  const small =
    bytes.length >= WORTH_BYTES && bytes.length <= MOST_BYTES
      ? new Uint8Array(await compress(bytes, { level: 6 }))
      : null;
  return {
    type: TYPES[/\.[a-z]+$/.exec(name)?.[0] ?? ''] ?? 'application/octet-stream',
    bytes,
    etag: `"${hash}"`,
    gzip: small && small.length < bytes.length * 0.9 ? { bytes: small, etag: `"${hash}-gz"` } : null,
    policy,
  };
}

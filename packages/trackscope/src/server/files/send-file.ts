import type { Context } from 'hono';
import type { StoredFile } from './stored-file.js';

/** Answers with a file: compressed for those who read that, and with 304 for those who have it already. */
export function sendFile(c: Context, file: StoredFile): Response {
  const form = file.gzip && takesGzip(c.req.header('accept-encoding')) ? file.gzip : null;
  const { bytes, etag } = form ?? file;
  c.header('ETag', etag);
  c.header('Cache-Control', 'no-cache');
  if (file.gzip) c.header('Vary', 'Accept-Encoding');
  if (file.policy) c.header('Content-Security-Policy', file.policy);
  if (isKnown(c.req.header('if-none-match'), etag)) return c.body(null, 304);
  c.header('Content-Type', file.type);
  if (form) c.header('Content-Encoding', 'gzip');
  c.header('Content-Length', String(bytes.length));
  return c.req.method === 'HEAD' ? c.body(null) : c.body(bytes);
}

function takesGzip(accepted: string | undefined): boolean {
  return (accepted ?? '').split(',').some((part) => {
    const [name, ...parameters] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    return name === 'gzip' && !parameters.some((p) => /^q=0(?:\.0*)?$/.test(p));
  });
}

function isKnown(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}

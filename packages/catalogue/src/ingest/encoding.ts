import type { SourceInfo } from './quality.js';

export type TextEncoding = NonNullable<SourceInfo['encoding']>;

/**
 * The encoding that the first bytes of a text show: by its byte order mark, or by where the zero bytes of
 * UTF-16 fall. Without either it is taken for UTF-8; whether that holds shows only at the end of the file,
 * see {@link Utf8Tally}.
 */
export function encodingOf(head: Uint8Array): TextEncoding {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8 (BOM)';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const pairs = Math.min(head.length, 4096) >> 1;
  if (pairs < 2) return 'utf-8';
  let even = 0;
  let odd = 0;
  for (let i = 0; i < pairs; i++) {
    if (head[2 * i] === 0) even++;
    if (head[2 * i + 1] === 0) odd++;
  }
  // Column names and numbers are ASCII, so one half of nearly every pair is zero in UTF-16.
  if (odd > 0.7 * pairs && even < 0.05 * pairs) return 'utf-16le';
  if (even > 0.7 * pairs && odd < 0.05 * pairs) return 'utf-16be';
  return 'utf-8';
}

/** Counts the characters beyond ASCII that are well-formed UTF-8, and the bytes that are not. */
export class Utf8Tally {
  characters = 0;
  strayBytes = 0;
  /** Continuation bytes that the open character still lacks. */
  private open = 0;

  push(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!;
      if (this.open > 0) {
        if ((byte & 0xc0) === 0x80) {
          if (--this.open === 0) this.characters++;
          continue;
        }
        this.strayBytes++;
        this.open = 0;
      }
      if (byte < 0x80) continue;
      if (byte >= 0xc2 && byte < 0xe0) this.open = 1;
      else if (byte >= 0xe0 && byte < 0xf0) this.open = 2;
      else if (byte >= 0xf0 && byte < 0xf5) this.open = 3;
      else this.strayBytes++;
    }
  }

  /**
   * What a text that is not wholly UTF-8 most likely is: Latin-1 (read as Windows-1252, its superset), or
   * UTF-8 with some damage, when most of its characters are well formed.
   */
  verdict(): 'utf-8' | 'latin-1' {
    return this.characters > this.strayBytes ? 'utf-8' : 'latin-1';
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes as base64. */
export function base64Of(bytes: Uint8Array): string {
  // built as bytes and decoded once: for tens of megabytes far quicker than by strings
  const code = new Uint8Array(64);
  for (let i = 0; i < 64; i++) code[i] = ALPHABET.charCodeAt(i);
  const whole = bytes.length - (bytes.length % 3);
  const text = new Uint8Array(Math.ceil(bytes.length / 3) * 4).fill(0x3d);
  let out = 0;
  for (let at = 0; at < whole; at += 3) {
    const three = (bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2];
    text[out++] = code[three >> 18];
    text[out++] = code[(three >> 12) & 63];
    text[out++] = code[(three >> 6) & 63];
    text[out++] = code[three & 63];
  }
  if (whole < bytes.length) {
    const two = (bytes[whole] << 16) | ((bytes[whole + 1] ?? 0) << 8);
    text[out++] = code[two >> 18];
    text[out++] = code[(two >> 12) & 63];
    if (whole + 1 < bytes.length) text[out] = code[(two >> 6) & 63];
  }
  return new TextDecoder('latin1').decode(text);
}

/** @throws RangeError when the text is no base64 */
export function bytesOf(text: string): Uint8Array {
  const digit = new Uint8Array(128).fill(255);
  for (let i = 0; i < 64; i++) digit[ALPHABET.charCodeAt(i)] = i;
  let length = text.length;
  while (length > text.length - 2 && text[length - 1] === '=') length--;
  if (text.length % 4 !== 0)
    throw new RangeError(`base64 of ${text.length} characters, expected a multiple of 4`);
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let out = 0;
  let bits = 0;
  let held = 0;
  for (let at = 0; at < length; at++) {
    const value = digit[text.charCodeAt(at)] ?? 255;
    if (value === 255) throw new RangeError(`no base64 at character ${at}`);
    held = ((held << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[out++] = held >> bits;
    }
  }
  return bytes;
}

import { LearnError } from '../../errors.js';
import { badForest, type ForestHeader, forestHeader, readHeader } from './header.js';
import type { ForestParts } from './model.js';
import { packForest } from './pack.js';
import { unpackForest } from './unpack.js';

// A forest file: "TSFOREST", version, length of the header, the header as JSON padded to 8 bytes, the packed trees.

const MAGIC = 'TSFOREST';
const VERSION = 1;

function paddedTo8(length: number): number {
  return Math.ceil(length / 8) * 8;
}

export function forestBinary(parts: ForestParts): Uint8Array {
  const { payload, form } = packForest(parts);
  const header = new TextEncoder().encode(JSON.stringify(forestHeader(parts, form)));
  const start = 16 + paddedTo8(header.length);
  const bytes = new Uint8Array(start + payload.length).fill(0x20, 16, start);
  bytes.set(new TextEncoder().encode(MAGIC));
  new DataView(bytes.buffer).setUint32(8, VERSION, true);
  new DataView(bytes.buffer).setUint32(12, header.length, true);
  bytes.set(header, 16);
  bytes.set(payload, start);
  return bytes;
}

/** @throws LearnError `bad-model` */
export function forestFromBinary(bytes: Uint8Array): ForestParts {
  if (!(bytes instanceof Uint8Array)) throw badForest('it is no Uint8Array');
  if (bytes.length < 16 || new TextDecoder('latin1').decode(bytes.subarray(0, 8)) !== MAGIC) {
    throw badForest(`it does not start with "${MAGIC}"`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(8, true);
  if (version !== VERSION) throw badForest(`its version is ${version}, this library reads ${VERSION}`);
  const length = view.getUint32(12, true);
  if (16 + paddedTo8(length) > bytes.length) throw badForest('its header is cut off');
  let header: ForestHeader;
  try {
    header = readHeader(JSON.parse(new TextDecoder().decode(bytes.subarray(16, 16 + length))));
  } catch (error) {
    if (error instanceof LearnError) throw error;
    throw badForest('its header is no JSON', error);
  }
  return unpackForest(header, bytes.subarray(16 + paddedTo8(length)));
}

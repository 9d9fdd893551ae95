import { base64Of, bytesOf } from './base64.js';
import { badForest, type ForestHeader, forestHeader, isRecord, readHeader } from './header.js';
import type { ForestParts } from './model.js';
import { packForest } from './pack.js';
import { unpackForest } from './unpack.js';

/** A forest as JSON data. Strings are kept well below the longest that engines can hold. */
export interface ForestJson extends ForestHeader {
  /** The packed trees in base64, in parts. */
  readonly packed: readonly string[];
}

/** Bytes in each string; a multiple of 3, so that the parts can be decoded one by one. */
const PART = 12_000_000;

export function forestJson(parts: ForestParts): ForestJson {
  const { payload, form } = packForest(parts);
  const packed: string[] = [];
  for (let at = 0; at < payload.length; at += PART) packed.push(base64Of(payload.subarray(at, at + PART)));
  return { ...forestHeader(parts, form), packed };
}

/** @throws LearnError `bad-model` */
export function readForestJson(json: unknown): ForestParts {
  const header = readHeader(json);
  const packed: unknown = isRecord(json) ? json.packed : undefined;
  if (!(Array.isArray(packed) && packed.every((part) => typeof part === 'string'))) {
    throw badForest('its packed trees are missing');
  }
  let parts: Uint8Array[];
  try {
    parts = packed.map(bytesOf);
  } catch (error) {
    throw badForest('its packed trees are no base64', error);
  }
  const payload = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    payload.set(part, at);
    at += part.length;
  }
  return unpackForest(header, payload);
}

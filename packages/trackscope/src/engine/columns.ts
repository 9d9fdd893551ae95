import { type DuckDBDataChunk, DuckDBTypeId, type DuckDBVector } from '@duckdb/node-api';

/** A column pulled out of the engine. Numbers: NaN is null. */
export type EngineColumn = Float64Array | (string | null)[];

/** The vectors of numbers keep their values in one array, and in another one bit for each that is no null. */
interface PackedVector extends DuckDBVector {
  readonly items: NodeJS.TypedArray;
  readonly validity: { readonly data: BigUint64Array | null };
}

const NUMERIC = new Set<DuckDBTypeId>([
  DuckDBTypeId.BOOLEAN,
  DuckDBTypeId.TINYINT,
  DuckDBTypeId.SMALLINT,
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.UTINYINT,
  DuckDBTypeId.USMALLINT,
  DuckDBTypeId.UINTEGER,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.FLOAT,
  DuckDBTypeId.DOUBLE,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UHUGEINT,
  DuckDBTypeId.DECIMAL,
]);

/**
 * One column of a result. Numbers and booleans become a Float64Array, everything else text.
 */
export function columnOf(
  chunks: readonly DuckDBDataChunk[],
  index: number,
  type: DuckDBTypeId,
  rows: number,
): EngineColumn {
  if (NUMERIC.has(type)) {
    const numbers = new Float64Array(rows);
    let at = 0;
    for (const chunk of chunks) {
      const count = chunk.rowCount;
      const vector = chunk.getColumnVector(index);
      if (isPacked(vector)) fillPacked(numbers, at, vector, count);
      else for (let i = 0; i < count; i++) numbers[at + i] = toNumber(vector.getItem(i));
      at += count;
    }
    return numbers;
  }
  const texts: (string | null)[] = new Array(rows);
  let at = 0;
  for (const chunk of chunks) {
    const vector = chunk.getColumnVector(index);
    for (let i = 0; i < chunk.rowCount; i++) {
      const value = vector.getItem(i);
      texts[at++] = value === null || value === undefined ? null : String(value);
    }
  }
  return texts;
}

function fillPacked(numbers: Float64Array, at: number, vector: PackedVector, count: number): void {
  const { items, validity } = vector;
  if (items instanceof BigInt64Array || items instanceof BigUint64Array) {
    for (let i = 0; i < count; i++) numbers[at + i] = Number(items[i]);
  } else {
    numbers.set(items.subarray(0, count), at);
  }
  const { data } = validity;
  if (data === null) return;
  const bits = new Uint32Array(data.buffer, data.byteOffset, 2 * data.length);
  for (let i = 0; i < count; i++) {
    if ((bits[i >> 5]! & (1 << (i & 31))) === 0) numbers[at + i] = Number.NaN;
  }
}

function isPacked(vector: DuckDBVector): vector is PackedVector {
  return 'items' in vector && ArrayBuffer.isView(vector.items) && 'validity' in vector;
}

function toNumber(value: unknown): number {
  if (value === null || value === undefined) return Number.NaN;
  // A decimal is scaled: its own conversion knows by how much.
  return typeof value === 'object' && 'toDouble' in value
    ? (value as { toDouble(): number }).toDouble()
    : Number(value);
}

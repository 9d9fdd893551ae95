import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import { columnOf, type EngineColumn } from './columns.js';
import { type ScalarBody, type ScalarType, scalarFunction } from './scalar.js';

export type { EngineColumn } from './columns.js';
export type { ScalarBody, ScalarType } from './scalar.js';

/** A place where SQL runs. DuckDB today; anything that speaks the same SQL can stand behind it. */
export interface Engine {
  /** Runs a statement for its effect. */
  run(sql: string, values?: readonly DuckDBValue[]): Promise<void>;
  /** All result rows as plain objects: integers and decimals as numbers, lists as arrays, null as null. */
  rows<T extends object>(sql: string, values?: readonly DuckDBValue[]): Promise<T[]>;
  /** The result column by column: numbers and booleans as Float64Array, everything else as text. */
  columns(sql: string): Promise<{ rows: number; columns: Record<string, EngineColumn> }>;
  /**
   * Makes a function of ours callable from SQL. It is called with some thousand rows at a time, in no set order, and
   * answers one number a row; NaN becomes null.
   */
  scalar(name: string, parameters: readonly ScalarType[], body: ScalarBody): void;
  /** Stops the running statement, which then throws. */
  interrupt(): void;
  close(): void;
}

export interface EngineOptions {
  /** Worker threads. Default: one for each core. */
  readonly threads?: number;
  /** Memory before it spills to disk, as DuckDB writes it. Default: '1GB'. */
  readonly memoryLimit?: string;
  /** Where it may spill. Default: the system's temporary directory. */
  readonly tempDirectory?: string;
}

/** Opens an in-memory DuckDB that keeps row order and never reaches for the network. */
export async function openEngine(options: EngineOptions = {}): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:', {
    ...(options.threads ? { threads: String(options.threads) } : {}),
    memory_limit: options.memoryLimit ?? '1GB',
    ...(options.tempDirectory ? { temp_directory: options.tempDirectory } : {}),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'true',
  });
  const connection = await instance.connect();
  return new DuckEngine(instance, connection);
}

class DuckEngine implements Engine {
  constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
  ) {}

  async run(sql: string, values?: readonly DuckDBValue[]): Promise<void> {
    await this.connection.run(sql, values ? [...values] : undefined);
  }

  async rows<T extends object>(sql: string, values?: readonly DuckDBValue[]): Promise<T[]> {
    const reader = await this.connection.runAndReadAll(sql, values ? [...values] : undefined);
    return reader.getRowObjectsJS().map((row) => plain(row) as T);
  }

  async columns(sql: string): Promise<{ rows: number; columns: Record<string, EngineColumn> }> {
    const result = await this.connection.run(sql);
    const names = result.deduplicatedColumnNames();
    const chunks = await result.fetchAllChunks();
    const rows = chunks.reduce((n, chunk) => n + chunk.rowCount, 0);
    const columns = names.map(
      (name, i) => [name, columnOf(chunks, i, result.columnTypeId(i), rows)] as const,
    );
    return { rows, columns: Object.fromEntries(columns) };
  }

  scalar(name: string, parameters: readonly ScalarType[], body: ScalarBody): void {
    this.connection.registerScalarFunction(scalarFunction(name, parameters, body));
  }

  interrupt(): void {
    this.connection.interrupt();
  }

  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value !== null && typeof value === 'object' && !(value instanceof Date)) {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]));
  }
  return value;
}

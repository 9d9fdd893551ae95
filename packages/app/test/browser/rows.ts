import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { inject } from 'vitest';

/** Rows of the served workspace's catalogue, by SQL over `listings`: what the pages must agree with. */
export async function rowsOf(sql: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const file = join(inject('workspace'), 'catalogue.parquet').replaceAll("'", "''");
  try {
    await connection.run(`CREATE VIEW listings AS SELECT * FROM read_parquet('${file}')`);
    return (await connection.runAndReadAll(sql)).getRowObjectsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

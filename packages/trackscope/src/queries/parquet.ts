import type { ColumnSource } from 'hyparquet-writer';
import type { FileColumn } from './file-columns.js';

const TYPES = { text: 'STRING', number: 'DOUBLE', integer: 'INT32', boolean: 'BOOLEAN' } as const;

/** A Parquet file of the rows. The writer is loaded only when it is needed. */
export async function parquetBytes(columns: readonly FileColumn[], rows: Uint32Array): Promise<ArrayBuffer> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  return parquetWriteBuffer({
    columnData: columns.map(
      (column): ColumnSource => ({
        name: column.name,
        type: TYPES[column.type],
        nullable: true,
        data: Array.from(rows, (row) => column.at(row)),
      }),
    ),
  });
}

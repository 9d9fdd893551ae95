import { DOUBLE, DuckDBScalarFunction, DuckDBTypeId, VARCHAR } from '@duckdb/node-api';
import { columnOf, type EngineColumn } from './columns.js';

/** What a function of ours can be given. */
export type ScalarType = 'number' | 'text';

/** Columns of equal length in, one number a row out. */
export type ScalarBody = (columns: readonly EngineColumn[], rows: number) => Float64Array;

/** A function of ours as DuckDB wants it. */
export function scalarFunction(
  name: string,
  parameters: readonly ScalarType[],
  body: ScalarBody,
): DuckDBScalarFunction {
  return DuckDBScalarFunction.create({
    name,
    parameterTypes: parameters.map((type) => (type === 'number' ? DOUBLE : VARCHAR)),
    returnType: DOUBLE,
    // Nulls are ours to deal with: DuckDB would answer null for the whole row.
    specialHandling: true,
    mainFunction(info, input, output) {
      try {
        const rows = input.rowCount;
        const columns = parameters.map((type, i) =>
          columnOf([input], i, type === 'number' ? DuckDBTypeId.DOUBLE : DuckDBTypeId.VARCHAR, rows),
        );
        const values = body(columns, rows);
        for (let row = 0; row < rows; row++)
          output.setItem(row, Number.isNaN(values[row]) ? null : values[row]);
        output.flush();
      } catch (error) {
        info.setError(error instanceof Error ? error.message : String(error));
      }
    },
  });
}

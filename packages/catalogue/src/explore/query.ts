/**
 * The part of an engine that exploring needs: somewhere to run SQL over the table `listings`. It keeps row order:
 * a plain `SELECT` gives the rows as they stand in the table.
 */
export interface Query {
  /** Runs a statement for its effect. */
  run(sql: string): Promise<void>;
  /** All result rows as plain objects. */
  rows<T extends object>(sql: string): Promise<T[]>;
  /** The result column by column; in a number column NaN is null. */
  columns(sql: string): Promise<{ rows: number; columns: Record<string, Float64Array | (string | null)[]> }>;
}

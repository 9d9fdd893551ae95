/** A question that cannot be answered: it names what the catalogue lacks, or is not well formed. */
export class QueryError extends Error {
  /**
   * @param code stable, kebab-case: `unknown-column`, `bad-range`, `bad-question`
   * @param message what was expected and what was found
   */
  constructor(
    readonly code: 'unknown-column' | 'bad-range' | 'bad-question',
    message: string,
  ) {
    super(message);
    this.name = 'QueryError';
  }
}

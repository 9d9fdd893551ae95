/** A question that cannot be answered: it names what the catalogue lacks, or is not well formed. */
export class QueryError extends Error {
  /**
   * @param code stable, kebab-case: `unknown-column`, `bad-range`, `bad-question`, `too-many-rows`
   * @param message what was expected and what was found
   * @param parts for `bad-question`, each thing that is wrong with its JSON pointer
   */
  constructor(
    readonly code: 'unknown-column' | 'bad-range' | 'bad-question' | 'too-many-rows',
    message: string,
    readonly parts: readonly { readonly pointer: string; readonly detail: string }[] = [],
  ) {
    super(message);
    this.name = 'QueryError';
  }
}

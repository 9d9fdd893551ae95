/** A mistake in the user's input: the command prints the message alone and exits with 1. */
export class UserError extends Error {
  /**
   * @param code stable, kebab-case, e.g. `file-not-found`
   * @param message what was expected, what was found, where
   * @param remedy what to do about it, as a sentence
   */
  constructor(
    readonly code: string,
    message: string,
    readonly remedy: string | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'UserError';
  }
}

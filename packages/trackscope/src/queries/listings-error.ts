/** `listings.bin` cannot be read: damaged, or written by another version. */
export class ListingsError extends Error {
  /**
   * @param code `listings-damaged` or `listings-version`
   * @param message what was expected and what was found
   */
  constructor(
    readonly code: 'listings-damaged' | 'listings-version',
    message: string,
  ) {
    super(message);
    this.name = 'ListingsError';
  }
}

/** A caller's mistake: wrong shapes, impossible options, damaged models. `code` is stable and kebab-case. */
export class LearnError extends Error {
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'LearnError';
  }
}

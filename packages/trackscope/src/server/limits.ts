/** What one server takes on. */
export interface Limits {
  /** Bytes of a JSON body. */
  readonly jsonBytes: number;
  /** Milliseconds for a JSON body to arrive. */
  readonly bodyMs: number;
  /** Milliseconds for an answer to be made. */
  readonly answerMs: number;
  /** Milliseconds without a byte in either direction after which a stream of rows is cut. */
  readonly idleMs: number;
  /** Requests in the making at once. */
  readonly requests: number;
  /** Files being scored at once. */
  readonly streams: number;
  /** Open connections. */
  readonly connections: number;
  /** Bytes of the log of flags. */
  readonly flagBytes: number;
  /** Milliseconds that running answers get once the server stops. */
  readonly stopMs: number;
}

export const LIMITS: Limits = {
  jsonBytes: 256 * 1024,
  bodyMs: 10_000,
  answerMs: 30_000,
  idleMs: 30_000,
  requests: 128,
  streams: 4,
  connections: 512,
  flagBytes: 64 * 1024 * 1024,
  stopMs: 10_000,
};

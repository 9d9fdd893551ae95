import { Refusal } from '../problem.js';

/** Counts what is being answered, and refuses what is too much. */
export class Load {
  private requests = 0;
  private streams = 0;
  private stopping = false;

  constructor(private readonly most: { readonly requests: number; readonly streams: number }) {}

  /** Requests in the making, streams among them. */
  get running(): number {
    return this.requests;
  }

  get isStopping(): boolean {
    return this.stopping;
  }

  /** From now on every new request is refused. */
  stop(): void {
    this.stopping = true;
  }

  /**
   * Takes a place, to be given back by {@link Load.leave}.
   * @throws Refusal `stopping`, `busy`
   */
  enter(): void {
    if (this.stopping)
      throw new Refusal('stopping', 'the server is being stopped', {
        retryAfter: 5,
        headers: { Connection: 'close' },
      });
    if (this.requests >= this.most.requests)
      throw new Refusal('busy', `${this.requests} requests are being answered, which is the limit`, {
        retryAfter: 1,
      });
    this.requests++;
  }

  leave(): void {
    this.requests--;
  }

  /**
   * Takes one of the places for streams of rows; the function that comes back gives it back, once.
   * @throws Refusal `too-many-streams`
   */
  enterStream(): () => void {
    if (this.streams >= this.most.streams)
      throw new Refusal('too-many-streams', `${this.streams} files are being scored, which is the limit`, {
        retryAfter: 5,
      });
    this.streams++;
    let held = true;
    return () => {
      if (held) this.streams--;
      held = false;
    };
  }
}

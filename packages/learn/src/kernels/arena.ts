import { LearnError } from '../errors.js';

const PAGE = 65_536;
/** Kernels address memory with signed 32-bit numbers. */
const LIMIT = 2 ** 31 - PAGE;

/**
 * Plans the layout of one memory: reserve everything first, then {@link Arena.memory} makes it, of just that size.
 * Addresses are multiples of 64 bytes and never 0.
 */
export class Arena {
  private next = 64;

  /**
   * The address of `bytes` bytes.
   * @throws LearnError `too-large` beyond 2 GiB
   */
  reserve(bytes: number): number {
    const at = this.next;
    this.next = Math.ceil((at + Math.max(0, bytes)) / 64) * 64;
    if (!(this.next <= LIMIT)) {
      throw new LearnError(
        'too-large',
        `the fit needs more than 2 GiB of working memory (at ${this.next} bytes)`,
      );
    }
    return at;
  }

  /** Bytes reserved so far. */
  get size(): number {
    return this.next;
  }

  /** A shared memory that holds all that was reserved. */
  memory(): WebAssembly.Memory {
    const pages = Math.ceil(this.next / PAGE);
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  }
}

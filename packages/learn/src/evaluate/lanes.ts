/**
 * Does jobs 0 to `jobs` − 1, started in order, as many at a time as there are lanes. When one fails the others are
 * aborted and awaited, and the first failure is thrown.
 */
export async function runLanes(
  jobs: readonly number[],
  lanes: number,
  signal: AbortSignal | undefined,
  work: (job: number, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  signal?.throwIfAborted();
  const inner = new AbortController();
  const onAbort = () => inner.abort(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  let next = 0;
  let failure: { readonly cause: unknown } | undefined;

  async function lane(): Promise<void> {
    while (next < jobs.length && !failure) {
      const job = jobs[next++];
      try {
        inner.signal.throwIfAborted();
        await work(job, inner.signal);
      } catch (cause) {
        failure ??= { cause };
        inner.abort(cause);
      }
    }
  }

  try {
    await Promise.all(Array.from({ length: Math.min(lanes, jobs.length) }, lane));
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
  if (failure) throw failure.cause;
}

/** Workers that share memory with this thread. */
export interface WorkerPool {
  /** Number of workers, 1 or more. */
  readonly size: number;
  close(): Promise<void>;
}

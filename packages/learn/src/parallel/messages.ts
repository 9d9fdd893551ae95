/** To a worker. `run` names one call of `map` or `gang`. */
export type Order =
  | { readonly kind: 'kernels'; readonly modules: readonly (readonly [string, WebAssembly.Module])[] }
  | { readonly kind: 'setup'; readonly run: number; readonly task: string; readonly setup: unknown }
  | { readonly kind: 'job'; readonly run: number; readonly index: number; readonly job: unknown }
  | { readonly kind: 'drop'; readonly run: number };

/** From a worker. */
export type Answer =
  | { readonly kind: 'result'; readonly run: number; readonly index: number; readonly result: unknown }
  | { readonly kind: 'note'; readonly run: number; readonly index: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly run: number; readonly index: number; readonly error: WireError };

/** An error on its way between threads: classes do not survive the trip. */
export interface WireError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
}

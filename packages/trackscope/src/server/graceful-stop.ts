import type { Server } from 'node:http';
import type { Load } from './guard/load.js';

/** How a server stops. */
export interface Stopping {
  /** Takes nothing new, lets what runs finish, cuts it after the limit. Resolves when all is quiet; may be called again. */
  stop(): Promise<void>;
  /** Cuts everything at once. */
  cut(): void;
}

const SWEEP_MS = 50;

/** Stops a server gently. */
export function gracefulStop(server: Server, load: Load, limitMs: number): Stopping {
  let stopped: Promise<void> | null = null;
  return {
    stop() {
      stopped ??= new Promise<void>((resolve) => {
        load.stop();
        const timer = setTimeout(() => server.closeAllConnections(), limitMs);
        // Clients keep connections open after their last answer.
        const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
        server.close(() => {
          clearTimeout(timer);
          clearInterval(sweep);
          resolve();
        });
        server.closeIdleConnections();
      });
      return stopped;
    },
    cut: () => server.closeAllConnections(),
  };
}

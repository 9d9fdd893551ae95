import type { QualityReport } from '@trackscope/catalogue';
import type { ProgressDisplay } from '../cli/progress.js';
import { openEngine } from '../engine/engine.js';
import { readCatalogue, writeRejects } from '../ingest/read-catalogue.js';
import { count } from '../text/numbers.js';
import { Clock } from './clock.js';
import { loadGenreMap } from './genre-map.js';

export interface CheckOptions {
  readonly map?: Record<string, string>;
  readonly mapping?: string;
  readonly genres?: string;
  /** Where to write the rows that cannot be read. */
  readonly rejects?: string;
}

/** Reads and checks a catalogue without keeping it. */
export async function checkCatalogue(
  source: string,
  options: CheckOptions,
  progress: ProgressDisplay,
  signal: AbortSignal,
): Promise<QualityReport> {
  const genreMap = await loadGenreMap(options.genres);
  const engine = await openEngine();
  const interrupt = () => engine.interrupt();
  signal.addEventListener('abort', interrupt);
  try {
    return await new Clock(progress, signal).time(
      'read',
      'Reading and checking',
      async (step) => {
        const { quality } = await readCatalogue(engine, source, {
          ...(options.map ? { map: options.map } : {}),
          ...(options.mapping ? { mapFile: options.mapping } : {}),
          genres: new Set(Object.keys(genreMap.macroOf)),
          onProgress: ({ done, total }) => step.update(done, total),
          signal,
        });
        if (options.rejects) await writeRejects(engine, options.rejects);
        return quality;
      },
      (q) => `${count(q.rows.read)} rows`,
    );
  } finally {
    signal.removeEventListener('abort', interrupt);
    engine.close();
  }
}

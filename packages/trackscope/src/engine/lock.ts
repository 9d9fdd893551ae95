import { quoteText } from '@trackscope/catalogue';
import type { Engine } from './engine.js';

/**
 * Closes an engine to the outside: from now on it reads nothing but the given files and folders, installs and loads
 * nothing, and none of this can be undone on it.
 */
export async function lockEngine(engine: Engine, readable: readonly string[] = []): Promise<void> {
  const places = readable.map((place) => quoteText(place.endsWith('/') ? place : `${place}/`));
  if (places.length > 0) await engine.run(`SET allowed_directories = [${places.join(', ')}]`);
  await engine.run('SET enable_external_access = false');
  await engine.run('SET lock_configuration = true');
}

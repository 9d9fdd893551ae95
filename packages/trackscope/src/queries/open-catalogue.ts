import type { CatalogueQueries } from './contract.js';
import { BROWSER_LISTINGS, openListings } from './listings.js';
import { localQueries } from './local.js';
import type { Question } from './question.js';
import { type AnswerBody, remoteQueries } from './remote.js';

/** Where the app can get a catalogue from. */
export interface CatalogueSource {
  /** Listings of the workspace, as its manifest counts them. */
  readonly listings: number;
  /** Gives `listings.bin`. */
  readonly load: (name: 'listings.bin') => Promise<Uint8Array>;
  /** Asks the server; null where there is none. */
  readonly post: ((question: Question) => Promise<AnswerBody>) | null;
}

/**
 * Answers from columns in the browser, or from the server where the catalogue is too large for that.
 * @throws ListingsError, and whatever `load` and `post` throw
 */
export async function openCatalogue({ listings, load, post }: CatalogueSource): Promise<CatalogueQueries> {
  if (post !== null && listings > BROWSER_LISTINGS) return remoteQueries(post);
  return localQueries(openListings(await load('listings.bin')));
}

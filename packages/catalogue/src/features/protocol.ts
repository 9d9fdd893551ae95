import type { Family } from './families.js';

/** One row for each track, or one for each recording with the popularity of its best release. */
export type UnitName = 'track' | 'recording';

export type HonestName = 'known-artist' | 'new-artist' | 'at-release-known' | 'at-release-new';

/** How a model is judged without leaks: what is held out together, and what may be known at that moment. Data. */
export interface Protocol {
  readonly name: HonestName;
  readonly title: string;
  /**
   * `works`: rows that share a recording or song are held out together. `artists`: rows that share a first-named
   * artist are; and whatever shares a work with a held-out row, or has a held-out artist as a guest, is left out of
   * training.
   */
  readonly heldOutTogether: 'works' | 'artists';
  /** Families of features that may be known. */
  readonly families: readonly Family[];
  /** One line for people. */
  readonly note: string;
}

export const PROTOCOLS: readonly Protocol[] = [
  {
    name: 'known-artist',
    title: 'Known artist',
    heldOutTogether: 'works',
    families: ['sound', 'title', 'genre', 'context', 'artist', 'album'],
    note: 'A track of an artist and an album that the catalogue may know; no other release of its song is seen in training.',
  },
  {
    name: 'new-artist',
    title: 'New artist',
    heldOutTogether: 'artists',
    families: ['sound', 'title', 'genre', 'context', 'album'],
    note: 'A track of an artist of whom nothing is seen in training, not even as a guest; how it is released is known.',
  },
  {
    name: 'at-release-known',
    title: 'At release, known artist',
    heldOutTogether: 'works',
    families: ['sound', 'title', 'genre', 'artist'],
    note: 'The day a track comes out: the artist is known, how it will be released and compiled is not.',
  },
  {
    name: 'at-release-new',
    title: 'At release, new artist',
    heldOutTogether: 'artists',
    families: ['sound', 'title', 'genre'],
    note: 'The day a track comes out, by an artist of whom nothing is known: sound, genre and title alone.',
  },
];

/**
 * The protocol of that name.
 * @throws RangeError for a name that is none of them
 */
export function protocolNamed(name: string): Protocol {
  const found = PROTOCOLS.find((protocol) => protocol.name === name);
  if (!found)
    throw new RangeError(`no protocol "${name}"; there are ${PROTOCOLS.map((p) => p.name).join(', ')}`);
  return found;
}

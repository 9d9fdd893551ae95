import type { Family } from './families.js';

/** One row for each track, or one for each recording with the popularity of its best release. */
export type UnitName = 'track' | 'recording';

/** How a model is judged without leaks: what is held out together, and what may be known at that moment. Data. */
export interface Protocol {
  readonly name: 'known-artist' | 'new-artist' | 'at-release-known' | 'at-release-new';
  readonly title: string;
  /** Rows that share this are held out together: works (recordings and songs), or works and primary artists. */
  readonly heldOutTogether: 'work' | 'artistGroup';
  /** Training tracks on which a held-out artist is a guest are left out of training. */
  readonly dropGuests: boolean;
  /** Families of features that may be known. */
  readonly families: readonly Family[];
  /** One line for people. */
  readonly note: string;
}

export const PROTOCOLS: readonly Protocol[] = [
  {
    name: 'known-artist',
    title: 'Known artist',
    heldOutTogether: 'work',
    dropGuests: false,
    families: ['sound', 'title', 'genre', 'context', 'artist', 'album'],
    note: 'A track of an artist and an album that the catalogue may know; no other release of its song is seen in training.',
  },
  {
    name: 'new-artist',
    title: 'New artist',
    heldOutTogether: 'artistGroup',
    dropGuests: true,
    families: ['sound', 'title', 'genre', 'context', 'album'],
    note: 'A track of an artist of whom nothing is seen in training, not even as a guest; how it is released is known.',
  },
  {
    name: 'at-release-known',
    title: 'At release, known artist',
    heldOutTogether: 'work',
    dropGuests: false,
    families: ['sound', 'title', 'genre', 'artist'],
    note: 'The day a track comes out: the artist is known, how it will be released and compiled is not.',
  },
  {
    name: 'at-release-new',
    title: 'At release, new artist',
    heldOutTogether: 'artistGroup',
    dropGuests: true,
    families: ['sound', 'title', 'genre'],
    note: 'The day a track comes out, by an artist of whom nothing is known: sound, genre and title alone.',
  },
];

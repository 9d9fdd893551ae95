import { foldText } from './fold.js';
import type { Listings, TrackText } from './listings.js';

/** The tracks that hold words, in title, artists or album; answers are kept. */
export interface TrackSearch {
  /** By track, 1 where each of the folded words is in one of the fields. Default: all three fields. */
  tracks(words: readonly string[], fields?: readonly SearchField[]): Uint8Array;
  /** Texts gone through so far, for tests of what is kept. */
  readonly scans: number;
}

export type SearchField = 'title' | 'artists' | 'album';
const FIELDS: readonly SearchField[] = ['title', 'artists', 'album'];
/** Answers that are kept: a person types letter by letter, and goes back. */
const KEPT = 24;

export function trackSearch(listings: Listings): TrackSearch {
  const hits = new Map<string, Uint8Array>();
  const places = new Map<SearchField, Uint32Array>();
  let scans = 0;

  function hitsOf(field: SearchField, word: string): Uint8Array {
    return remembered(hits, `${field}\0${word}`, () => {
      const { texts } = listings[field];
      const folded = texts.folded(foldText);
      let ends = places.get(field);
      if (!ends) {
        ends = endsOf(folded, texts.count);
        places.set(field, ends);
      }
      scans++;
      return scan(folded, ends, word);
    });
  }

  function tracksWith(word: string, fields: readonly SearchField[]): Uint8Array {
    const found = new Uint8Array(listings.tracks);
    for (const field of fields) mark(found, listings[field], hitsOf(field, word));
    return found;
  }

  const answers = new Map<string, Uint8Array>();
  return {
    get scans() {
      return scans;
    },
    tracks(words, fields = FIELDS) {
      return remembered(answers, `${fields.join()}\0${words.join(' ')}`, () => {
        const found = new Uint8Array(listings.tracks).fill(1);
        for (const word of words) {
          const with_ = tracksWith(word, fields);
          for (let track = 0; track < found.length; track++) found[track]! &= with_[track]!;
        }
        return found;
      });
    },
  };
}

function mark(found: Uint8Array, { codes }: TrackText, hits: Uint8Array): void {
  for (let track = 0; track < found.length; track++) found[track]! |= hits[codes[track]!]!;
}

/** Where each text ends in the folded whole. */
function endsOf(folded: string, count: number): Uint32Array {
  const ends = new Uint32Array(count);
  let at = -1;
  for (let i = 0; i < count; i++) {
    at = folded.indexOf('\0', at + 1);
    ends[i] = at;
  }
  return ends;
}

/** By number of text, 1 where it holds the word. */
function scan(folded: string, ends: Uint32Array, word: string): Uint8Array {
  const hits = new Uint8Array(ends.length + 1);
  let text = 0;
  for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, ends[text]! + 1)) {
    while (ends[text]! < at) text++;
    hits[text + 1] = 1;
  }
  return hits;
}

/** The answer for a key; the one that has not been asked for longest makes room. */
function remembered<T>(kept: Map<string, T>, key: string, make: () => T): T {
  const known = kept.get(key);
  const value = known ?? make();
  kept.delete(key);
  kept.set(key, value);
  if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
  return value;
}

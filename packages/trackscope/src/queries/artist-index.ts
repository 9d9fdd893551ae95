import { foldText, searchWords } from './fold.js';
import type { Listings } from './listings.js';

/** The artists of a catalogue, each by itself. */
export interface ArtistIndex {
  /** By track, 1 where one of its artists has this name, in lower case. */
  tracksOf(name: string): Uint8Array;
  /** Artists that contain all the words, those with most tracks first and then by name. */
  find(words: string, count: number): { readonly name: string; readonly tracks: number }[];
}

interface Artist {
  /** As first written. */
  readonly name: string;
  readonly folded: string;
  tracks: number;
  /** Numbers of the billings in which it stands. */
  readonly billings: number[];
}

export function artistIndex({ artists, tracks }: Listings): ArtistIndex {
  const tracksOf = new Uint32Array(artists.texts.count + 1);
  for (let track = 0; track < tracks; track++) tracksOf[artists.codes[track]!]!++;
  const byName = new Map<string, Artist>();
  artists.texts
    .all()
    .split('\0')
    .forEach((billing, i) => {
      for (const name of namesOf(billing)) {
        const key = name.toLowerCase();
        let artist = byName.get(key);
        if (!artist) {
          artist = { name, folded: foldText(name), tracks: 0, billings: [] };
          byName.set(key, artist);
        }
        // An artist who stands twice in a billing has its tracks once.
        if (artist.billings[artist.billings.length - 1] === i + 1) continue;
        artist.billings.push(i + 1);
        artist.tracks += tracksOf[i + 1]!;
      }
    });
  const ranked = [...byName.values()].sort((a, b) => b.tracks - a.tracks || (a.name < b.name ? -1 : 1));
  return {
    tracksOf(name) {
      const passes = new Uint8Array(artists.texts.count + 1);
      for (const billing of byName.get(name)?.billings ?? []) passes[billing] = 1;
      return Uint8Array.from(artists.codes, (code) => passes[code]!);
    },
    find(text, count) {
      const words = searchWords(text);
      const found: { name: string; tracks: number }[] = [];
      for (const { name, folded, tracks } of ranked) {
        if (found.length >= count) break;
        if (words.every((word) => folded.includes(word))) found.push({ name, tracks });
      }
      return found;
    },
  };
}

/** The artists of a line of artists, in the order of their billing. */
function namesOf(billing: string): string[] {
  return billing
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

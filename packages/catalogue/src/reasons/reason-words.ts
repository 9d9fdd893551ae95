import { AUDIO_FEATURES } from '../schema/columns.js';
import { featureName, HISTORY_SUBJECTS, historyPart } from './feature-names.js';
import { plainNumber, soundWords, type UsualRange } from './sound-words.js';

/** What the words about one track are made from. */
export interface ReasonFacts {
  /** Value of a feature column for this track; NaN where it has none. */
  readonly value: (column: string) => number;
  /** What is usual for a sound column; null where it cannot be said. */
  readonly usual: (column: string) => UsualRange | null;
  /** Whose usual range it is: a genre, or "this catalogue". */
  readonly among: string;
}

/** Columns that tell one thing together go by one reason: all history of one source; every other column by itself. */
export function reasonTopic(column: string): string {
  return historyPart(column)?.source ?? column;
}

/** One reason in words, without its points: "On an album of 40 artists". */
export function reasonWords(topic: string, facts: ReasonFacts): string {
  if (AUDIO_FEATURES.some((name) => name === topic)) {
    return soundWords(topic, facts.value(topic), facts.usual(topic), facts.among);
  }
  if (topic in HISTORY_SUBJECTS) return historyWords(topic, facts);
  const value = facts.value(topic);
  const words = PHRASES[topic]?.(value) ?? flagWords(topic, value);
  if (words !== null) return words;
  const { title, unit } = featureName(topic);
  return Number.isNaN(value)
    ? `${title}: not known`
    : `${title}: ${[plainNumber(value, 2), unit].join(' ').trim()}`;
}

const PHRASES: Readonly<Record<string, (value: number) => string>> = {
  artists_on_album: (n) => (n > 1 ? `On an album of ${whole(n)} artists` : 'On an album of one artist'),
  genres_on_album: (n) => `On an album whose tracks are listed under ${counted(n, 'genre')}`,
  tracks_on_album: (n) =>
    n > 1
      ? `${whole(n)} tracks of the catalogue are on an album of this name`
      : 'No other track of the album is known',
  tracks_on_own_album: (n) =>
    n > 1 ? `The artist has ${whole(n)} tracks on the album` : 'The only track of the artist on the album',
  tracks_by_artist: (n) =>
    n > 1
      ? `One of ${whole(n)} tracks of the artist in the catalogue`
      : 'The only track of the artist in the catalogue',
  tracks_by_billing: (n) =>
    n > 1 ? `One of ${whole(n)} tracks of exactly this line-up` : 'The only track of exactly this line-up',
  albums_by_artist: (n) => `The artist is on ${counted(n, 'album')} of the catalogue`,
  genres_of_artist: (n) => `The artist's tracks are listed under ${counted(n, 'genre')}`,
  genres_of_track: (n) => (n > 0 ? `Listed under ${counted(n, 'genre')}` : 'Listed under no genre'),
  releases_of_recording: (n) =>
    n > 1 ? `One of ${whole(n)} releases of the recording` : 'The only release of the recording',
  releases_of_song: (n) =>
    n > 1 ? `One of ${whole(n)} releases of the song` : 'The only release of the song',
  releases_of_work: (n) =>
    n > 1 ? `One of ${whole(n)} releases of the same song or recording` : 'Released once in the catalogue',
  single: (flag) =>
    flag >= 0.5 ? 'A single: title and album are the same' : 'Not a single: the album has another name',
  album_length: (n) => (n > 0 ? `An album name of ${counted(n, 'character')}` : 'No album is named'),
  album_digits: (n) => (n > 0 ? `${counted(n, 'digit')} in the album name` : 'No digit in the album name'),
  performers: (n) => (n > 1 ? `${whole(n)} artists are named` : 'One artist is named'),
  title_length: (n) => `A title of ${counted(n, 'character')}`,
  title_note: (flag) => (flag >= 0.5 ? 'A note in the title' : 'No note in the title'),
  title_foreign_letters: (n) =>
    n > 0 ? `${counted(n, 'letter')} beyond plain Latin in the title` : 'Plain Latin letters in the title',
};

function flagWords(topic: string, value: number): string | null {
  const match = /^(album|title)_says_/.exec(topic);
  if (!match) return null;
  const [subject, kind] = featureName(topic).title.split(' says ');
  return value >= 0.5 ? `${subject} says ${kind}` : `${subject} does not say ${kind}`;
}

/** Of an artist or an album one may know nothing; a set of genres is a fact even when no other track has it. */
const NOTHING_KNOWN: Readonly<Record<string, string>> = {
  genre_set: 'No other known track has exactly these genres',
  first_genre: 'No other known track has this first genre',
  artist: 'Nothing is known of this artist',
  billing: 'No other known track has this line-up',
  album: 'Nothing is known of this album',
  album_of_artist: "Nothing is known of this artist's album",
};

function historyWords(source: string, { value }: ReasonFacts): string {
  const subject = HISTORY_SUBJECTS[source]!;
  const mean = value(`${source}_mean`);
  const tracks = value(`${source}_tracks`);
  if (tracks === 0) return NOTHING_KNOWN[source] ?? `Nothing is known of ${subject}`;
  if (Number.isNaN(mean)) return `What is known of ${subject}`;
  const points = counted(mean, 'point');
  if (Number.isNaN(tracks)) {
    const best = value(`${source}_best`);
    const also = best - mean >= 0.5 ? `, the best ${plainNumber(best, 0)}` : '';
    return `Known tracks with ${subject} average ${points}${also}`;
  }
  const zeros = value(`${source}_zeros`);
  const silent = zeros >= 0.3 ? `, ${plainNumber(zeros * 100, 0)} % of them at zero` : '';
  return `${counted(tracks, 'other track')} of ${subject} ${tracks === 1 ? 'suggests' : 'suggest'} ${points}${silent}`;
}

function whole(n: number): string {
  return plainNumber(n, 0);
}

function counted(n: number, thing: string): string {
  return `${whole(n)} ${thing}${Math.round(n) === 1 ? '' : 's'}`;
}

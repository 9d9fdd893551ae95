import { AUDIO_FEATURES } from '../schema/columns.js';
import {
  type Codes,
  type Coding,
  codesOf,
  type Lists,
  listsOf,
  numbered,
  PAIR_MARK,
  type Pairs,
  pairsOf,
} from './codes.js';
import { joinedGroups } from './groups.js';
import type { Vocabulary } from './vocabulary.js';

/** Columns of a query, as the engine hands them over. */
export type QueryColumns = Readonly<Record<string, Float64Array | (string | null)[]>>;

/** Every track once, with what the catalogue says about it, coded for counting. */
export interface TrackRows {
  readonly rows: number;
  /** Track number in the workspace. */
  readonly track: Int32Array;
  /** Audio features that the catalogue has; NaN is missing. */
  readonly audio: Readonly<Record<string, Float64Array>>;
  /** NaN where it is not known. */
  readonly popularity: Float64Array;
  readonly recordings: Coding;
  readonly songs: Coding;
  /** Tracks joined by a shared recording or song: held out together, always. */
  readonly works: Coding;
  /** First-named artist. */
  readonly primary: Codes;
  /** The whole line of artists. */
  readonly billing: Codes;
  readonly performers: Lists;
  readonly album: Codes;
  /** Album by its primary artist: two albums of one name are two. */
  readonly albumOfArtist: Pairs;
  readonly genres: Lists;
  readonly firstGenre: Codes;
  /** The set of genres, as one category. */
  readonly genreSet: Codes;
  readonly artistInGenre: Pairs;
  readonly albumInGenre: Pairs;
  readonly titles: readonly string[];
  readonly albums: readonly string[];
  readonly titleWords: Lists;
  readonly albumWords: Lists;
  /** Artists as groups: tracks without an artist are one group, since nobody can tell them apart. */
  readonly artists: Int32Array;
  /** Works and artists joined: an encoder never lets a row see its own. */
  readonly artistGroups: Int32Array;
}

/** Reads {@link TrackRows}: one row for each track that is in `listings`, by track number. */
export const TRACK_ROWS_SQL = `SELECT track, ${AUDIO_FEATURES.map((name) =>
  name === 'explicit' ? 'explicit::INTEGER AS explicit' : name,
).join(', ')}, popularity, recording, song, primary_artist, artists_key,
  array_to_string(list_transform(artist_list, lambda a: lower(trim(a))), chr(31)) AS performers,
  lower(trim(album_name)) AS album, track_name, album_name, array_to_string(track_genres, chr(31)) AS genres
  FROM listings WHERE first_of_track ORDER BY track`;

/**
 * Codes the columns of {@link TRACK_ROWS_SQL}.
 *
 * @param known the vocabulary of the catalogue, for tracks that are not of it: what it lacks gets the code −1. Such
 *   tracks are recordings and songs of their own
 */
export function trackRows(rows: number, columns: QueryColumns, known?: Vocabulary): TrackRows {
  const text = (name: string) => (columns[name] as (string | null)[]).map((value) => value ?? '');
  const number = (name: string) => columns[name] as Float64Array;
  const lists = (name: string) => text(name).map((value) => (value === '' ? [] : value.split(PAIR_MARK)));
  const own = (name: string) =>
    known ? { codes: new Int32Array(rows).fill(-1), size: 0 } : numbered(Int32Array.from(number(name)));
  const genreLists = lists('genres');
  const titles = text('track_name');
  const albums = text('album_name');
  const primary = codesOf(text('primary_artist'), known?.primary);
  const album = codesOf(text('album'), known?.album);
  const firstGenre = codesOf(
    genreLists.map((genres) => genres[0] ?? ''),
    known?.firstGenre,
  );
  const recordings = own('recording');
  const songs = own('song');
  const works = known ? songs : numbered(joinedGroups(rows, recordings, songs));
  const artists = Int32Array.from(primary.codes, (code) => (code < 0 ? primary.size : code));
  return {
    rows,
    track: Int32Array.from(number('track')),
    audio: Object.fromEntries(AUDIO_FEATURES.map((name) => [name, number(name)])),
    popularity: number('popularity'),
    recordings,
    songs,
    works,
    primary,
    billing: codesOf(text('artists_key'), known?.billing),
    performers: listsOf(lists('performers'), known?.performers),
    album,
    albumOfArtist: pairsOf(album, primary, known?.albumOfArtist),
    genres: listsOf(genreLists, known?.genres),
    firstGenre,
    genreSet: codesOf(
      genreLists.map((genres) => [...genres].sort().join(PAIR_MARK)),
      known?.genreSet,
    ),
    artistInGenre: pairsOf(primary, firstGenre, known?.artistInGenre),
    albumInGenre: pairsOf(album, firstGenre, known?.albumInGenre),
    titles,
    albums,
    titleWords: listsOf(titles.map(words), known?.titleWords),
    albumWords: listsOf(albums.map(words), known?.albumWords),
    artists,
    artistGroups: joinedGroups(rows, works, { codes: artists }),
  };
}

/** The words of a text, lower case; letters and digits of any script. */
export function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

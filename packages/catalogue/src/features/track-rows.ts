import { AUDIO_FEATURES } from '../schema/columns.js';
import { type Codes, codesOf, type Lists, listsOf, PAIR_MARK, pairsOf } from './codes.js';
import { joinedGroups } from './groups.js';

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
  readonly recording: Int32Array;
  readonly song: Int32Array;
  /** First-named artist. */
  readonly primary: Codes;
  /** The whole line of artists. */
  readonly billing: Codes;
  readonly performers: Lists;
  readonly album: Codes;
  /** Album by its primary artist: two albums of one name are two. */
  readonly albumOfArtist: Codes;
  readonly genres: Lists;
  readonly firstGenre: Codes;
  /** The set of genres, as one category. */
  readonly genreSet: Codes;
  readonly artistInGenre: Codes;
  readonly albumInGenre: Codes;
  readonly titles: readonly string[];
  readonly albums: readonly string[];
  readonly titleWords: Lists;
  readonly albumWords: Lists;
  /** Tracks joined by a shared recording or song: held out together, always. */
  readonly work: Int32Array;
  /** Works and primary artists joined: held out together when artists are to be new. */
  readonly artistGroup: Int32Array;
}

/** Reads {@link TrackRows}: one row for each track that is in `listings`, by track number. */
export const TRACK_ROWS_SQL = `SELECT track, ${AUDIO_FEATURES.map((name) =>
  name === 'explicit' ? 'explicit::INTEGER AS explicit' : name,
).join(', ')}, popularity, recording, song, primary_artist, artists_key,
  array_to_string(list_transform(artist_list, lambda a: lower(a)), chr(31)) AS performers,
  coalesce(lower(trim(album_name)), '') AS album, track_name, coalesce(album_name, '') AS album_name,
  array_to_string(track_genres, chr(31)) AS genres
  FROM listings WHERE first_of_track ORDER BY track`;

/** Codes the columns of {@link TRACK_ROWS_SQL}. */
export function trackRows(rows: number, columns: QueryColumns): TrackRows {
  const text = (name: string) => (columns[name] as (string | null)[]).map((value) => value ?? '');
  const number = (name: string) => columns[name] as Float64Array;
  const whole = (name: string) => Int32Array.from(number(name));
  const lists = (name: string) => text(name).map((value) => (value === '' ? [] : value.split(PAIR_MARK)));
  const genreLists = lists('genres');
  const primary = codesOf(text('primary_artist'));
  const album = codesOf(text('album'));
  const firstGenre = codesOf(genreLists.map((genres) => genres[0] ?? ''));
  const recording = whole('recording');
  const song = whole('song');
  const work = joinedGroups(rows, { codes: recording }, { codes: song });
  const audio = AUDIO_FEATURES.filter((name) => number(name).some((value) => !Number.isNaN(value)));
  const titles = text('track_name');
  const albums = text('album_name');
  return {
    rows,
    track: whole('track'),
    audio: Object.fromEntries(audio.map((name) => [name, number(name)])),
    popularity: number('popularity'),
    recording,
    song,
    primary,
    billing: codesOf(text('artists_key')),
    performers: listsOf(lists('performers')),
    album,
    albumOfArtist: pairsOf(album, primary),
    genres: listsOf(genreLists),
    firstGenre,
    genreSet: codesOf(genreLists.map((genres) => [...genres].sort().join(PAIR_MARK))),
    artistInGenre: pairsOf(primary, firstGenre),
    albumInGenre: pairsOf(album, firstGenre),
    titles,
    albums,
    titleWords: listsOf(titles.map(words)),
    albumWords: listsOf(albums.map(words)),
    work,
    artistGroup: joinedGroups(rows, { codes: work }, primary),
  };
}

/** The words of a text, lower case; letters and digits of any script. */
export function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

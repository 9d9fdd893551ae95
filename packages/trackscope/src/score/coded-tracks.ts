import {
  AUDIO_FEATURES,
  type Codes,
  codesOf,
  genreKey,
  type Lists,
  listsOf,
  PAIR_MARK,
  pairsOf,
  publishedKey,
  type TrackRows,
  type Vocabulary,
  words,
} from '@trackscope/catalogue';
import type { TrackColumns } from './track-columns.js';

/** The name that an artist goes by in a vocabulary. */
export function artistKey(name: string): string {
  return name.trim().toLowerCase();
}

const genreNames = new WeakMap<readonly string[], Map<string, string>>();

/** A genre as the catalogue writes it, whatever its case, hyphens and blanks; one that it lacks as it stands. */
export function knownGenre(name: string, { genres }: Vocabulary): string {
  let names = genreNames.get(genres);
  if (!names) {
    names = new Map(genres.map((genre) => [genreKey(genre), genre]));
    for (const genre of genres) names.set(genre, genre);
    genreNames.set(genres, names);
  }
  return names.get(name) ?? names.get(genreKey(name)) ?? name;
}

/**
 * Tracks in the words of a catalogue, as `trackRows` of it codes columns with a vocabulary; each distinct text is looked up
 * once. Recordings and songs of their own; artists, albums and words that the catalogue lacks are −1.
 */
export function codedTracks(columns: TrackColumns, vocabulary: Vocabulary): TrackRows {
  const { rows, titles, sound } = columns;
  const own = { codes: new Int32Array(rows).fill(-1), size: 0 };
  const missing = new Float64Array(rows).fill(Number.NaN);
  const artists = columns.artists.values;
  const billed = columns.artists.places;
  const primary = spread(
    codesOf(
      artists.map((names) => artistKey(names[0] ?? '')),
      vocabulary.primary,
    ),
    billed,
  );
  const albums = columns.albums.values;
  const albumAt = columns.albums.places;
  const album = spread(
    codesOf(
      albums.map((name) => name.trim().toLowerCase()),
      vocabulary.album,
    ),
    albumAt,
  );
  const genres = columns.genres.values.map((names) =>
    marked(names.map((name) => knownGenre(name, vocabulary))),
  );
  const genreAt = columns.genres.places;
  const firstGenre = spread(
    codesOf(
      genres.map((names) => names[0] ?? ''),
      vocabulary.firstGenre,
    ),
    genreAt,
  );
  const groups = primary.codes.map((code) => (code < 0 ? primary.size : code));
  return {
    rows,
    track: Int32Array.from(titles.keys()),
    audio: Object.fromEntries(AUDIO_FEATURES.map((name) => [name, sound[name] ?? missing])),
    popularity: missing,
    recordings: own,
    songs: own,
    works: own,
    primary,
    billing: spread(
      codesOf(
        artists.map((names) => publishedKey(names.join(';'))),
        vocabulary.billing,
      ),
      billed,
    ),
    performers: spreadLists(
      listsOf(
        artists.map((names) => marked(names.map(artistKey))),
        vocabulary.performers,
      ),
      billed,
    ),
    album,
    albumOfArtist: pairsOf(album, primary, vocabulary.albumOfArtist),
    genres: spreadLists(listsOf(genres, vocabulary.genres), genreAt),
    firstGenre,
    genreSet: spread(
      codesOf(
        genres.map((names) => [...names].sort().join(PAIR_MARK)),
        vocabulary.genreSet,
      ),
      genreAt,
    ),
    artistInGenre: pairsOf(primary, firstGenre, vocabulary.artistInGenre),
    albumInGenre: pairsOf(album, firstGenre, vocabulary.albumInGenre),
    titles,
    albums: textsOf(albums, albumAt),
    titleWords: listsOf(titles.map(words), vocabulary.titleWords),
    albumWords: spreadLists(listsOf(albums.map(words), vocabulary.albumWords), albumAt),
    artists: groups,
    // None of them shares a work with another.
    artistGroups: groups,
  };
}

/** A list as it comes out of one text, in which catalogues keep it: of one empty name nothing is left. */
function marked(names: readonly string[]): string[] {
  const text = names.join(PAIR_MARK);
  return text === '' ? [] : text.split(PAIR_MARK);
}

function textsOf(values: readonly string[], places: Uint32Array): string[] {
  const out = new Array<string>(places.length);
  for (let row = 0; row < out.length; row++) out[row] = values[places[row]!]!;
  return out;
}

function spread({ codes, levels, size }: Codes, places: Uint32Array): Codes {
  const out = new Int32Array(places.length);
  for (let row = 0; row < out.length; row++) out[row] = codes[places[row]!]!;
  return { codes: out, levels, size };
}

function spreadLists({ starts, codes, levels, size }: Lists, places: Uint32Array): Lists {
  const outStarts = new Uint32Array(places.length + 1);
  for (let row = 0; row < places.length; row++) {
    const place = places[row]!;
    outStarts[row + 1] = outStarts[row]! + starts[place + 1]! - starts[place]!;
  }
  const out = new Int32Array(outStarts[places.length]!);
  for (let row = 0; row < places.length; row++) {
    const end = starts[places[row]! + 1]!;
    let to = outStarts[row]!;
    for (let at = starts[places[row]!]!; at < end; at++) out[to++] = codes[at]!;
  }
  return { starts: outStarts, codes: out, levels, size };
}

import {
  AUDIO_FEATURES,
  type Coding,
  type FixedFeatures,
  fixedFeatures,
  genreKey,
  PAIR_MARK,
  publishedKey,
  type QueryColumns,
  type TrackRows,
  trackRows,
  type Vocabulary,
} from '@trackscope/catalogue';
import type { TrackInput } from './contract.js';
import { albumName, contextOfRelease, forgetsAlbum } from './release.js';

/** Tracks to be scored, coded in the words of a catalogue, with the features that need no label. */
export interface ScoredTracks {
  readonly tracks: TrackRows;
  readonly fixed: FixedFeatures;
}

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

/** Tracks that are not of the catalogue: artists, albums and words that it lacks are strangers. */
export function scoredTracks(inputs: readonly TrackInput[], vocabulary: Vocabulary): ScoredTracks {
  const tracks = trackRows(inputs.length, columnsOf(inputs, vocabulary), vocabulary);
  forgetAlbums(tracks, inputs);
  const fixed = fixedFeatures(tracks, vocabulary);
  inputs.forEach(({ release, genres }, row) => {
    if (!release || release.kind === 'as-written') return;
    const value = (name: string) => fixed.columns[name]?.[row] ?? Number.NaN;
    const context = contextOfRelease(release, new Set(genres).size, value, vocabulary);
    for (const [name, number] of Object.entries(context)) {
      const column = fixed.columns[name];
      if (column) column[row] = number;
    }
  });
  return { tracks, fixed };
}

/** An album that is the track's alone, or has no name, is none that the catalogue knows. */
function forgetAlbums(
  { album, albumOfArtist, albumInGenre }: TrackRows,
  inputs: readonly TrackInput[],
): void {
  const codings: readonly Coding[] = [album, albumOfArtist, albumInGenre];
  inputs.forEach((input, row) => {
    if (forgetsAlbum(input)) for (const { codes } of codings) codes[row] = -1;
  });
}

/** New tracks as the columns that tracks of a catalogue are read from. */
function columnsOf(inputs: readonly TrackInput[], vocabulary: Vocabulary): QueryColumns {
  const rows = inputs.length;
  const columns: Record<string, Float64Array | string[]> = {
    track: Float64Array.from(inputs.keys()),
    popularity: new Float64Array(rows).fill(Number.NaN),
    primary_artist: inputs.map(({ artists }) => artistKey(artists?.[0] ?? '')),
    artists_key: inputs.map(({ artists }) => publishedKey(artists?.join(';') ?? '')),
    performers: inputs.map(({ artists }) => (artists ?? []).map(artistKey).join(PAIR_MARK)),
    album: inputs.map((input) => albumName(input).trim().toLowerCase()),
    track_name: inputs.map(({ title }) => title ?? ''),
    album_name: inputs.map(albumName),
    genres: inputs.map(({ genres }) =>
      (genres ?? []).map((name) => knownGenre(name, vocabulary)).join(PAIR_MARK),
    ),
  };
  for (const name of AUDIO_FEATURES) {
    const values = new Float64Array(rows);
    for (let row = 0; row < rows; row++) values[row] = inputs[row]!.sound?.[name] ?? Number.NaN;
    columns[name] = values;
  }
  return columns;
}

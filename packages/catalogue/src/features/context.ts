import { type Coding, distinctOfCode, type Lists, rowsOfCode, valuesOfRows } from './codes.js';
import { releaseWordFlags } from './release-words.js';
import type { TrackRows } from './track-rows.js';

/** The codings whose rows are counted. */
export type CountedCoding =
  | 'recordings'
  | 'songs'
  | 'works'
  | 'album'
  | 'albumOfArtist'
  | 'primary'
  | 'billing';

/** What is counted in a catalogue around each code, without looking at any label: feature by feature. */
export type ContextCounts = Readonly<
  Record<string, { readonly of: CountedCoding; readonly counts: Float64Array }>
>;

/** Counts what context features need; stored, it serves tracks to come. */
export function contextCounts(tracks: TrackRows): ContextCounts {
  const { album, genres, primary } = tracks;
  const rows = (of: CountedCoding) => ({ of, counts: rowsOfCode(tracks[of]) });
  const distinct = (of: CountedCoding, inner: Coding | Lists) => ({
    of,
    counts: distinctOfCode(tracks[of], inner),
  });
  return {
    releases_of_recording: rows('recordings'),
    releases_of_song: rows('songs'),
    releases_of_work: rows('works'),
    artists_on_album: distinct('album', primary),
    genres_on_album: distinct('album', genres),
    tracks_on_album: rows('album'),
    tracks_on_own_album: rows('albumOfArtist'),
    tracks_by_artist: rows('primary'),
    tracks_by_billing: rows('billing'),
    albums_by_artist: distinct('primary', album),
    genres_of_artist: distinct('primary', genres),
  };
}

/**
 * What a catalogue says around a track without any label, one value a track. An artist, album or recording that the
 * catalogue does not have counts as the one that this track makes it.
 */
export function contextFeatures(tracks: TrackRows, counts: ContextCounts): Record<string, Float64Array> {
  const { genres, titles, albums } = tracks;
  const counted = Object.entries(counts).map(([name, table]) => [
    name,
    valuesOfRows(tracks[table.of], table.counts, 1),
  ]);
  return {
    genres_of_track: listLengths(genres),
    ...Object.fromEntries(counted),
    single: Float64Array.from(titles, (title, i) => (same(title, albums[i]!) ? 1 : 0)),
    album_length: Float64Array.from(albums, (text) => text.length),
    album_digits: Float64Array.from(albums, (text) => (text.match(/\d/g) ?? []).length),
    ...releaseWordFlags('album', albums),
  };
}

/** What title and billing say the day a track comes out. */
export function titleFeatures({ titles, performers }: TrackRows): Record<string, Float64Array> {
  return {
    performers: listLengths(performers),
    title_length: Float64Array.from(titles, (text) => text.length),
    title_note: Float64Array.from(titles, (text) => (/ - |[([]/.test(text) ? 1 : 0)),
    title_foreign_letters: Float64Array.from(
      titles,
      (text) => (text.match(/[^\u0020-\u007e]/g) ?? []).length,
    ),
    ...releaseWordFlags('title', titles),
  };
}

function listLengths({ starts }: Lists): Float64Array {
  return Float64Array.from({ length: starts.length - 1 }, (_, row) => starts[row + 1]! - starts[row]!);
}

function same(title: string, album: string): boolean {
  return title !== '' && title.trim().toLowerCase() === album.trim().toLowerCase();
}

import { distinctWithin, type Lists, rowsPerCode } from './codes.js';
import type { TrackRows } from './track-rows.js';

/** Words that tell a kind of release, as patterns over lower-case text. */
const RELEASE_WORDS: Readonly<Record<string, RegExp>> = {
  christmas: /\b(christmas|xmas|holiday|navidad|weihnacht|noël|natal)/,
  party: /\b(party|hits|summer|dance|club|fiesta|verano)/,
  best_of: /\b(best|greatest|collection|anthology|essential|ultimate)/,
  remix: /\b(remix|mix|edit|version|bootleg|rework)/,
  live: /\b(live|concert|unplugged|session|en vivo|ao vivo)/,
  remaster: /\b(remaster|deluxe|anniversary|expanded|edition)/,
  soundtrack: /\b(soundtrack|ost|score|theme|motion picture|original)/,
  mood: /\b(sleep|lounge|relax|chill|study|focus|sad|love|playlist)/,
  series: /\b(vol|volume|pt|part)\b/,
  decade: /\b(19|20)\d\d\b|\b\d0s\b/,
};

/** What a catalogue says around a track without any label, one value a track. Names are those of `FEATURES`. */
export function contextFeatures(tracks: TrackRows): Record<string, Float64Array> {
  const { primary, album, albumOfArtist, billing, genres, performers, titles, albums } = tracks;
  const recordings = { codes: tracks.recording, levels: numbered(tracks.recording) };
  const songs = { codes: tracks.song, levels: numbered(tracks.song) };
  const works = { codes: tracks.work, levels: numbered(tracks.work) };
  return {
    genres_of_track: lengths(genres),
    releases_of_recording: rowsPerCode(recordings),
    releases_of_song: rowsPerCode(songs),
    releases_of_work: rowsPerCode(works),
    artists_on_album: distinctWithin(album, primary),
    genres_on_album: distinctWithin(album, genres),
    tracks_on_album: rowsPerCode(album),
    tracks_on_own_album: rowsPerCode(albumOfArtist),
    tracks_by_artist: rowsPerCode(primary),
    tracks_by_billing: rowsPerCode(billing),
    albums_by_artist: distinctWithin(primary, album),
    genres_of_artist: distinctWithin(primary, genres),
    performers: lengths(performers),
    single: Float64Array.from(titles, (title, i) => (same(title, albums[i]!) ? 1 : 0)),
    album_length: Float64Array.from(albums, (text) => text.length),
    album_digits: Float64Array.from(albums, (text) => (text.match(/\d/g) ?? []).length),
    ...wordFlags('album', albums),
  };
}

/** What title and billing say the day a track comes out. */
export function titleFeatures({ titles, performers }: TrackRows): Record<string, Float64Array> {
  return {
    performers: lengths(performers),
    title_length: Float64Array.from(titles, (text) => text.length),
    title_note: Float64Array.from(titles, (text) => (/ - |[([]/.test(text) ? 1 : 0)),
    title_foreign_letters: Float64Array.from(
      titles,
      (text) => (text.match(/[^\u0020-\u007e]/g) ?? []).length,
    ),
    ...wordFlags('title', titles),
  };
}

function wordFlags(of: string, texts: readonly string[]): Record<string, Float64Array> {
  const lower = texts.map((text) => text.toLowerCase());
  return Object.fromEntries(
    Object.entries(RELEASE_WORDS).map(([name, pattern]) => [
      `${of}_says_${name}`,
      Float64Array.from(lower, (text) => (pattern.test(text) ? 1 : 0)),
    ]),
  );
}

function lengths({ starts }: Lists): Float64Array {
  return Float64Array.from({ length: starts.length - 1 }, (_, row) => starts[row + 1]! - starts[row]!);
}

function same(title: string, album: string): boolean {
  return title.trim().toLowerCase() === album.trim().toLowerCase();
}

function numbered(codes: Int32Array): readonly string[] {
  let most = -1;
  for (const code of codes) most = Math.max(most, code);
  return Array.from({ length: most + 1 }, (_, code) => String(code));
}

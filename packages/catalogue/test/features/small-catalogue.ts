import { createRandom } from '@trackscope/learn';
import { AUDIO_FEATURES, type QueryColumns, type TrackRows, trackRows } from '../../src/index.js';

/** A track of a made-up catalogue; what is left out is drawn. */
export interface MadeTrack {
  readonly artists: readonly string[];
  readonly title: string;
  readonly album: string;
  readonly genres: readonly string[];
  readonly popularity: number;
  readonly recording: number;
  readonly song: number;
  readonly sound?: number;
}

/** Columns as the engine hands them over. */
export function columnsOf(tracks: readonly MadeTrack[], seed = 1): QueryColumns {
  const random = createRandom(seed);
  const number = (of: (track: MadeTrack, i: number) => number) => Float64Array.from(tracks, of);
  const audio = Object.fromEntries(
    AUDIO_FEATURES.map((name) => [name, number((track) => track.sound ?? random.next())]),
  );
  return {
    ...audio,
    track: number((_, i) => i),
    popularity: number((track) => track.popularity),
    recording: number((track) => track.recording),
    song: number((track) => track.song),
    primary_artist: tracks.map(({ artists }) => artists[0]?.toLowerCase() ?? null),
    artists_key: tracks.map(({ artists }) => artists.join(' and ').toLowerCase()),
    performers: tracks.map(({ artists }) => artists.map((a) => a.toLowerCase()).join('\u001f')),
    album: tracks.map(({ album }) => album.toLowerCase()),
    track_name: tracks.map(({ title }) => title),
    album_name: tracks.map(({ album }) => album),
    genres: tracks.map(({ genres }) => genres.join('\u001f')),
  };
}

/** The tracks, coded. */
export function codedTracks(tracks: readonly MadeTrack[], seed = 1): TrackRows {
  return trackRows(tracks.length, columnsOf(tracks, seed));
}

/**
 * A catalogue of artists with a level of their own, genres with another, songs that come out several times, and
 * guests: popularity is artist + genre + noise.
 */
export function madeCatalogue(artists = 60, songsOfEach = 6, seed = 7): MadeTrack[] {
  const random = createRandom(seed);
  const made: MadeTrack[] = [];
  let song = 0;
  for (let a = 0; a < artists; a++) {
    const level = 20 + 40 * random.next();
    const genre = `genre ${a % 6}`;
    for (let s = 0; s < songsOfEach; s++, song++) {
      const releases = s % 3 === 0 ? 2 : 1;
      for (let release = 0; release < releases; release++) {
        const guest = s % 4 === 1 ? [`Artist ${(a + 1) % artists}`] : [];
        made.push({
          artists: [`Artist ${a}`, ...guest],
          title: `Song ${song} of love`,
          album: release === 0 ? `Album ${a} ${s % 2}` : `Hits ${a % 5}`,
          genres: s % 5 === 0 ? [genre, 'extra'] : [genre],
          popularity: Math.round(
            Math.max(0, Math.min(100, level + 3 * (a % 6) + 10 * (random.next() - 0.5) - 10 * release)),
          ),
          recording: song,
          song,
        });
      }
    }
  }
  return made;
}

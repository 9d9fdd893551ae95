import type { Pairs } from './codes.js';
import type { ContextCounts } from './context.js';
import { audioOf } from './fold-features.js';
import type { TrackRows } from './track-rows.js';

/** The texts that a catalogue has for each coding, by code, and what it counts around them: serves tracks to come. */
export interface Vocabulary {
  readonly primary: readonly string[];
  readonly billing: readonly string[];
  readonly performers: readonly string[];
  readonly album: readonly string[];
  readonly genres: readonly string[];
  readonly firstGenre: readonly string[];
  readonly genreSet: readonly string[];
  readonly titleWords: readonly string[];
  readonly albumWords: readonly string[];
  readonly albumOfArtist: PairLevels;
  readonly artistInGenre: PairLevels;
  readonly albumInGenre: PairLevels;
  /** Only of codings that stand here; counts by recording or song mean nothing for a track to come. */
  readonly counts: ContextCounts;
  /** Audio features that the catalogue has. */
  readonly audio: readonly string[];
}

export type PairLevels = Pick<Pairs, 'left' | 'right'>;

const OWN_CODINGS = ['recordings', 'songs', 'works'];

/** The vocabulary of a catalogue. */
export function vocabularyOf(tracks: TrackRows, counts: ContextCounts): Vocabulary {
  const pair = ({ left, right }: Pairs): PairLevels => ({ left, right });
  return {
    primary: tracks.primary.levels,
    billing: tracks.billing.levels,
    performers: tracks.performers.levels,
    album: tracks.album.levels,
    genres: tracks.genres.levels,
    firstGenre: tracks.firstGenre.levels,
    genreSet: tracks.genreSet.levels,
    titleWords: tracks.titleWords.levels,
    albumWords: tracks.albumWords.levels,
    albumOfArtist: pair(tracks.albumOfArtist),
    artistInGenre: pair(tracks.artistInGenre),
    albumInGenre: pair(tracks.albumInGenre),
    counts: Object.fromEntries(
      Object.entries(counts).map(([name, table]) =>
        OWN_CODINGS.includes(table.of)
          ? [name, { of: table.of, counts: new Float64Array(0) }]
          : [name, table],
      ),
    ),
    audio: audioOf(tracks),
  };
}

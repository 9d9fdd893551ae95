import { columnSpec } from '../schema/columns.js';

/** What people call a feature column. */
export interface FeatureName {
  /** For axis titles and tables. */
  readonly title: string;
  /** One sentence. */
  readonly description: string;
  /** '' for a plain number. */
  readonly unit: string;
}

type Named = readonly [title: string, description: string, unit?: string];

const SINGLE_COLUMNS: Readonly<Record<string, Named>> = {
  genres_of_track: ['Genres of the track', 'Under how many genres the catalogue lists the track.', 'genres'],
  releases_of_recording: [
    'Releases of the recording',
    'How many tracks of the catalogue are this very recording.',
    'tracks',
  ],
  releases_of_song: [
    'Releases of the song',
    'How many tracks of the artist have this title, notes in brackets aside.',
    'tracks',
  ],
  releases_of_work: [
    'Releases of the work',
    'How many tracks are joined with this one by a shared recording or song.',
    'tracks',
  ],
  artists_on_album: [
    'Artists on the album',
    'How many different primary artists share the album: a compilation has many.',
    'artists',
  ],
  genres_on_album: [
    'Genres on the album',
    'Under how many genres the tracks of the album are listed.',
    'genres',
  ],
  tracks_on_album: [
    'Tracks on the album',
    'How many tracks of the catalogue are on an album of this name.',
    'tracks',
  ],
  tracks_on_own_album: [
    'Own tracks on the album',
    'How many tracks of the catalogue this artist has on the album.',
    'tracks',
  ],
  tracks_by_artist: [
    'Tracks by the artist',
    'How many tracks of the catalogue the primary artist has.',
    'tracks',
  ],
  tracks_by_billing: [
    'Tracks by the same line-up',
    'How many tracks of the catalogue name exactly these artists.',
    'tracks',
  ],
  albums_by_artist: [
    'Albums by the artist',
    'On how many albums of the catalogue the primary artist is.',
    'albums',
  ],
  genres_of_artist: [
    'Genres of the artist',
    'Under how many genres the tracks of the primary artist are listed.',
    'genres',
  ],
  single: ['Single', 'Whether the title is the name of the album: 1 for a single.'],
  album_length: ['Length of the album name', 'How many characters the name of the album has.', 'characters'],
  album_digits: ['Digits in the album name', 'How many digits the name of the album has.', 'digits'],
  performers: ['Performers', 'How many artists are named.', 'artists'],
  title_length: ['Length of the title', 'How many characters the title has.', 'characters'],
  title_note: ['Note in the title', 'Whether the title has a note after a dash or in brackets: 1 if so.'],
  title_foreign_letters: [
    'Letters beyond plain Latin',
    'How many characters of the title are accented or of another script.',
    'characters',
  ],
};

const WORD_KINDS: Readonly<Record<string, string>> = {
  christmas: 'Christmas or a holiday',
  party: 'party, hits, summer or dance',
  best_of: 'best of, greatest or a collection',
  remix: 'remix, mix, edit or version',
  live: 'live, concert or unplugged',
  remaster: 'remaster, deluxe or an edition',
  soundtrack: 'soundtrack, score or theme',
  mood: 'a mood such as sleep, chill or love',
  series: 'volume or part',
  decade: 'a year or a decade',
};

/** Whose known popularity a history column looks up. */
export const HISTORY_SUBJECTS: Readonly<Record<string, string>> = {
  genre_set: 'this set of genres',
  first_genre: 'the first genre',
  genres: 'the genres',
  title_words: 'the words of the title',
  artist: 'the artist',
  billing: 'this line-up',
  performers_known: 'the performers',
  artist_in_genre: 'the artist in this genre',
  album: 'the album',
  album_in_genre: 'the album in this genre',
  album_words: 'the words of the album name',
  album_of_artist: "the artist's album",
};

const HISTORY_STATISTICS: Readonly<Record<string, (subject: string) => Named>> = {
  mean: (of) => [
    `Popularity of ${of}`,
    `Mean popularity of other tracks of ${of}, drawn towards the overall mean where there are few.`,
    'points',
  ],
  tracks: (of) => [
    `Known tracks of ${of}`,
    `How many other tracks of ${of} have a known popularity.`,
    'tracks',
  ],
  zeros: (of) => [
    `Zeros of ${of}`,
    `Share of other tracks of ${of} whose popularity is 0, drawn towards the overall share where there are few.`,
  ],
  spread: (of) => [
    `Spread of ${of}`,
    `Standard deviation of the popularity of other tracks of ${of}.`,
    'points',
  ],
  best: (of) => [`Best of ${of}`, `The highest mean popularity among ${of}.`, 'points'],
  worst: (of) => [`Worst of ${of}`, `The lowest mean popularity among ${of}.`, 'points'],
};

/** Source and statistic of a history column (`artist_mean` → artist, mean); null for any other. */
export function historyPart(name: string): { source: string; statistic: string } | null {
  const match = /^(.+)_([a-z]+)$/.exec(name);
  const [, source, statistic] = match ?? [];
  if (source === undefined || statistic === undefined) return null;
  return source in HISTORY_SUBJECTS && statistic in HISTORY_STATISTICS ? { source, statistic } : null;
}

/** What people call a feature column; null for one that no builder of ours makes. */
export function knownFeatureName(name: string): FeatureName | null {
  const single = SINGLE_COLUMNS[name];
  if (single) return named(single);
  const words = /^(album|title)_says_(.+)$/.exec(name);
  const kind = words && WORD_KINDS[words[2]!];
  if (kind) {
    return named([
      `${words[1] === 'album' ? 'Album' : 'Title'} says ${kind}`,
      `Whether the ${words[1] === 'album' ? 'name of the album' : 'title'} speaks of ${kind}: 1 if so.`,
    ]);
  }
  const history = historyPart(name);
  if (history) return named(HISTORY_STATISTICS[history.statistic]!(HISTORY_SUBJECTS[history.source]!));
  return audioName(name);
}

/** As {@link knownFeatureName}; a column of another's making goes by its own name. */
export function featureName(name: string): FeatureName {
  return (
    knownFeatureName(name) ?? {
      title: name.replaceAll('_', ' '),
      description: `The column ${name}.`,
      unit: '',
    }
  );
}

function audioName(name: string): FeatureName | null {
  try {
    const { title, description, unit } = columnSpec(name);
    return { title, description, unit };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function named([title, description, unit = '']: Named): FeatureName {
  return { title, description, unit };
}

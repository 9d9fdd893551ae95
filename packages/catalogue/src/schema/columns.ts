/** What a column is for. Decides which checks, charts and features use it. */
export type ColumnRole = 'identity' | 'text' | 'genre' | 'audio' | 'target';

/** How a column's text is read. `boolean` accepts true/false, yes/no and 1/0 in any case. */
export type ColumnType = 'text' | 'number' | 'integer' | 'boolean';

/** Everything Trackscope knows about one column of a catalogue. */
export interface ColumnSpec {
  /** Our name, as it stands in the workspace and in every command. */
  readonly name: ColumnName;
  /** What a person reads: axis titles, table heads. */
  readonly title: string;
  /** Unit for axis titles, or '' for a plain number. */
  readonly unit: string;
  readonly role: ColumnRole;
  readonly type: ColumnType;
  /** A catalogue without it cannot be read at all. */
  readonly required: boolean;
  /** Smallest and largest possible value, both inclusive; null where there is no bound. */
  readonly min: number | null;
  readonly max: number | null;
  /** Values that a broken analysis writes in place of "unknown". */
  readonly impossibleZero: boolean;
  /** Other names it goes by, in the form of {@link columnKey}. */
  readonly synonyms: readonly string[];
  /** One sentence for help texts and tooltips. */
  readonly description: string;
  /** What cannot be done without it, completing "without it, …"; '' when it is required. */
  readonly absence: string;
}

export type ColumnName =
  | 'track_id'
  | 'artists'
  | 'album_name'
  | 'track_name'
  | 'popularity'
  | 'duration_min'
  | 'explicit'
  | 'danceability'
  | 'energy'
  | 'key'
  | 'loudness'
  | 'mode'
  | 'speechiness'
  | 'acousticness'
  | 'instrumentalness'
  | 'liveness'
  | 'valence'
  | 'tempo'
  | 'time_signature'
  | 'track_genre';

const base = {
  unit: '',
  required: true,
  min: null,
  max: null,
  impossibleZero: false,
  synonyms: [],
  absence: '',
};
const share = { ...base, role: 'audio', type: 'number', min: 0, max: 1 } as const;

/** Every column of a catalogue, in the order in which the workspace keeps them. */
export const COLUMNS: readonly ColumnSpec[] = [
  {
    ...base,
    name: 'track_id',
    title: 'Track id',
    role: 'identity',
    type: 'text',
    required: false,
    synonyms: ['id', 'uri', 'trackuri', 'spotifyid', 'spotifyuri', 'spotifytrackid'],
    description: 'Identifier of the track; listings that share it are one track.',
    absence: 'tracks are told apart by artists, title, album and duration',
  },
  {
    ...base,
    name: 'artists',
    title: 'Artists',
    role: 'text',
    type: 'text',
    synonyms: [
      'artist',
      'artistname',
      'artistnames',
      'artistsname',
      'artistsnames',
      'trackartist',
      'trackartists',
    ],
    description: 'Performing artists, separated by semicolons, the first-named being the primary artist.',
  },
  {
    ...base,
    name: 'album_name',
    title: 'Album',
    role: 'text',
    type: 'text',
    required: false,
    synonyms: ['album', 'albumtitle', 'trackalbumname', 'release', 'releasename'],
    description: 'Title of the album or compilation on which the track appears.',
    absence: 'albums cannot be ranked or compared',
  },
  {
    ...base,
    name: 'track_name',
    title: 'Title',
    role: 'text',
    type: 'text',
    synonyms: ['title', 'name', 'track', 'song', 'songname', 'songtitle', 'tracktitle'],
    description: 'Title of the track.',
  },
  {
    ...base,
    name: 'popularity',
    title: 'Popularity',
    unit: 'points',
    role: 'target',
    type: 'number',
    required: false,
    min: 0,
    max: 100,
    synonyms: ['trackpopularity', 'songpopularity', 'spotifypopularity'],
    description: 'Score from 0 to 100 of plays and their recency, given to each release by itself.',
    absence: 'the catalogue can be explored and scored, but nothing can be learnt from it',
  },
  {
    ...base,
    name: 'duration_min',
    title: 'Duration',
    unit: 'min',
    role: 'audio',
    type: 'number',
    min: 0,
    synonyms: [
      'durationms',
      'duration',
      'durations',
      'durationsec',
      'durationseconds',
      'trackdurationms',
      'length',
      'lengthms',
    ],
    description: 'Length of the track in minutes; read from milliseconds, seconds or minutes.',
  },
  {
    ...base,
    name: 'explicit',
    title: 'Explicit',
    role: 'audio',
    type: 'boolean',
    required: false,
    synonyms: ['isexplicit', 'trackexplicit'],
    description: 'Whether the lyrics are marked explicit.',
    absence: 'clean and explicit tracks cannot be told apart',
  },
  {
    ...share,
    name: 'danceability',
    title: 'Danceability',
    description: 'How suitable the track is for dancing, from tempo, rhythm and beat; 1 is most.',
  },
  { ...share, name: 'energy', title: 'Energy', description: 'Perceived intensity and activity; 1 is most.' },
  {
    ...base,
    name: 'key',
    title: 'Key',
    role: 'audio',
    type: 'integer',
    required: false,
    min: -1,
    max: 11,
    synonyms: ['trackkey', 'pitchclass'],
    description: 'Pitch class of the key: 0 is C, 1 is C♯ or D♭, and so on; −1 means none was found.',
    absence: 'keys are not profiled and the model linear cannot be fitted',
  },
  {
    ...base,
    name: 'loudness',
    title: 'Loudness',
    unit: 'dB',
    role: 'audio',
    type: 'number',
    min: -60,
    max: 5,
    description: 'Average loudness in decibels relative to full scale.',
  },
  {
    ...base,
    name: 'mode',
    title: 'Mode',
    role: 'audio',
    type: 'integer',
    required: false,
    min: 0,
    max: 1,
    synonyms: ['trackmode', 'isminormajor'],
    description: '1 for a major key, 0 for a minor one.',
    absence: 'modes are not profiled and the model linear cannot be fitted',
  },
  {
    ...share,
    name: 'speechiness',
    title: 'Speechiness',
    description: 'Share of spoken words: over 0.66 mostly speech, under 0.33 mostly music.',
  },
  {
    ...share,
    name: 'acousticness',
    title: 'Acousticness',
    description: 'Confidence that the track is acoustic.',
  },
  {
    ...share,
    name: 'instrumentalness',
    title: 'Instrumentalness',
    description: 'Likelihood that the track has no vocals; over 0.5 it most probably has none.',
  },
  { ...share, name: 'liveness', title: 'Liveness', description: 'Likelihood that an audience is heard.' },
  {
    ...share,
    name: 'valence',
    title: 'Valence',
    description: 'Musical positiveness: 0 sad or angry, 1 cheerful.',
  },
  {
    ...base,
    name: 'tempo',
    title: 'Tempo',
    unit: 'BPM',
    role: 'audio',
    type: 'number',
    min: 0,
    impossibleZero: true,
    synonyms: ['bpm', 'beatsperminute'],
    description: 'Estimated beats per minute.',
  },
  {
    ...base,
    name: 'time_signature',
    title: 'Time signature',
    role: 'audio',
    type: 'integer',
    required: false,
    min: 0,
    max: 12,
    impossibleZero: true,
    synonyms: ['meter', 'metre', 'timesig', 'beatsperbar'],
    description: 'Beats in a bar.',
    absence: 'metres are not profiled and the model linear cannot be fitted',
  },
  {
    ...base,
    name: 'track_genre',
    title: 'Genre',
    role: 'genre',
    type: 'text',
    required: false,
    synonyms: ['genre', 'genres', 'playlistgenre', 'style', 'playlistsubgenre'],
    description: 'Genre under which the track is listed; one row for each genre of a track.',
    absence: 'genres cannot be compared and no model can be fitted on them',
  },
];

/** The numeric columns that describe the sound, `explicit` (0 or 1) included. */
export const AUDIO_FEATURES = COLUMNS.filter((c) => c.role === 'audio').map((c) => c.name);

const byName = new Map(COLUMNS.map((c) => [c.name as string, c]));

/** The description of a column. Throws a `RangeError` for a name that is not one of ours. */
export function columnSpec(name: string): ColumnSpec {
  const spec = byName.get(name);
  if (!spec)
    throw new RangeError(`no column is called "${name}"; expected one of ${[...byName.keys()].join(', ')}`);
  return spec;
}

/** A column name without case, spaces, dashes, underscores and dots: `Track Name` and `track_name` are one. */
export function columnKey(name: string): string {
  return name.toLowerCase().replace(/[\s_.\-:/()]+/g, '');
}

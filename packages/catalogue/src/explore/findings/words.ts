/** How a column is spoken of. */
export interface ColumnWords {
  /** In the middle of a sentence: "loudness". */
  readonly noun: string;
  /** Tracks with more of it, and with less: "louder", "quieter". */
  readonly more: string;
  readonly less: string;
}

const WORDS: Readonly<Record<string, ColumnWords>> = {
  popularity: { noun: 'popularity', more: 'more popular', less: 'less popular' },
  duration_min: { noun: 'duration', more: 'longer', less: 'shorter' },
  explicit: { noun: 'explicit lyrics', more: 'explicit', less: 'clean' },
  danceability: { noun: 'danceability', more: 'more danceable', less: 'less danceable' },
  energy: { noun: 'energy', more: 'more energetic', less: 'less energetic' },
  key: { noun: 'key', more: 'higher-keyed', less: 'lower-keyed' },
  loudness: { noun: 'loudness', more: 'louder', less: 'quieter' },
  mode: { noun: 'mode', more: 'major-key', less: 'minor-key' },
  speechiness: { noun: 'speechiness', more: 'more speech-like', less: 'less speech-like' },
  acousticness: { noun: 'acousticness', more: 'more acoustic', less: 'less acoustic' },
  instrumentalness: { noun: 'instrumentalness', more: 'more instrumental', less: 'more vocal' },
  liveness: { noun: 'liveness', more: 'more live-sounding', less: 'less live-sounding' },
  valence: { noun: 'valence', more: 'more cheerful', less: 'gloomier' },
  tempo: { noun: 'tempo', more: 'faster', less: 'slower' },
  time_signature: { noun: 'time signature', more: 'longer-barred', less: 'shorter-barred' },
};

export function wordsOf(column: string): ColumnWords {
  return WORDS[column] ?? { noun: column, more: `more ${column}`, less: `less ${column}` };
}

/** Strength of a correlation in Cohen's steps: 0.1 small, 0.3 medium, 0.5 large. */
export type Strength = 'none' | 'weak' | 'moderate' | 'strong';

export function strengthOf(r: number): Strength {
  const size = Math.abs(r);
  return size < 0.1 ? 'none' : size < 0.3 ? 'weak' : size < 0.5 ? 'moderate' : 'strong';
}

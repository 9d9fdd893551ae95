import { genreKey, PUBLISHED_INPUTS, type PublishedInput, publishedKey } from '@trackscope/catalogue';
import { type InputColumns, lookUpArtists } from './inputs.js';
import type { Predictor } from './predictor.js';

/** What a person says about one track; whatever is left out is filled. */
export interface TrackInput {
  readonly numeric: Partial<Record<PublishedInput, number>>;
  readonly explicit?: boolean;
  readonly genre?: string;
  readonly artist?: string;
  /** Mean popularity of the artist, 0–100, where it is known. */
  readonly artistPopularity?: number;
}

/** One input as the model saw it. */
export interface UsedInput {
  readonly name: string;
  readonly value: number | string | boolean | null;
  /** `given`; `median`, `majority` or `all genres` of the catalogue; `artist` looked up in the model. */
  readonly from: 'given' | 'median' | 'majority' | 'all genres' | 'artist';
}

/** A score, with what it rests on. */
export interface Score {
  readonly model: string;
  readonly protocol: string;
  /** Popularity in points; not clipped to 0–100. */
  readonly prediction: number;
  readonly unit: 'points';
  readonly inputs: readonly UsedInput[];
  readonly warnings: readonly string[];
}

/** Scores one track and says which inputs were given and which were filled. */
export function scoreOne(predictor: Predictor, track: TrackInput): Score {
  const { file } = predictor;
  const genre = track.genre === undefined ? null : genreKey(track.genre);
  const columns: InputColumns = {
    rows: 1,
    numeric: Object.fromEntries(
      PUBLISHED_INPUTS.map((name) => [name, Float64Array.of(track.numeric[name] ?? Number.NaN)]),
    ) as Record<PublishedInput, Float64Array>,
    explicit: Float64Array.of(track.explicit === undefined ? Number.NaN : Number(track.explicit)),
    genre: [genre],
    artists: [track.artist === undefined ? null : publishedKey(track.artist)],
    artistPopularity: Float64Array.of(track.artistPopularity ?? Number.NaN),
  };
  const { values } = predictor.predict(columns);
  return {
    model: file.model,
    protocol: file.protocol,
    prediction: values[0]!,
    unit: 'points',
    inputs: usedInputs(predictor, track, columns),
    warnings: warnings(predictor, track, genre, columns),
  };
}

/** The numeric inputs that a model really reads. */
export function readBy(predictor: Predictor): readonly PublishedInput[] {
  const trees = predictor.file.features === 'published-trees';
  return PUBLISHED_INPUTS.filter((name) => !(trees && ['key', 'mode', 'time_signature'].includes(name)));
}

function usedInputs(predictor: Predictor, track: TrackInput, columns: InputColumns): UsedInput[] {
  const { file } = predictor;
  const used: UsedInput[] = readBy(predictor).map((name) => {
    const given = track.numeric[name];
    return given === undefined
      ? { name, value: file.inputs.numeric[name]!.median, from: 'median' }
      : { name, value: given, from: 'given' };
  });
  used.push(
    track.explicit === undefined
      ? { name: 'explicit', value: file.inputs.explicitShare >= 0.5, from: 'majority' }
      : { name: 'explicit', value: track.explicit, from: 'given' },
    track.genre === undefined
      ? { name: 'genre', value: null, from: 'all genres' }
      : { name: 'genre', value: track.genre, from: 'given' },
  );
  if (file.artists) {
    const known = lookUpArtists(columns, file)[0]!;
    if (track.artistPopularity !== undefined) {
      used.push({ name: 'artist_popularity', value: track.artistPopularity, from: 'given' });
    } else if (!Number.isNaN(known)) used.push({ name: 'artist_popularity', value: known, from: 'artist' });
    else used.push({ name: 'artist_popularity', value: file.inputs.artistPopularity.median, from: 'median' });
  }
  return used;
}

function warnings(
  predictor: Predictor,
  track: TrackInput,
  genre: string | null,
  columns: InputColumns,
): string[] {
  const { file } = predictor;
  const found: string[] = [];
  for (const name of readBy(predictor)) {
    const value = track.numeric[name];
    const { min, max } = file.inputs.numeric[name]!;
    if (value !== undefined && !(value >= min && value <= max)) {
      found.push(`${name} ${value} is outside of what the model has seen (${min} to ${max})`);
    }
  }
  if (genre !== null && !file.inputs.genres.some((g) => g.name === genre)) {
    found.push(`the model has not seen the genre "${track.genre}"; it is scored as no genre in particular`);
  }
  if (file.artists && track.artist !== undefined && track.artistPopularity === undefined) {
    if (Number.isNaN(lookUpArtists(columns, file)[0]!)) {
      found.push(
        `the model does not know "${track.artist}"; the catalogue's median stands in for the artist`,
      );
    }
  }
  if (!file.artists && (track.artist !== undefined || track.artistPopularity !== undefined)) {
    found.push(`${file.model} does not read the artist`);
  }
  if (file.protocol === 'published') {
    found.push('a model of the published protocol: its figures are optimistic, and so may this be');
  }
  if (file.training.synthetic)
    found.push('trained on the synthetic demo catalogue: it says nothing about real music');
  return found;
}

import { genreKey } from './genre-key.js';

/** What a genre says besides its style. A genre may say both, one or neither. */
export interface GenreTags {
  /** Where the music or its language comes from. */
  readonly place: string | null;
  /** A mood, an occasion or an audience. */
  readonly use: string | null;
}

const PLACES = {
  Africa: ['afrobeat'],
  Argentina: ['tango'],
  Brazil: ['brazil', 'forro', 'mpb', 'pagode', 'samba', 'sertanejo'],
  Britain: ['british'],
  China: ['mandopop', 'cantopop'],
  France: ['french'],
  Germany: ['german'],
  India: ['indian', 'pop-film'],
  Iran: ['iranian'],
  Jamaica: ['reggae', 'dub', 'dancehall'],
  Japan: ['anime', 'j-dance', 'j-idol', 'j-pop', 'j-rock'],
  Korea: ['k-pop'],
  'Latin America': ['latin', 'latino', 'reggaeton', 'salsa'],
  Malaysia: ['malay'],
  Spain: ['spanish'],
  Sweden: ['swedish'],
  Turkey: ['turkish'],
  'United States': ['bluegrass', 'chicago-house', 'country', 'detroit-techno', 'honky-tonk'],
};

const USES = {
  calm: ['ambient', 'chill', 'new-age'],
  cheer: ['happy'],
  children: ['children', 'disney', 'kids'],
  dancing: ['club', 'dance', 'j-dance'],
  focus: ['study'],
  laughter: ['comedy'],
  love: ['romance'],
  party: ['party'],
  sadness: ['sad'],
  sleep: ['sleep'],
  stage: ['opera', 'show-tunes'],
  worship: ['gospel'],
};

const placeOf = inverted(PLACES);
const useOf = inverted(USES);

/** Place and use of a genre: two axes beside its style, never in its stead. */
export function genreTags(genre: string): GenreTags {
  const key = genreKey(genre);
  return { place: placeOf.get(key) ?? null, use: useOf.get(key) ?? null };
}

function inverted(table: Readonly<Record<string, readonly string[]>>): Map<string, string> {
  return new Map(
    Object.entries(table).flatMap(([tag, genres]) => genres.map((g): [string, string] => [genreKey(g), tag])),
  );
}

import { type GenreMap, genreMap } from './genre-map.js';

/** The styles and their genres, in the order of reports. Hyphens and underscores count as spaces. */
const STYLES = {
  Pop: [
    ...['pop', 'indie-pop', 'power-pop', 'synth-pop', 'k-pop', 'j-pop', 'j-idol', 'mandopop', 'cantopop'],
    ...['electropop', 'permanent wave'],
  ],
  Rock: [
    ...['rock', 'alt-rock', 'hard-rock', 'psych-rock', 'rock-n-roll', 'rockabilly', 'grunge', 'garage'],
    ...['goth', 'j-rock', 'guitar'],
  ],
  'Indie & alternative': ['indie', 'alternative', 'indie poptimism'],
  'Punk, emo & ska': ['punk', 'punk-rock', 'emo', 'ska'],
  'Metal & hardcore': [
    ...['metal', 'black-metal', 'death-metal', 'heavy-metal', 'metalcore', 'grindcore', 'hardcore'],
    'industrial',
  ],
  'House, techno & club': [
    ...['house', 'chicago-house', 'deep-house', 'progressive-house', 'techno', 'detroit-techno'],
    ...['minimal-techno', 'trance', 'edm', 'electro', 'electronic', 'club', 'dance', 'j-dance', 'hardstyle'],
    'big room',
  ],
  'Bass, breaks & downtempo': ['drum-and-bass', 'dubstep', 'breakbeat', 'idm', 'trip-hop', 'downtempo'],
  'Ambient & focus': ['ambient', 'new-age', 'sleep', 'study', 'chill', 'lo-fi', 'lofi'],
  'Hip-hop': ['hip-hop', 'hiphop', 'rap', 'trap', 'drill'],
  'R&B, soul & funk': ['r-n-b', 'r&b', 'rnb', 'soul', 'funk', 'groove', 'disco', 'gospel', 'new jack swing'],
  'Reggae & dub': ['reggae', 'dub', 'dancehall'],
  Latin: ['latin', 'latino', 'reggaeton', 'salsa', 'tango', 'spanish', 'bachata', 'cumbia'],
  Brazil: ['brazil', 'forro', 'mpb', 'pagode', 'samba', 'sertanejo', 'bossanova', 'bossa-nova'],
  'Jazz & blues': ['jazz', 'blues', 'swing', 'bebop'],
  'Classical & piano': ['classical', 'opera', 'piano', 'orchestral', 'baroque'],
  'Country, folk & songwriter': [
    ...['country', 'bluegrass', 'honky-tonk', 'folk', 'singer-songwriter', 'songwriter', 'acoustic'],
    'americana',
  ],
  'Stage, screen & comedy': [
    ...['disney', 'show-tunes', 'anime', 'pop-film', 'comedy', 'children', 'kids', 'soundtrack', 'movies'],
  ],
  'World & regional': [
    ...['afrobeat', 'world-music', 'indian', 'iranian', 'malay', 'turkish', 'french', 'german', 'british'],
    ...['swedish', 'afrobeats', 'world'],
  ],
  'Mood & occasion': ['happy', 'sad', 'party', 'romance', 'christmas', 'holiday', 'holidays'],
} as const;

/**
 * Our macro-genres: 19 styles that place every genre of the published catalogue (where the published rules
 * leave more than half of the rows to `Other`), and some names that other catalogues use.
 */
export const STYLE_MAP: GenreMap = genreMap('styles', STYLES);

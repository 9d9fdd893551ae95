import type { GroupProfile, Profile } from '../profile.js';
import { inGenre } from './genres.js';
import { type Draft, list, plural, Sentence } from './sentence.js';
import { wordsOf } from './words.js';

const ENOUGH = 30;

/** Features that tell genres apart, with what having most of each is called. */
const SOUNDS: readonly {
  readonly column: string;
  readonly id: string;
  readonly weight: number;
  /** A mean over which a genre is called by the feature. */
  readonly threshold: number | null;
}[] = [
  { column: 'instrumentalness', id: 'genre-instrumental', weight: 70, threshold: 0.5 },
  { column: 'acousticness', id: 'genre-acoustic', weight: 68, threshold: 0.5 },
  { column: 'danceability', id: 'genre-danceable', weight: 58, threshold: null },
  { column: 'energy', id: 'genre-energetic', weight: 57, threshold: null },
  { column: 'valence', id: 'genre-cheerful', weight: 56, threshold: null },
];

/** Which genres sound how: by mean, highest and lowest. */
export function genreSoundFindings({ genres }: Profile): Draft[] {
  return SOUNDS.flatMap(({ column, id, weight, threshold }) => {
    const found = genres
      .filter((g) => g.tracks >= ENOUGH && g.features[column])
      .sort((a, b) => meanOf(b, column) - meanOf(a, column) || (a.name < b.name ? -1 : 1));
    if (found.length < 2) return [];
    const say = new Sentence();
    say.name(column);
    const { more, noun } = wordsOf(column);
    const tops = found
      .slice(0, Math.min(5, found.length - 1))
      .map((g, i) => `${say.name(g.name)} (${say.hundredths(`mean${i + 1}`, meanOf(g, column))})`);
    const last = found[found.length - 1];
    const text =
      `the ${more.replace('more ', 'most ')} ${plural(tops.length, 'genre is', 'genres are')} ${list(tops)}, ` +
      `by mean ${noun}; the least is ${say.name(last.name)} (${say.hundredths('lowest', meanOf(last, column))})` +
      `${over(found, column, threshold, say)}${namesake(found, column, say)}.`;
    return [
      say.finish(id, text, {
        figure: 'genre-features',
        weight,
        where: inGenre(found[0].name),
        tracks: found[0].tracks,
      }),
    ];
  });
}

function meanOf(group: GroupProfile, column: string): number {
  return group.features[column].mean.value;
}

function over(
  genres: readonly GroupProfile[],
  column: string,
  threshold: number | null,
  say: Sentence,
): string {
  if (threshold === null) return '';
  const n = genres.filter((g) => meanOf(g, column) >= threshold).length;
  return `; ${n === 0 ? 'no genre averages' : `${say.count('over', n)} of ${say.count('genres', genres.length)} average`} ${say.points('threshold', threshold)} and over`;
}

/** A genre called after the feature need not lead in it. */
function namesake(genres: readonly GroupProfile[], column: string, say: Sentence): string {
  const stem = column.replace(/ness$/, '');
  const rank = genres.findIndex((g) => g.name.toLowerCase() === stem);
  if (rank < 1) return '';
  return `; the genre called ${say.name(genres[rank].name)} is number ${say.count('namesakeRank', rank + 1)} (${say.hundredths('namesakeMean', meanOf(genres[rank], column))})`;
}

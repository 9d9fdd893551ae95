import { quoteText } from '../../ingest/quoting.js';
import type { GroupFeature, GroupProfile, Profile } from '../profile.js';
import { HIT } from '../target-curve.js';
import { explainedBy } from './popularity.js';
import { type Draft, list, plural, Sentence } from './sentence.js';
import { wordsOf } from './words.js';

/** Groups with fewer tracks are not compared. */
const ENOUGH = 30;

/** The condition that a track is listed under a genre. */
export function inGenre(name: string): string {
  return `first_of_track AND list_contains(track_genres, ${quoteText(name)})`;
}

/** Which genres are popular, and how differently. */
export function genreFindings(profile: Profile): Draft[] {
  const genres = profile.genres.filter((g) => g.tracks >= ENOUGH && g.features.popularity);
  if (genres.length < 2) return [];
  return [
    highestMedian(genres),
    lowestMedian(genres),
    polarised(genres),
    consistent(genres),
    mostHits(genres),
    mostZeros(genres),
    explained(profile, genres),
    macroMedian(profile),
    overlap(profile),
  ].flatMap((draft) => draft ?? []);
}

function popularityOf(group: GroupProfile): GroupFeature {
  return group.features.popularity;
}

function highestMedian(genres: readonly GroupProfile[]): Draft {
  const sorted = [...genres].sort((a, b) => popularityOf(b).median - popularityOf(a).median);
  const best = popularityOf(sorted[0]).median;
  const tops = sorted.filter((g) => popularityOf(g).median === best);
  const next = sorted.slice(tops.length, tops.length + 2);
  const say = new Sentence();
  const leaders = list(tops.slice(0, 3).map((g) => say.name(g.name)));
  const followers = next.map(
    (g, i) => `${say.name(g.name)} (${say.points(`median${i + tops.length + 1}`, popularityOf(g).median)})`,
  );
  const first = tops[0];
  const split =
    tops.length === 1 && first.shareZero && first.shareZero.value >= 0.2
      ? `, though ${say.percent('shareZero', first.shareZero.value)} of its tracks are at zero`
      : '';
  const text =
    `${leaders} ${plural(tops.length, 'has', 'have')} the highest median ` +
    `popularity (${say.points('median', best)})${split}${followers.length > 0 ? `, before ${list(followers)}` : ''}.`;
  return say.finish('genre-highest-median', text, {
    figure: 'genres',
    weight: 90,
    where: inGenre(first.name),
    tracks: first.tracks,
  });
}

function lowestMedian(genres: readonly GroupProfile[]): Draft {
  const sorted = [...genres].sort(
    (a, b) =>
      popularityOf(a).median - popularityOf(b).median ||
      popularityOf(a).mean.value - popularityOf(b).mean.value,
  );
  const least = popularityOf(sorted[0]).median;
  const same = sorted.filter((g) => popularityOf(g).median === least);
  const say = new Sentence();
  const text =
    same.length > 3
      ? `${say.count('genres', same.length)} genres share the lowest median popularity (${say.points('median', least)}), among them ` +
        `${list(same.slice(0, 3).map((g) => say.name(g.name)))}.`
      : `${list(same.map((g) => say.name(g.name)))} ${plural(same.length, 'has', 'have')} the lowest median popularity ` +
        `(${say.points('median', least)}).`;
  return say.finish('genre-lowest-median', text, {
    figure: 'genres',
    weight: 56,
    where: inGenre(same[0].name),
    tracks: same[0].tracks,
  });
}

/** The genre whose middle half is spread widest, with its zeros and its best. */
function polarised(genres: readonly GroupProfile[]): Draft | null {
  const spread = (g: GroupProfile) => popularityOf(g).q3 - popularityOf(g).q1;
  const sorted = genres
    .filter((g) => g.shareZero && g.share70)
    .sort((a, b) => spread(b) - spread(a) || (a.name < b.name ? -1 : 1));
  const top = sorted[0];
  if (!top?.shareZero || spread(top) === 0) return null;
  const say = new Sentence();
  const p = popularityOf(top);
  say.name(top.name);
  const followers = sorted.slice(1, 5).map((g, i) => {
    const q = popularityOf(g);
    return `${say.name(g.name)} (${say.points(`from${i + 2}`, q.q1)} to ${say.points(`to${i + 2}`, q.q3)})`;
  });
  const text =
    `${say.name(top.name)} is the most polarised genre: the middle half of its tracks runs from ${say.points('q1', p.q1)} ` +
    `to ${say.points('q3', p.q3)}, ${say.percent('shareZero', top.shareZero.value)} are at zero and the best reaches ` +
    `${say.points('max', p.max)}${followers.length > 0 ? `; then come ${list(followers)}` : ''}.`;
  return say.finish('genre-most-polarised', text, {
    figure: 'genres',
    weight: 78,
    where: inGenre(top.name),
    tracks: top.tracks,
  });
}

function consistent(genres: readonly GroupProfile[]): Draft | null {
  // Genres at the bottom are tight because there is nothing below zero; they are no news.
  const spread = (g: GroupProfile) => popularityOf(g).q3 - popularityOf(g).q1;
  const [best] = genres
    .filter((g) => popularityOf(g).median >= 20)
    .sort((a, b) => spread(a) - spread(b) || (a.name < b.name ? -1 : 1));
  if (!best) return null;
  const say = new Sentence();
  const p = popularityOf(best);
  const text =
    `among genres with a median of ${say.count('threshold', 20)} and over, ${say.name(best.name)} is the most even: ` +
    `the middle half of its tracks lies between ${say.points('q1', p.q1)} and ${say.points('q3', p.q3)}.`;
  return say.finish('genre-most-even', text, {
    figure: 'genres',
    weight: 52,
    where: inGenre(best.name),
    tracks: best.tracks,
  });
}

function mostHits(genres: readonly GroupProfile[]): Draft | null {
  const sorted = genres
    .flatMap((g) => (g.share70 && g.share70.value > 0 ? [{ name: g.name, share: g.share70 }] : []))
    .sort((a, b) => b.share.value - a.share.value || (a.name < b.name ? -1 : 1));
  const [top, second] = sorted;
  if (!top) return null;
  const say = new Sentence();
  say.name(top.name);
  const rest = genres.length - sorted.length;
  const next = second
    ? `, before ${say.name(second.name)} (${say.percent('secondShare70', second.share.value)})`
    : '';
  const without =
    rest > 0
      ? `; ${say.count('without', rest)} of ${say.count('genres', genres.length)} genres have none`
      : '';
  const text =
    `tracks at ${say.count('threshold', HIT)} and over are most frequent in ${say.name(top.name)} ` +
    `(${say.percent('share70', top.share.value)}, between ${say.percent('low', top.share.low)} and ` +
    `${say.percent('high', top.share.high)} at ${say.count('confidence', 95)} % confidence)${next}${without}.`;
  return say.finish('genre-most-hits', text, {
    figure: 'genres',
    weight: 76,
    where: `${inGenre(top.name)} AND popularity >= ${HIT}`,
  });
}

function mostZeros(genres: readonly GroupProfile[]): Draft | null {
  const sorted = genres
    .flatMap((g) => (g.shareZero && g.shareZero.value > 0 ? [{ name: g.name, share: g.shareZero }] : []))
    .sort((a, b) => b.share.value - a.share.value || (a.name < b.name ? -1 : 1));
  if (sorted.length === 0) return null;
  const say = new Sentence();
  const parts = sorted
    .slice(0, 4)
    .map((g, i) => `${say.name(g.name)} (${say.percent(`shareZero${i + 1}`, g.share.value)})`);
  return say.finish('genre-most-zeros', `zeros pile up in ${list(parts)}.`, {
    figure: 'genres',
    weight: 57,
    where: `${inGenre(sorted[0].name)} AND popularity = 0`,
  });
}

/** How much of popularity lies between genres, against the best feature of the sound. */
function explained(profile: Profile, genres: readonly GroupProfile[]): Draft | null {
  const best = (profile.target?.curves ?? [])
    .map((curve) => ({ column: curve.column, share: explainedBy(profile, curve) }))
    .sort((a, b) => b.share - a.share)[0];
  const share = betweenGroups(genres);
  if (!best || share === null) return null;
  const say = new Sentence();
  const times = best.share > 0 ? share / best.share : 0;
  const features = `${say.percent('soundShare', best.share)} for ${say.column(best.column, wordsOf(best.column).noun)}, the best single feature of the sound`;
  const text =
    times > 1.5
      ? `genre tells far more about popularity than any one sound does: it accounts for ${say.percent('genreShare', share)} of the variance, against ${features}.`
      : times < 0.67
        ? `genre tells less about popularity than the sound: it accounts for ${say.percent('genreShare', share)} of the variance, against ${features}.`
        : `genre and sound tell about as much of popularity: genre accounts for ${say.percent('genreShare', share)} of the variance, against ${features}.`;
  return say.finish('popularity-explained-by-genre', text, {
    figure: 'genres',
    weight: 60 + 80 * Math.min(0.35, share),
    where: 'first_of_track AND popularity IS NOT NULL AND len(track_genres) > 0',
  });
}

/** η² of popularity over groups, a track counted once in each; null when nothing varies. */
function betweenGroups(groups: readonly GroupProfile[]): number | null {
  let n = 0;
  let sum = 0;
  for (const group of groups) {
    const { mean } = popularityOf(group);
    n += mean.n;
    sum += mean.n * mean.value;
  }
  let between = 0;
  let within = 0;
  for (const group of groups) {
    const { mean, sd } = popularityOf(group);
    between += mean.n * (mean.value - sum / n) ** 2;
    within += (mean.n - 1) * (sd ?? 0) ** 2;
  }
  return between + within > 0 ? between / (between + within) : null;
}

function overlap({ genreOverlaps }: Profile): Draft | null {
  const top = genreOverlaps?.find(({ tracksA, tracksB }) => Math.min(tracksA, tracksB) >= ENOUGH);
  if (!top || top.jaccard < 0.2) return null;
  const say = new Sentence();
  const [a, b] = [say.name(top.a), say.name(top.b)];
  const kinship =
    top.jaccard >= 0.95
      ? `${a} and ${b} are one genre under two names`
      : top.jaccard >= 0.5
        ? `${a} and ${b} are mostly the same tracks`
        : `${a} and ${b} overlap more than any other two genres`;
  const text =
    `${kinship}: ${say.count('shared', top.shared)} tracks are listed under both, of ` +
    `${say.count('tracksA', top.tracksA)} and ${say.count('tracksB', top.tracksB)}.`;
  return say.finish('genre-overlap', text, {
    figure: 'genres',
    weight: 40 + 25 * top.jaccard,
    where: `${inGenre(top.a)} AND list_contains(track_genres, ${quoteText(top.b)})`,
    tracks: top.shared,
  });
}

function macroMedian({ macroGenres, genres }: Profile): Draft | null {
  const enough = macroGenres
    .filter((g) => g.tracks >= ENOUGH && g.features.popularity)
    .sort((a, b) => popularityOf(b).median - popularityOf(a).median);
  if (enough.length < 2 || enough.length === genres.length) return null;
  const top = enough[0];
  const bottom = enough[enough.length - 1];
  const say = new Sentence();
  const text =
    `of ${say.count('macroGenres', enough.length)} macro-genres, ${say.name(top.name)} has the highest median popularity ` +
    `(${say.points('median', popularityOf(top).median)}) and ${say.name(bottom.name)} the lowest ` +
    `(${say.points('lowestMedian', popularityOf(bottom).median)}).`;
  const members = genres.filter((g) => g.macro === top.name).map((g) => quoteText(g.name));
  return say.finish('macro-genre-highest-median', text, {
    figure: 'macro-genres',
    weight: 63,
    where: `first_of_track AND list_has_any(track_genres, [${members.join(', ')}])`,
    tracks: top.tracks,
  });
}

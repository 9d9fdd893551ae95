import { ON_SEVERAL_RELEASES, ZERO_WITH_TWIN } from '../identity.js';
import type { ColumnProfile, Profile } from '../profile.js';
import { HIT } from '../target-curve.js';
import { type Draft, list, plural, Sentence } from './sentence.js';
import { wordsOf } from './words.js';

/** What the catalogue is made of, and how popularity is spread. */
export function shapeFindings(profile: Profile): Draft[] {
  return [
    size(profile),
    severalGenres(profile),
    genreSampling(profile),
    severalReleases(profile),
    popularityShape(profile),
    zeros(profile),
    zerosWithTwin(profile),
    hits(profile),
    lopsided(profile),
    impossibleZeros(profile),
  ].flatMap((draft) => draft ?? []);
}

function size({ rows, genres }: Profile): Draft {
  const say = new Sentence();
  const tracks = `${say.count('tracks', rows.tracks)} ${plural(rows.tracks, 'track', 'tracks')}`;
  const listings = rows.listings > rows.tracks ? ` in ${say.count('listings', rows.listings)} listings` : '';
  const recordings =
    rows.recordings < rows.tracks
      ? `, which are ${say.count('recordings', rows.recordings)} different recordings`
      : '';
  const under =
    genres.length > 0
      ? ` under ${say.count('genres', genres.length)} ${plural(genres.length, 'genre', 'genres')}`
      : '';
  return say.finish('size', `the catalogue holds ${tracks}${listings}${under}${recordings}.`, {
    figure: 'quality',
    weight: 58,
  });
}

function severalGenres({ identity, rows }: Profile): Draft | null {
  const perTrack = identity?.genresPerTrack ?? [];
  const several = perTrack.slice(2).reduce((sum, n) => sum + n, 0);
  if (several === 0) return null;
  const say = new Sentence();
  const text =
    `${say.count('tracks', several)} ${plural(several, 'track is', 'tracks are')} listed under more than one genre ` +
    `(${say.percent('share', several / rows.tracks)}), one of them under ${say.count('most', perTrack.length - 1)}; ` +
    'counted by listing they would weigh several times.';
  return say.finish('several-genres', text, {
    figure: 'genres',
    weight: 45 + 100 * (several / rows.tracks),
    where: 'first_of_track AND len(track_genres) > 1',
    tracks: several,
  });
}

function genreSampling({ genreListings }: Profile): Draft | null {
  if (!genreListings || genreListings.genres < 3) return null;
  const { genres, smallest, largest, atLargest } = genreListings;
  const say = new Sentence();
  const where = 'first_of_track AND len(track_genres) > 0';
  if (smallest < 0.75 * largest) {
    const text =
      `genres differ in size, from ${say.count('smallest', smallest)} to ` +
      `${say.count('largest', largest)} listings: what is said of a small one is less certain.`;
    return say.finish('genre-sampling', text, { figure: 'genres', weight: 45, where });
  }
  const range =
    smallest === largest
      ? `exactly ${say.count('largest', largest)}`
      : `between ${say.count('smallest', smallest)} and ${say.count('largest', largest)}`;
  const shared =
    atLargest > 1 && smallest < largest
      ? `, and ${say.count('atLargest', atLargest)} of the ${say.count('genres', genres)} share the largest size`
      : '';
  const text =
    `every genre has ${range} listings` +
    `${shared}: the catalogue was drawn to equal parts, so the size of a genre says nothing about its reach.`;
  return say.finish('genre-sampling', text, { figure: 'genres', weight: 72, where });
}

function severalReleases({ identity, rows }: Profile): Draft | null {
  if (!identity || identity.recordingsOnSeveralReleases === 0) return null;
  const say = new Sentence();
  const { recordingsOnSeveralReleases: recordings, tracksOnSeveralReleases: tracks, mostReleases } = identity;
  const text =
    `${say.count('recordings', recordings)} ${plural(recordings, 'recording is', 'recordings are')} out on more ` +
    `than one release: ${say.count('tracks', tracks)} tracks (${say.percent('share', tracks / rows.tracks)}) sound ` +
    `exactly like another one, and a single recording comes ${say.count('mostReleases', mostReleases)} times.`;
  return say.finish('several-releases', text, {
    figure: 'quality',
    weight: 55 + 100 * (tracks / rows.tracks),
    where: ON_SEVERAL_RELEASES,
    tracks,
  });
}

function popularityShape({ columns, target }: Profile): Draft | null {
  const popularity = columns.find((c) => c.name === 'popularity');
  if (!popularity || !target || popularity.distinct < 5) return null;
  const say = new Sentence();
  const { skew, mean, median } = popularity;
  say.name('popularity');
  const numbers =
    `median ${say.points('median', median)}, mean ${say.points('mean', mean)}, ` +
    `skewness ${say.hundredths('skew', skew)}`;
  const shape =
    Math.abs(skew) < 0.5
      ? `popularity leans to neither side (${numbers})`
      : skew > 0
        ? `popularity is skewed to the right, many tracks low and a few far above (${numbers})`
        : `popularity is skewed to the left, many tracks high and a few far below (${numbers})`;
  const spike =
    popularity.zeros > 0 && zeroIsCommonest(popularity)
      ? `, apart from a spike of ${say.count('zeros', popularity.zeros)} tracks at zero`
      : '';
  return say.finish('popularity-shape', `${shape}${spike}.`, {
    figure: 'popularity',
    weight: 80,
    where: 'first_of_track AND popularity IS NOT NULL',
  });
}

function zeroIsCommonest({ histogram, zeros }: ColumnProfile): boolean {
  return histogram.start === 0 && histogram.counts.every((count, i) => i === 0 || count < zeros);
}

function zeros({ target }: Profile): Draft | null {
  if (!target || target.shareZero.value === 0) return null;
  const say = new Sentence();
  const n = Math.round(target.shareZero.value * target.shareZero.n);
  const text =
    `${say.count('tracks', n)} ${plural(n, 'track has', 'tracks have')} a popularity of zero, ` +
    `${say.percent('share', target.shareZero.value)} of those with a score.`;
  return say.finish('popularity-zeros', text, {
    figure: 'popularity',
    weight: 60 + 60 * target.shareZero.value,
    where: 'first_of_track AND popularity = 0',
    tracks: n,
  });
}

function zerosWithTwin({ target }: Profile): Draft | null {
  if (!target || target.shareZero.value === 0 || target.zerosWithPopularTwin.value === 0) return null;
  const { value, n } = target.zerosWithPopularTwin;
  const twins = Math.round(value * n);
  const say = new Sentence();
  const text =
    `${say.percent('share', value)} of the tracks at zero (${say.count('tracks', twins)}) have a twin above zero: ` +
    'the same recording or song on another release. Their zero is about the release, not about the music.';
  return say.finish('zeros-with-twin', text, {
    figure: 'popularity',
    weight: 55 + 70 * value,
    where: ZERO_WITH_TWIN,
    tracks: twins,
  });
}

function hits({ target }: Profile): Draft | null {
  if (!target || target.share70.n === 0) return null;
  const { value, n } = target.share70;
  const count = Math.round(value * n);
  const say = new Sentence();
  const threshold = say.count('threshold', HIT);
  const share = say.percent('share', value);
  const subject =
    count === 0
      ? 'no track reaches'
      : count === n
        ? 'every track reaches'
        : `${value < 0.2 ? 'only ' : ''}${share} of the tracks reach`;
  const text = `${subject} a popularity of ${threshold}${count > 0 ? ` (${say.count('tracks', count)})` : ''}.`;
  return say.finish('hits', text, {
    figure: 'popularity',
    weight: 64,
    where: `first_of_track AND popularity >= ${HIT}`,
    tracks: count,
  });
}

function lopsided({ columns }: Profile): Draft | null {
  const skewed = columns
    .filter((c) => c.name !== 'popularity' && c.distinct > 20 && Math.abs(c.skew) >= 1)
    .sort((a, b) => Math.abs(b.skew) - Math.abs(a.skew));
  if (skewed.length === 0) return null;
  const say = new Sentence();
  const parts = skewed.map(
    (c) => `${say.column(c.name, wordsOf(c.name).noun)} (skewness ${say.fixed(`skew_${c.name}`, c.skew, 1)})`,
  );
  const text = `${list(parts)} ${plural(parts.length, 'is', 'are')} far from evenly spread: medians describe ${plural(parts.length, 'it', 'them')} better than means.`;
  return say.finish('lopsided-features', text, {
    figure: 'distributions',
    weight: 42,
    where: `first_of_track AND ${skewed.map((c) => `"${c.name}" IS NOT NULL`).join(' AND ')}`,
  });
}

/** Zeros where no music has one: the analysis failed. */
function impossibleZeros({ columns, rows }: Profile): Draft | null {
  const broken = columns.filter((c) => ['tempo', 'time_signature'].includes(c.name) && c.zeros > 0);
  if (broken.length === 0) return null;
  const say = new Sentence();
  const parts = broken.map(
    (c) => `${say.count(`zeros_${c.name}`, c.zeros)} a ${say.column(c.name, wordsOf(c.name).noun)} of zero`,
  );
  const most = Math.max(...broken.map((c) => c.zeros));
  const text = `${list(parts).replace(/^(\S+) /, `$1 ${plural(broken[0].zeros, 'track has', 'tracks have')} `)}, which no music has: the analysis failed there.`;
  return say.finish('impossible-zeros', text, {
    figure: 'quality',
    weight: 35 + 400 * (most / rows.tracks),
    where: `first_of_track AND (${broken.map((c) => `${c.name} = 0`).join(' OR ')})`,
  });
}

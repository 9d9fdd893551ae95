import type { Latent } from './latent.js';
import { normalCdf, type Random } from './random.js';
import { type DemoStatistics, quantileAt } from './statistics.js';
import type { World } from './world.js';

/** Part of a recording's own share that its releases have in common. */
const SHARED_BY_RELEASES = 0.6;
/** Part of popularity on a filler compilation that the compilation decides. */
const FILLER_ALBUM = 0.4;
/** Where the quantiles of a stratum begin. */
export const STRATUM_HEAD = 3;

/** The strata of popularity of a set of genres: one, or one for each genre where the set is too rare to have its own. */
export function strataOf(statistics: DemoStatistics, genres: readonly number[]): (readonly number[])[] {
  const own = statistics.popularity[genres.join('.')];
  if (own) return [own];
  const strata: (readonly number[])[] = [];
  for (const g of genres) {
    const stratum = statistics.popularity[`${g}.*`] ?? statistics.popularity[String(g)];
    if (stratum) strata.push(stratum);
  }
  return strata.length > 0 ? strata : [statistics.popularity['0']!];
}

/** The share of tracks on filler compilations, by set of genres. */
export function fillerShareOf(statistics: DemoStatistics): (genres: readonly number[]) => number {
  const known = new Map(
    statistics.sets.map((row, i) => [row.slice(0, -1).join('.'), statistics.setFillers[i]!] as const),
  );
  return (genres) => {
    const share = known.get(genres.join('.')) ?? -1;
    if (share >= 0) return share;
    const strata = strataOf(statistics, genres);
    return strata.reduce((sum, s) => sum + s[1]!, 0) / strata.length;
  };
}

/** Share of the artist in popularity, for every artist. */
function artistShares(world: World, statistics: DemoStatistics): Float64Array {
  const { tracks, recordings, artists } = world;
  const sizes = new Int32Array(artists.name.length);
  for (let t = 0; t < tracks.count; t++) {
    if (tracks.filler[t] === 0) sizes[recordings.artist[tracks.recording[t]!]!]!++;
  }
  return Float64Array.from(sizes, (size) => {
    let share = 0;
    for (const [from, value] of statistics.popularityByArtistSize) if (size >= from!) share = value!;
    return share;
  });
}

/** The popularity of every track, 0 to 100: by release, so that the copy on a filler compilation has next to none. */
export function givePopularity(
  world: World,
  sets: readonly (readonly number[])[],
  statistics: DemoStatistics,
  latent: Latent,
  random: Random,
): Uint8Array {
  const { tracks, recordings } = world;
  const strata = sets.map((genres) => strataOf(statistics, genres).filter((s) => s.length > STRATUM_HEAD));
  const generic = statistics.popularity['0']!;
  const own = Math.sqrt(1 - statistics.artistShare[0]! - statistics.albumShare[0]!);
  const byArtist = artistShares(world, statistics);
  const releaseScale = Math.sqrt(1 - SHARED_BY_RELEASES);
  const sharedScale = Math.sqrt(SHARED_BY_RELEASES);
  const popularity = new Uint8Array(tracks.count);
  for (let t = 0; t < tracks.count; t++) {
    const recording = tracks.recording[t]!;
    const artist = recordings.artist[recording]!;
    const artistPart = latent.artistPopularity[artist]! / Math.sqrt(statistics.artistShare[0]!);
    const albumPart = latent.albumPopularity[tracks.album[t]!]!;
    if (tracks.filler[t] === 1) {
      const album = albumPart / Math.sqrt(statistics.albumShare[0]!);
      const z = Math.sqrt(FILLER_ALBUM) * album + Math.sqrt(1 - FILLER_ALBUM) * random.normal();
      const zero = statistics.fillerZero[recordings.genre[recording]!]!;
      popularity[t] = draw(statistics, statistics.fillerKnots, 0, zero, normalCdf(z));
      continue;
    }
    // Column 0 of a recording is already scaled to its own share.
    const shared = sharedScale * latent.recordings[recording * latent.width]!;
    const release = releaseScale * own * random.normal();
    // Both parts have variance 1 before they are weighted.
    const byRelease = (albumPart + shared + release) / Math.sqrt(1 - statistics.artistShare[0]!);
    const share = byArtist[artist]!;
    const z = Math.sqrt(share) * artistPart + Math.sqrt(1 - share) * byRelease;
    const choices = strata[tracks.set[t]!]!;
    const stratum = choices.length > 0 ? choices[artist % choices.length]! : generic;
    popularity[t] = draw(statistics, stratum, STRATUM_HEAD, stratum[2]!, normalCdf(z));
  }
  return popularity;
}

function draw(
  statistics: DemoStatistics,
  values: readonly number[],
  from: number,
  zero: number,
  u: number,
): number {
  if (u < zero) return 0;
  return Math.round(quantileAt(statistics.popularityKnots, values, from, (u - zero) / (1 - zero)));
}

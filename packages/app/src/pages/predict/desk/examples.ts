import type { GroupProfile, Profile } from '@trackscope/catalogue';
import type { Feature } from './features.js';

/** Smaller genres have no telling median. */
const LEAST_TRACKS = 50;

/**
 * A few genres that sound as different as can be: the one whose median track is farthest from the catalogue's, then ever
 * the one farthest from all chosen. Distances over medians, each feature in widths of the catalogue's middle half.
 */
export function contrastingGenres(
  { genres, columns }: Pick<Profile, 'genres' | 'columns'>,
  features: readonly Feature[],
  count = 6,
): readonly string[] {
  const scales = features.flatMap(({ name, kind }) => {
    const column = columns.find((one) => one.name === name);
    const width = column ? column.q3 - column.q1 : 0;
    return column && kind !== 'choice' && kind !== 'flag' && width > 0
      ? [{ name, width, middle: column.median }]
      : [];
  });
  const points = genres
    .filter(({ tracks }) => tracks >= LEAST_TRACKS)
    .map((genre) => ({
      name: genre.name,
      at: scales.map(
        ({ name, width, middle }) => ((genre.features[name]?.median ?? middle) - middle) / width,
      ),
    }));
  const chosen: string[] = [];
  // How far each genre is from the nearest that was chosen; at first from the middle of the catalogue.
  const away = points.map(({ at }) => Math.hypot(...at));
  while (chosen.length < Math.min(count, points.length)) {
    let best = -1;
    for (let i = 0; i < points.length; i++) {
      if (!chosen.includes(points[i]!.name) && (best < 0 || away[i]! > away[best]!)) best = i;
    }
    const next = points[best]!;
    for (let i = 0; i < points.length; i++) {
      const distance = Math.hypot(...points[i]!.at.map((value, k) => value - next.at[k]!));
      away[i] = chosen.length === 0 ? distance : Math.min(away[i]!, distance);
    }
    chosen.push(next.name);
  }
  return chosen;
}

/** The sound of a genre's median track; what is chosen by name stays as it is usual in the catalogue. */
export function medianSound(
  genre: GroupProfile | undefined,
  features: readonly Feature[],
): Record<string, number> {
  return Object.fromEntries(
    features.map(({ name, kind, usual }) => {
      const own = genre?.features[name];
      if (!own) return [name, usual];
      // Whole numbers whose median means nothing (keys) or may fall between two values (flags).
      if (name === 'key') return [name, usual];
      return [
        name,
        kind === 'choice' || kind === 'flag' ? Math.round(own.median) : Number(own.median.toFixed(4)),
      ];
    }),
  );
}

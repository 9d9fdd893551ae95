import type { Membership } from './membership.js';
import type { GenreOverlap } from './profile.js';

const LENGTH = 20;

/** The pairs of genres that share most of their tracks, by shared tracks over tracks in either, most first. */
export function genreOverlaps({ names, starts, groups, offsets }: Membership): GenreOverlap[] {
  const sizes = names.map((_, g) => offsets[g + 1] - offsets[g]);
  const shared = new Map<number, number>();
  for (let i = 0; i + 1 < starts.length; i++)
    for (let m = starts[i]; m < starts[i + 1]; m++)
      for (let k = m + 1; k < starts[i + 1]; k++) {
        const pair = Math.min(groups[m], groups[k]) * names.length + Math.max(groups[m], groups[k]);
        shared.set(pair, (shared.get(pair) ?? 0) + 1);
      }
  return [...shared]
    .map(([pair, tracks]) => {
      const a = Math.floor(pair / names.length);
      const b = pair % names.length;
      return {
        a: names[a],
        b: names[b],
        tracksA: sizes[a],
        tracksB: sizes[b],
        shared: tracks,
        jaccard: tracks / (sizes[a] + sizes[b] - tracks),
      };
    })
    .sort((x, y) => y.jaccard - x.jaccard || (x.a + x.b < y.a + y.b ? -1 : 1))
    .slice(0, LENGTH);
}

import { writeList } from '../explore/address.js';

/** Conditions that say no more than that there is something to speak of. */
const ALWAYS = /^(?:first_of_track|"?\w+"? IS NOT NULL|len\(track_genres\) > 0)$/;
/** Greatest value of what has no end of its own. */
const TOP: Readonly<Record<string, number>> = {
  popularity: 100,
  tempo: 300,
  duration_min: 1000,
  loudness: 10,
};
const BOTTOM: Readonly<Record<string, number>> = { loudness: -80 };

/**
 * A finding's rows as parameters of the Explore page; null where its condition says more than a filter can. "Less than" is
 * told as "up to": a filter has both ends inclusive.
 */
export function exploreOf(where: string): Readonly<Record<string, string>> | null {
  const found: Record<string, string> = {};
  const ranges = new Map<string, { low?: number; high?: number }>();
  for (const condition of where.split(' AND ').map((part) => part.trim())) {
    if (ALWAYS.test(condition)) continue;
    const list = /^list_contains\((track_genres|artist_list), '((?:[^']|'')*)'\)$/.exec(condition);
    const compared = /^"?(\w+)"? (>=|<=|<|>|=) (-?\d+(?:\.\d+)?)$/.exec(condition);
    const album = /^album_name = '((?:[^']|'')*)'$/.exec(condition);
    if (list) {
      const name = list[2]!.replace(/''/g, "'");
      if (list[1] === 'track_genres') found.genre = writeList([name])!;
      else found.artist = name;
    } else if (album) found.q = album[1]!.replace(/''/g, "'");
    else if (condition === 'explicit') found.explicit = 'yes';
    else if (condition === 'NOT explicit') found.explicit = 'no';
    else if (compared) {
      const [, column = '', sign = '', text = ''] = compared;
      const value = Number(text);
      const range = ranges.get(column) ?? {};
      if (sign !== '<' && sign !== '<=') range.low = value;
      if (sign !== '>' && sign !== '>=') range.high = value;
      ranges.set(column, range);
    } else return null;
  }
  for (const [column, { low = BOTTOM[column] ?? 0, high = TOP[column] ?? 1 }] of ranges)
    found[column] = `${low}..${high}`;
  return Object.keys(found).length > 0 ? found : null;
}

/**
 * What is known of the published dataset in aggregate, and nothing else of it: the whole input of the demo
 * catalogue. Made by `bench/demo/derive.mjs`. Lists by genre follow the order of `genres`.
 */
export interface DemoStatistics {
  readonly genres: readonly string[];
  /** Audio features with quantiles, in their order within `quantiles`. */
  readonly features: readonly string[];
  /** What one step of a stored quantile is worth, by feature: minutes, shares, dB, BPM. */
  readonly units: readonly number[];
  /** Probabilities of the stored quantiles; those at 0 and 1 are means of the three outermost values. */
  readonly knots: readonly number[];
  readonly popularityKnots: readonly number[];
  readonly sizeKnots: readonly number[];
  /** Sets of genres that share tracks: the codes of the genres, the leading one first, then the number of tracks. */
  readonly sets: readonly (readonly number[])[];
  /** Share of the tracks of each set on filler compilations; -1 where its strata tell. */
  readonly setFillers: readonly number[];
  /** Rare sets, spread over pairs of genres, in the same form. */
  readonly pairs: readonly (readonly number[])[];
  /**
   * By stratum (`7`: tracks of genre 7 alone; `28.29`: of exactly this set; `7.*`: of genre 7 in any other set):
   * tracks, share of them on filler compilations, share of zeros among the rest, then quantiles of what is above zero.
   */
  readonly popularity: Readonly<Record<string, readonly number[]>>;
  /** Quantiles of popularity above zero on filler compilations. */
  readonly fillerKnots: readonly number[];
  /** Share of the variance between artists, for popularity, the features, explicit, mode and time signature. */
  readonly artistShare: readonly number[];
  /** For popularity, by the number of the artist's tracks: from so many on, this share. */
  readonly popularityByArtistSize: readonly (readonly number[])[];
  /** The same between the albums of an artist. */
  readonly albumShare: readonly number[];
  /** Tracks by mode (minor, major) and key, in thousandths. */
  readonly keys: readonly (readonly number[])[];
  readonly quantiles: readonly (readonly number[])[];
  /** Latent correlations in hundredths, strictly lower triangle by rows, in the order of `artistShare`. */
  readonly correlations: readonly (readonly number[])[];
  readonly explicit: readonly number[];
  readonly major: readonly number[];
  /** Shares of time signatures 1, 3 and 5. */
  readonly metre: readonly (readonly number[])[];
  /** Share of recordings whose analysis failed: tempo, time signature and others are 0. */
  readonly silent: readonly number[];
  /** Rows that repeat another one exactly, in 1,000. */
  readonly repeats: readonly number[];
  /** Quantiles of the number of tracks by artist. */
  readonly artistSizes: readonly (readonly number[])[];
  /** Shares of tracks by two artists and by three or more. */
  readonly collaborations: readonly (readonly number[])[];
  /** Share of tracks on an album of several primary artists, fillers apart. */
  readonly variousArtists: readonly number[];
  /** How far tracks on fillers lie from the others in the normal scores of the features; empty where too few. */
  readonly fillerShift: readonly (readonly number[])[];
  readonly fillerZero: readonly number[];
  /** Releases of a recording on filler compilations, and such recordings by artist: means. */
  readonly fillerReleases: readonly number[];
  readonly fillerPerArtist: readonly number[];
}

/**
 * The quantile at probability `u` by linear interpolation.
 * @param values holds one value for each knot, from index `from` on
 */
export function quantileAt(
  knots: readonly number[],
  values: readonly number[],
  from: number,
  u: number,
): number {
  const k = knotAbove(knots, u);
  const low = values[from + k - 1]!;
  return low + shareOf(knots, k, u) * (values[from + k]! - low);
}

/** As {@link quantileAt} for values that span decades and are not negative: interpolates between their cube roots. */
export function quantileOverDecades(
  knots: readonly number[],
  values: readonly number[],
  from: number,
  u: number,
): number {
  const k = knotAbove(knots, u);
  const low = Math.cbrt(values[from + k - 1]!);
  return (low + shareOf(knots, k, u) * (Math.cbrt(values[from + k]!) - low)) ** 3;
}

/** Index of the knot at the right of `u`. */
function knotAbove(knots: readonly number[], u: number): number {
  let k = 1;
  while (k < knots.length - 1 && u > knots[k]!) k++;
  return k;
}

/** How far `u` is from the knot at its left to the one at its right, 0 to 1. */
function shareOf(knots: readonly number[], k: number, u: number): number {
  const left = knots[k - 1]!;
  return Math.min(1, Math.max(0, (u - left) / (knots[k]! - left)));
}

import type { Profile, PublishedProfile } from '@trackscope/catalogue';
import { columnOf } from '../input.js';
import { word } from '../markup/column-words.js';
import type { Figure } from '../markup/figure.js';
import { count, fixed, list, percent } from '../markup/number.js';
import { table } from '../markup/table.js';

interface Claim {
  /** As the published write-up has it. */
  readonly said: string;
  /** What its own data says; empty when this profile cannot tell. */
  readonly found: string;
}

/** The write-up's claims beside what its data says. Its sentences are quoted; every answer is computed. */
export function claims(profile: Profile, published: PublishedProfile): Figure {
  const all = claimsOf(profile, published).filter((c) => c.found !== '');
  return {
    id: 'claims',
    title: 'What the published write-up says, and what its data says',
    layout: 'full',
    caption: [`${count(all.length)} statements of the published write-up, checked against the same file.`],
    body: table(
      {
        caption: 'Claims and computed answers',
        className: 'claims',
        columns: [{ title: 'The write-up' }, { title: 'The data' }],
        rows: all.map((c) => [`“${c.said}”`, c.found]),
      },
      'Claims and computed answers',
    ),
  };
}

function claimsOf(profile: Profile, p: PublishedProfile): readonly Claim[] {
  const popularity = columnOf(profile, 'popularity');
  const r = (a: string, b: string) => p.pearson[p.columns.indexOf(a)]?.[p.columns.indexOf(b)] ?? null;
  const genre = (key: string) => p.genres.find((g) => g.name === key);
  const ties = p.columns
    .filter((c) => c !== 'popularity')
    .map((c) => ({ column: c, r: r('popularity', c) ?? 0 }))
    .sort((a, b) => Math.abs(b.r) - Math.abs(a.r));
  const strongest = ties[0];
  const bands = profile.target?.durationBands ?? [];
  const short = bands.find((b) => b.low === 0);
  const long = bands.find((b) => b.high === null);
  const medians = [...p.genres].sort((a, b) => b.median - a.median || b.mean - a.mean);
  const named = (keys: readonly string[]) =>
    keys.flatMap((k) => {
      const g = genre(k);
      return g ? [`${k} ${fixed(g.median, g.median % 1 ? 1 : 0)}`] : [];
    });
  const instrumental = [...profile.genres]
    .filter((g) => g.features.instrumentalness)
    .sort((a, b) => b.features.instrumentalness!.mean.value - a.features.instrumentalness!.mean.value);
  const reggaeton = profile.genres.find((g) => g.name === 'reggaeton');
  return [
    {
      said: 'Over 19,000 tracks have popularity = 0',
      found: popularity
        ? `${count(p.popularityZero)} cleaned rows, which are ${count(popularity.zeros)} tracks.`
        : '',
    },
    {
      said: '~114,000 songs across 125 genres',
      found: `${count(profile.rows.tracks)} tracks, ${count(profile.rows.songs)} songs, ${count(p.distinct.genres)} genres.`,
    },
    {
      said: 'Danceability and energy: 0.28, moderate',
      found: `r = ${fixed(r('danceability', 'energy'), 3)}.`,
    },
    {
      said: 'Liveness and acousticness: 0.21',
      found: `r = ${fixed(r('liveness', 'acousticness'), 3)}; speechiness and liveness have ${fixed(r('speechiness', 'liveness'), 3)}.`,
    },
    {
      said: 'Highest correlations with popularity: danceability (0.03), loudness (0.05)',
      found: strongest ? `${word(strongest.column)}, r = ${fixed(strongest.r, 3)}, is the strongest.` : '',
    },
    {
      said: 'Popularity skews right',
      found: popularity
        ? `Skewness ${fixed(popularity.skew, 2)} over tracks; over rows the median is ${fixed(p.describe.popularity?.median, 0)}, the mean ${fixed(p.describe.popularity?.mean, 1)}, and there is a spike at 0.`
        : '',
    },
    {
      said: 'Electronic has the highest median popularity',
      found: medians[0]
        ? `${list(medians.slice(0, 2).map((g) => `${g.name} (${fixed(g.median, 0)})`))} stand highest of all; ${list(named(['electronic', 'mandopop']))} of the five genres shown.`
        : '',
    },
    {
      said: 'J Rock and Acoustic: median 40–50',
      found:
        named(['j rock', 'acoustic']).length > 0 ? `Medians: ${list(named(['j rock', 'acoustic']))}.` : '',
    },
    {
      said: 'Reggaeton: extreme range from 0 to 100',
      found: reggaeton?.features.popularity
        ? `Its maximum is ${fixed(reggaeton.features.popularity.max, 0)}; the news is its median of ${fixed(reggaeton.features.popularity.median, 0)}, with ${percent(reggaeton.shareZero?.value)} at zero.`
        : '',
    },
    {
      said: 'Instrumental tracks almost exclusively in electronic',
      found: instrumental[0]
        ? `Highest mean instrumentalness: ${list(instrumental.slice(0, 4).map((g) => `${g.name} ${fixed(g.features.instrumentalness!.mean.value, 2)}`))}; electronic ${fixed(instrumental.find((g) => g.name === 'electronic')?.features.instrumentalness?.mean.value, 2)}.`
        : '',
    },
    {
      said: 'Almost all tracks under 1 or over 10 minutes have a popularity near 0',
      found:
        short && long
          ? `Means ${fixed(short.mean.value, 1)} and ${fixed(long.mean.value, 1)}; ${percent(short.shareZero.value, 1)} and ${percent(long.shareZero.value, 1)} at zero.`
          : '',
    },
  ];
}

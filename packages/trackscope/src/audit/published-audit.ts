import { type Audit, audit, codesOf, meanByCode, type SharedIdentity } from '@trackscope/catalogue';
import { type FitRun, table, takeRows } from '@trackscope/learn';
import type { Engine } from '../engine/engine.js';
import type { PublishedData } from '../modelling/published-data.js';

/** Audits the published split and the features of its tree models. */
export async function auditPublished(engine: Engine, data: PublishedData, run: FitRun = {}): Promise<Audit> {
  const { columns } = await engine.columns(
    `SELECT track, recording, artists_key || chr(31) || title_key AS name FROM listings WHERE published ORDER BY row`,
  );
  const { train, test, trees, popularity, artists } = data;
  const whole = (name: string) => Int32Array.from(columns[name] as Float64Array);
  const severe = (name: string, words: string, codes: Int32Array): SharedIdentity => {
    return { name, words, codes, severity: 'severe' };
  };
  const artistPopularity = (labels: Float64Array) => {
    const means = meanByCode(artists.codes, labels, artists.names.length);
    const values = Float32Array.from(artists.codes, (code) => means[code]!);
    return table([{ kind: 'numeric', name: 'artist_popularity', values }]);
  };
  return audit(
    {
      protocol: 'published',
      unit: 'listing',
      train,
      test,
      features: { train: takeRows(trees, train), test: takeRows(trees, test) },
      target: popularity,
      identities: [
        severe('track', 'their track', whole('track')),
        severe('recording', 'their recording (the very same sound)', whole('recording')),
        severe(
          'name',
          'a track of the same name and artists',
          codesOf((columns.name as (string | null)[]).map((name) => name ?? '')).codes,
        ),
        { name: 'artist', words: 'their line of artists', codes: artists.codes, severity: 'warning' },
      ],
      categories: [
        { name: 'artists', codes: artists.codes },
        { name: 'genre', codes: Int32Array.from(data.inputs.genre.codes) },
      ],
      encoders: {
        build: (labels) => {
          const made = artistPopularity(labels);
          return { train: takeRows(made, train), test: takeRows(made, test) };
        },
        train,
        test,
        names: new Set(['artist_popularity']),
      },
    },
    run,
  );
}

import { workspace } from '../../../data/workspace.js';
import type { Feature } from '../desk/features.js';
import { type Bars, binsFor } from './histogram-path.js';

/** How the tracks of a genre are spread over each feature. */
export async function genreSpread(
  genre: string,
  features: readonly Feature[],
): Promise<ReadonlyMap<string, Bars>> {
  const catalogue = await workspace.catalogue;
  const columns = new Map(catalogue.info.columns.map((column) => [column.name, column]));
  const asked = features.filter(({ name }) => columns.has(name));
  const { views } = await catalogue.views(
    { genres: [genre] },
    asked.map(({ name, from, to }) => {
      const { min, max } = columns.get(name)!;
      return { kind: 'histogram', column: name, bins: binsFor(min, max, from, to) };
    }),
  );
  const spread = new Map<string, Bars>();
  for (const view of views) if (view.kind === 'histogram') spread.set(view.column, view);
  return spread;
}

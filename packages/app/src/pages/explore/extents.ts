import type { CatalogueQueries, HistogramView } from 'trackscope/browser';
import { type Axis, axisOf, niceStep, type Range } from '../../charts/axis.js';

/** Share of listings that may lie beyond either end of what is drawn. */
const BEYOND = 0.0025;
/** An axis is cut only where that makes it shorter than this share of itself. */
const WORTH = 0.6;
const BINS = 250;

/**
 * The part of each column that is worth drawing: a few tracks of an hour would else press all others into one bar.
 * Columns that are drawn whole have no entry.
 */
export async function drawnExtents(
  queries: Pick<CatalogueQueries, 'info' | 'views'>,
): Promise<ReadonlyMap<string, Range>> {
  const columns = queries.info.columns.filter(({ integer, min, max }) => !integer && max > min);
  const { views } = await queries.views(
    {},
    columns.map(({ name }) => ({ kind: 'histogram', column: name, bins: BINS })),
  );
  const found = new Map<string, Range>();
  for (const view of views) {
    const extent = view.kind === 'histogram' ? coreOf(view) : null;
    if (view.kind === 'histogram' && extent) found.set(view.column, extent);
  }
  return found;
}

/** Where all but the outermost listings lie, on round numbers; null where that is (nearly) everything. */
export function coreOf({ edges, all }: Pick<HistogramView, 'edges' | 'all'>): Range | null {
  const [min, max] = [edges[0]!, edges[edges.length - 1]!];
  let total = 0;
  for (const count of all) total += count;
  const spare = total * BEYOND;
  let [first, last] = [0, all.length - 1];
  for (let beyond = all[first]!; beyond <= spare && first < last; beyond += all[first]!) first++;
  for (let beyond = all[last]!; beyond <= spare && last > first; beyond += all[last]!) last--;
  const step = niceStep((edges[last + 1]! - edges[first]!) / 10);
  const low = Math.max(min, Math.floor(edges[first]! / step) * step);
  const high = Math.min(max, Math.ceil(edges[last + 1]! / step) * step);
  return high - low < WORTH * (max - min) ? [low, high] : null;
}

/** The axis of every numeric column, by its name. */
export async function axesOf(
  queries: Pick<CatalogueQueries, 'info' | 'views'>,
): Promise<ReadonlyMap<string, Axis>> {
  const drawn = await drawnExtents(queries);
  return new Map(queries.info.columns.map((column) => [column.name, axisOf(column, drawn.get(column.name))]));
}

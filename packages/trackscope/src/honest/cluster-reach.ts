import { conformal } from '@trackscope/learn';

/** How far intervals of one group reach, in units of the scores. */
export interface GroupReach {
  readonly group: string;
  readonly rows: number;
  readonly reach: number;
}

/** Fewer rows cannot stand on their own; mixing in the others would cover neither. */
const LEAST_ROWS = 60;
/** Standard errors that are added: a group's true coverage is at least as asked with a chance of 80 %. */
const CONFIDENCE = 0.8416;

/**
 * The conformal quantile of the scores of each group with 60 rows or more, at a level raised for how few clusters (artists,
 * works) the rows come from.
 *
 * Rows of one cluster err alike, so that a group of 700 rows by 100 artists says far less of an artist to come than 700
 * rows would: that is the two-layer sampling of Dunn, Wasserman and Ramdas (Distribution-free prediction sets for
 * two-layer hierarchical models, JASA 2023). Their ways draw one row a cluster, or let every cluster weigh the same, and are
 * about rows of a cluster drawn at random; here coverage is asked of rows. So rows keep their weight, and the level is
 * raised by 0.84 standard errors of the share inside, the cluster-robust one (Liang and Zeger 1986): the root of the sum over
 * clusters of (rows inside − level × rows)², over the rows of the group. With clusters of one row it is the binomial one.
 * The level never exceeds n / (n + 1), the largest score.
 *
 * @param scores one a row, 0 or more
 * @param clusters which rows belong together
 * @param level share of rows to come that is to lie inside, between 0 and 1
 */
export function clusterReaches(
  scores: Float64Array,
  groups: readonly string[],
  clusters: ArrayLike<number>,
  level: number,
): GroupReach[] {
  const rowsOf = new Map<string, number[]>();
  groups.forEach((group, row) => {
    const rows = rowsOf.get(group);
    if (rows) rows.push(row);
    else rowsOf.set(group, [row]);
  });
  return [...rowsOf]
    .filter(([, rows]) => rows.length >= LEAST_ROWS)
    .map(([group, rows]) => {
      const own = Float64Array.from(rows, (row) => scores[row]!);
      const within = Int32Array.from(rows, (row) => clusters[row]!);
      const plain = quantile(own, level);
      const raised = level + CONFIDENCE * standardError(own, within, plain, level);
      const reach = quantile(own, Math.min(raised, own.length / (own.length + 1)));
      return { group, rows: rows.length, reach };
    })
    .sort((a, b) => (a.group < b.group ? -1 : 1));
}

function quantile(scores: Float64Array, level: number): number {
  return conformal(scores, new Float64Array(scores.length), { coverage: level }).whole.above;
}

/** Of the share of scores that are no greater than `reach`, as if clusters were drawn. */
function standardError(scores: Float64Array, clusters: Int32Array, reach: number, level: number): number {
  const excess = new Map<number, number>();
  scores.forEach((score, row) => {
    const cluster = clusters[row]!;
    excess.set(cluster, (excess.get(cluster) ?? 0) + (score <= reach ? 1 : 0) - level);
  });
  let squares = 0;
  for (const value of excess.values()) squares += value * value;
  return Math.sqrt(squares) / scores.length;
}

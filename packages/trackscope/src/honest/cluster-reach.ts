import { pick } from '../modelling/fit.js';
import type { RowGroups } from './groups.js';
import { scoreQuantile } from './score-quantile.js';

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
 * @param clusters which rows belong together: whole numbers from 0, not far beyond the number of rows
 * @param level share of rows to come that is to lie inside, between 0 and 1
 */
export function clusterReaches(
  scores: Float64Array,
  groups: RowGroups,
  clusters: Int32Array,
  level: number,
): GroupReach[] {
  const { starts, rows } = rowsByGroup(groups);
  const excess = new Float64Array(clusters.reduce((most, cluster) => Math.max(most, cluster), -1) + 1);
  return groups.levels
    .flatMap((group, code): GroupReach[] => {
      const of = rows.subarray(starts[code]!, starts[code + 1]!);
      if (of.length < LEAST_ROWS) return [];
      const own = pick(scores, of);
      const plain = scoreQuantile(own, level);
      const raised = level + CONFIDENCE * standardError(scores, of, clusters, excess, plain, level);
      const reach = scoreQuantile(own, Math.min(raised, of.length / (of.length + 1)));
      return [{ group, rows: of.length, reach }];
    })
    .sort((a, b) => (a.group < b.group ? -1 : 1));
}

/** The rows of every group, ascending: `rows[starts[code]]` to `rows[starts[code + 1] - 1]`. */
function rowsByGroup({ levels, codes }: RowGroups): { starts: Uint32Array; rows: Uint32Array } {
  const starts = new Uint32Array(levels.length + 1);
  for (let row = 0; row < codes.length; row++) starts[codes[row]! + 1]!++;
  for (let code = 0; code < levels.length; code++) starts[code + 1]! += starts[code]!;
  const next = starts.slice();
  const rows = new Uint32Array(codes.length);
  for (let row = 0; row < codes.length; row++) rows[next[codes[row]!]!++] = row;
  return { starts, rows };
}

/**
 * Of the share of scores of some rows that are no greater than `reach`, as if clusters were drawn.
 *
 * @param excess a zero for every cluster, which it is again afterwards
 */
function standardError(
  scores: Float64Array,
  rows: Uint32Array,
  clusters: Int32Array,
  excess: Float64Array,
  reach: number,
  level: number,
): number {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    excess[clusters[row]!]! += (scores[row]! <= reach ? 1 : 0) - level;
  }
  let squares = 0;
  for (let i = 0; i < rows.length; i++) {
    const cluster = clusters[rows[i]!]!;
    squares += excess[cluster]! ** 2;
    excess[cluster] = 0;
  }
  return Math.sqrt(squares) / rows.length;
}

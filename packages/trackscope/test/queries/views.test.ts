import { macroGenre, STYLE_MAP } from '@trackscope/catalogue';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DensityView, Filter, GroupsView, HistogramView, ViewSpec } from '../../src/queries/contract.js';
import { openListings } from '../../src/queries/listings.js';
import { listingsFile } from '../../src/queries/listings-file.js';
import { type LocalQueries, localQueries } from '../../src/queries/local.js';
import { type MadeWorkspace, madeWorkspace, type PlainRow } from './made-workspace.js';
import { anyFilter, numberOf, whereWithout } from './plain-twin.js';

let made: MadeWorkspace;
let bytes: Uint8Array;
let queries: LocalQueries;

beforeAll(async () => {
  made = await madeWorkspace();
  bytes = await listingsFile(made.workspace);
  queries = localQueries(openListings(bytes));
});
afterAll(() => made.close());

const SPECS: readonly ViewSpec[] = [
  { kind: 'histogram', column: 'energy', bins: 13 },
  { kind: 'histogram', column: 'popularity', bins: 20 },
  { kind: 'histogram', column: 'tempo', bins: 7, extent: [80, 140] },
  { kind: 'histogram', column: 'explicit', bins: 2 },
  { kind: 'density', x: 'energy', y: 'valence', bins: 6 },
  { kind: 'density', x: 'tempo', y: 'loudness', bins: 5, xExtent: [80, 140], yExtent: [-20, -5] },
  { kind: 'groups', by: 'genre', column: 'popularity' },
  { kind: 'groups', by: 'macro-genre', column: 'valence' },
  { kind: 'correlations', columns: ['energy', 'valence', 'popularity', 'tempo', 'explicit'] },
];

/** The rows that SQL finds for all conditions of a filter but some. */
async function rowsWithout(filter: Filter, own: readonly string[]): Promise<PlainRow[]> {
  const found = await made.engine.rows<{ n: number }>(
    `SELECT n FROM (SELECT *, row_number() OVER (ORDER BY row) - 1 AS n FROM listings) WHERE ${whereWithout(filter, own)}`,
  );
  return found.map(({ n }) => made.rows[n]!);
}

function binOf(edges: readonly number[], value: number): number {
  const last = edges.length - 2;
  if (value === edges[last + 1]) return last;
  for (let bin = 0; bin <= last; bin++) if (value >= edges[bin]! && value < edges[bin + 1]!) return bin;
  return -1;
}

function plainHistogram(rows: readonly PlainRow[], column: string, edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length - 1).fill(0);
  for (const row of rows) {
    const bin = binOf(edges, numberOf(row, column));
    if (bin >= 0) counts[bin]!++;
  }
  return counts;
}

async function checkHistogram(filter: Filter, view: HistogramView): Promise<void> {
  const { column, edges } = view;
  expect(view.counts, column).toEqual(plainHistogram(await rowsWithout(filter, [column]), column, edges));
  expect(view.all, column).toEqual(plainHistogram(made.rows, column, edges));
}

async function checkDensity(filter: Filter, view: DensityView): Promise<void> {
  const { x, y, xEdges, yEdges } = view;
  const size = xEdges.length - 1;
  const grid = (keep: (popularity: number) => boolean, rows: readonly PlainRow[]) => {
    const counts = new Array<number>(size * size).fill(0);
    for (const row of rows) {
      const [across, up] = [binOf(xEdges, numberOf(row, x)), binOf(yEdges, numberOf(row, y))];
      if (across >= 0 && up >= 0 && keep(numberOf(row, 'popularity'))) counts[up * size + across]!++;
    }
    return counts;
  };
  const rows = await rowsWithout(filter, [x, y]);
  expect(view.all).toEqual(grid(() => true, rows));
  expect(view.low).toEqual(grid((p) => p <= 40, rows));
  expect(view.medium).toEqual(grid((p) => p > 40 && p <= 70, rows));
  expect(view.high).toEqual(grid((p) => p > 70, rows));
}

async function checkGroups(filter: Filter, { by, column, groups }: GroupsView): Promise<void> {
  const values = new Map<string, number[]>();
  for (const row of await rowsWithout(filter, [by])) {
    const value = numberOf(row, column);
    if (Number.isNaN(value) || row.track_genre === null) continue;
    const name = by === 'genre' ? row.track_genre : macroGenre(row.track_genre, STYLE_MAP);
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  expect(new Map(groups.map(({ name, count }) => [name, count]))).toEqual(
    new Map([...values].map(([name, of]) => [name, of.length])),
  );
  for (const { name, mean, low, high } of groups) {
    const of = values.get(name)!;
    const wanted = of.reduce((sum, v) => sum + v, 0) / of.length;
    expect(mean).toBeCloseTo(wanted, 7);
    if (of.length < 30) continue;
    const sd = Math.sqrt(of.reduce((sum, v) => sum + (v - wanted) ** 2, 0) / (of.length - 1));
    // Student's 97.5 % point lies between 1.96 and 2.05 from 29 degrees of freedom on.
    const half = (high - low) / 2 / (sd / Math.sqrt(of.length));
    expect(half).toBeGreaterThan(1.959);
    expect(half).toBeLessThan(2.05);
  }
  expect(groups.map(({ mean }) => mean)).toEqual(groups.map(({ mean }) => mean).sort((a, b) => b - a));
}

async function checkCorrelations(filter: Filter, columns: readonly string[], r: readonly (number | null)[]) {
  const rows = await rowsWithout(filter, []);
  for (const [i, a] of columns.entries()) {
    for (const [j, b] of columns.entries()) {
      const pairs = rows
        .map((row) => [numberOf(row, a), numberOf(row, b)] as const)
        .filter(([x, y]) => !Number.isNaN(x) && !Number.isNaN(y));
      const wanted = plainPearson(pairs);
      const found = r[i * columns.length + j]!;
      if (wanted === null) expect(found, `${a} × ${b}`).toBeNull();
      else expect(found, `${a} × ${b}`).toBeCloseTo(wanted, 9);
    }
  }
}

function plainPearson(pairs: readonly (readonly [number, number])[]): number | null {
  if (pairs.length < 3) return null;
  const mean = (at: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[at], 0) / pairs.length;
  const [x, y] = [mean(0), mean(1)];
  const sum = (of: (pair: readonly [number, number]) => number) => pairs.reduce((s, pair) => s + of(pair), 0);
  const [xx, yy] = [sum(([a]) => (a - x) ** 2), sum(([, b]) => (b - y) ** 2)];
  if (xx < 1e-12 || yy < 1e-12) return null;
  return sum(([a, b]) => (a - x) * (b - y)) / Math.sqrt(xx * yy);
}

describe('linked views', () => {
  it('show what SQL and plain loops count, filter after filter', async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter, async (filter) => {
        const { passing, views } = await queries.views(filter, SPECS);
        expect(passing).toBe((await rowsWithout(filter, [])).length);
        for (const view of views) {
          if (view.kind === 'histogram') await checkHistogram(filter, view);
          else if (view.kind === 'density') await checkDensity(filter, view);
          else if (view.kind === 'groups') await checkGroups(filter, view);
          else await checkCorrelations(filter, view.columns, view.r);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('do not depend on the filters that came before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyFilter, { minLength: 1, maxLength: 6 }), async (filters) => {
        let last: unknown;
        for (const filter of filters) last = await queries.views(filter, SPECS);
        expect(last).toEqual(await localQueries(openListings(bytes)).views(filters.at(-1)!, SPECS));
      }),
      { numRuns: 25 },
    );
  });

  it('cut bins of equal width over the range, the last with its end', async () => {
    const { views } = await queries.views({}, [{ kind: 'histogram', column: 'popularity', bins: 4 }]);
    const [view] = views as HistogramView[];
    const known = made.rows
      .filter((row) => row.popularity !== null)
      .map((row) => numberOf(row, 'popularity'));
    const [low, high] = [Math.min(...known), Math.max(...known)];
    expect(view!.edges).toEqual([0, 1, 2, 3, 4].map((i) => low + ((high - low) * i) / 4));
    expect(view!.counts.reduce((sum, n) => sum + n, 0)).toBe(known.length);
  });

  it('go through one dimension for a brush on one, and move tallies instead of counting anew', async () => {
    const own = localQueries(openListings(bytes));
    const brush = (low: number): Filter => ({ ranges: { energy: [low, 0.8], valence: [0.1, 0.9] } });
    const counted = SPECS.slice(0, -1);
    await own.views(brush(0.2), counted);
    const before = own.work;
    await own.views(brush(0.21), counted);
    const after = own.work;
    expect(after.dimensions - before.dimensions).toBe(1);
    expect(after.sets - before.sets).toBeGreaterThan(0);
    expect(after.wholeSets - before.wholeSets).toBe(0);
    // The histogram of energy is its own, all others follow: by what came and went.
    expect(after.counted - before.counted).toBe(0);
    expect(after.moved - before.moved).toBe(counted.length - 2);
    expect(after.rows - before.rows).toBeLessThan(0.05 * counted.length * made.rows.length);
    await own.views(brush(0.21), counted);
    expect(own.work).toEqual(after);
  });

  it('refuse what the catalogue lacks', async () => {
    await expect(queries.views({ ranges: { loudnes: [0, 1] } }, [])).rejects.toMatchObject({
      code: 'unknown-column',
      message: expect.stringContaining('"loudnes"'),
    });
    await expect(queries.views({ ranges: { energy: [Number.NaN, 1] } }, [])).rejects.toMatchObject({
      code: 'bad-range',
    });
    await expect(
      queries.views({}, [{ kind: 'histogram', column: '__proto__', bins: 3 }]),
    ).rejects.toMatchObject({
      code: 'unknown-column',
    });
  });
});

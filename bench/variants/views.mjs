// Brush to all views: 15 histograms, a density, two leaderboards and the count of what passes, after one move of a brush.
//   node bench/variants/views.mjs WORKSPACE [--sizes 1,44] [--rounds 3] [--out FILE]
// A size is how often the catalogue's listings are repeated (44 × 113,549 are 5 million). Ours are the typed arrays of the
// app; the peer is DuckDB in memory, asked the same in SQL. Each in a fresh process, the order reversed every round.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';

const dist = new URL('../../packages/trackscope/dist/', import.meta.url);
const { openWorkspace } = await import(new URL('workspace/read.js', dist).href);
const { listingsFile } = await import(new URL('queries/listings-file.js', dist).href);
const { openListings } = await import(new URL('queries/listings.js', dist).href);
const { localQueries } = await import(new URL('queries/local.js', dist).href);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sizes: { type: 'string', default: '1,44' },
    rounds: { type: 'string', default: '3' },
    out: { type: 'string' },
    variant: { type: 'string' },
  },
});
const [workspace] = positionals;
if (!workspace) {
  console.error('which workspace? node bench/variants/views.mjs WORKSPACE');
  process.exit(1);
}

const BINS = 40;
/** One end of the brush moves a little at a time, as under a hand, and then the brush leaps. */
const DRAGS = Array.from({ length: 12 }, (_, i) => [0.3 + 0.01 * i, 0.8]);
const LEAPS = [
  [0, 0.2],
  [0.5, 1],
  [0.1, 0.6],
  [0.9, 1],
  [0.2, 0.95],
  [0.45, 0.55],
];
const filterOf = (energy) => ({ ranges: { energy, valence: [0.2, 0.7], tempo: [80, 160] } });

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

async function timed(ask) {
  const milliseconds = { drag: [], leap: [] };
  const cpu = { drag: [], leap: [] };
  await ask(filterOf([0.25, 0.8]));
  for (const [kind, moves] of [
    ['drag', DRAGS],
    ['leap', LEAPS],
  ]) {
    for (const energy of moves) {
      const before = process.cpuUsage();
      const started = performance.now();
      await ask(filterOf(energy));
      milliseconds[kind].push(performance.now() - started);
      const { user, system } = process.cpuUsage(before);
      cpu[kind].push((user + system) / 1000);
    }
  }
  return { milliseconds, cpu };
}

/** The listings over and over; their tracks stay the same. */
function repeated(listings, times) {
  const longer = (array) => {
    const out = new array.constructor(array.length * times);
    for (let i = 0; i < times; i++) out.set(array, i * array.length);
    return out;
  };
  return {
    ...listings,
    listings: listings.listings * times,
    track: longer(listings.track),
    genre: longer(listings.genre),
    numbers: new Map(
      [...listings.numbers].map(([name, column]) => [name, { ...column, codes: longer(column.codes) }]),
    ),
  };
}

async function ours(times) {
  const listings = openListings(await listingsFile(await openWorkspace(workspace)));
  const queries = localQueries(times === 1 ? listings : repeated(listings, times));
  const specs = [
    ...[...listings.numbers.keys()].map((column) => ({ kind: 'histogram', column, bins: BINS })),
    { kind: 'density', x: 'energy', y: 'valence', bins: BINS },
    { kind: 'groups', by: 'genre', column: 'popularity' },
    { kind: 'groups', by: 'macro-genre', column: 'popularity' },
  ];
  const started = performance.now();
  const { passing } = await queries.views(filterOf([0.3, 0.8]), specs);
  const first = performance.now() - started;
  const found = await timed((filter) => queries.views(filter, specs));
  return {
    ...found,
    first,
    passing,
    views: specs.length,
    work: queries.work,
    megabytes: process.memoryUsage().rss / 1e6,
  };
}

async function duckdb(times) {
  const instance = await DuckDBInstance.create(':memory:', {
    temp_directory: join(tmpdir(), 'trackscope-views'),
  });
  const connection = await instance.connect();
  const file = `${workspace}/catalogue.parquet`.replaceAll("'", "''");
  await connection.run(
    `CREATE TABLE listings AS SELECT l.* EXCLUDE (explicit), explicit::INTEGER AS explicit FROM read_parquet('${file}') l, range(${times})`,
  );
  const columns =
    'popularity duration_min explicit danceability energy key loudness mode speechiness acousticness instrumentalness liveness valence tempo time_signature'.split(
      ' ',
    );
  const all = async (sql) => (await connection.runAndReadAll(sql)).getRows();
  const extents = {};
  for (const name of columns)
    extents[name] = (await all(`SELECT min(${name}), max(${name}) FROM listings`))[0];
  const where = (filter, own) =>
    Object.entries(filter.ranges)
      .filter(([name]) => !own.includes(name))
      .map(([name, [low, high]]) => `${name} BETWEEN ${low} AND ${high}`)
      .join(' AND ') || 'true';
  const bin = (name) =>
    `least(${BINS - 1}, floor((${name} - ${extents[name][0]}) / ${(extents[name][1] - extents[name][0]) / BINS}))`;
  const ask = async (filter) => {
    for (const name of columns)
      await all(
        `SELECT ${bin(name)} AS bin, count(*) FROM listings WHERE ${where(filter, [name])} GROUP BY 1`,
      );
    await all(
      `SELECT ${bin('energy')}, ${bin('valence')}, CASE WHEN popularity <= 40 THEN 0 WHEN popularity <= 70 THEN 1 ELSE 2 END, count(*)
       FROM listings WHERE ${where(filter, ['energy', 'valence'])} GROUP BY 1, 2, 3`,
    );
    for (const group of ['track_genre', "replace(track_genre, '-', '')"])
      await all(
        `SELECT ${group}, count(*), avg(popularity), stddev(popularity) FROM listings WHERE ${where(filter, [])} GROUP BY 1`,
      );
    return all(`SELECT count(*) FROM listings WHERE ${where(filter, [])}`);
  };
  const started = performance.now();
  const passing = Number((await ask(filterOf([0.3, 0.8])))[0][0]);
  const first = performance.now() - started;
  return { ...(await timed(ask)), first, passing, megabytes: process.memoryUsage().rss / 1e6 };
}

if (values.variant) {
  const [name, times] = values.variant.split(':');
  console.log(JSON.stringify(await (name === 'ours' ? ours : duckdb)(Number(times))));
} else {
  const results = [];
  for (const times of values.sizes.split(',').map(Number)) {
    const raw = { ours: [], duckdb: [] };
    for (let round = 0; round < Number(values.rounds); round++) {
      const order = round % 2 === 0 ? ['ours', 'duckdb'] : ['duckdb', 'ours'];
      for (const name of order) {
        const { stdout, stderr, status } = spawnSync(
          process.execPath,
          [fileURLToPath(import.meta.url), workspace, '--variant', `${name}:${times}`],
          { encoding: 'utf8', maxBuffer: 1e8 },
        );
        if (status !== 0) throw new Error(stderr);
        raw[name].push(JSON.parse(stdout));
      }
    }
    const passing = new Set([...raw.ours, ...raw.duckdb].map((one) => one.passing));
    if (passing.size !== 1) throw new Error(`the variants do not agree: ${[...passing].join(', ')} pass`);
    results.push({ times, raw });
    for (const name of ['ours', 'duckdb']) {
      const of = (what, kind) => median(raw[name].flatMap((one) => one[what][kind])).toFixed(1);
      console.log(
        `× ${times}, ${name}: drag ${of('milliseconds', 'drag')} ms (${of('cpu', 'drag')} ms of processor), ` +
          `leap ${of('milliseconds', 'leap')} ms (${of('cpu', 'leap')}), first ${median(raw[name].map((one) => one.first)).toFixed(0)} ms, ` +
          `memory ${median(raw[name].map((one) => one.megabytes)).toFixed(0)} MB`,
      );
    }
  }
  if (values.out) writeFileSync(values.out, `${JSON.stringify({ results }, null, 1)}\n`);
}

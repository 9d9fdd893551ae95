// npm run bench: our work beside the named peer's, on one machine, in one go.
//   npm run bench                          every comparison that can be run here
//   npm run bench -- --work clean,boosted  some of them
//   npm run bench -- --rounds 5 --threads 1,2 --python python3 --peers PATH --catalogue PATH
// Each variant runs in a fresh process; the order is reversed every round; medians and raw values are kept.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeMachine } from './machine.mjs';
import { runOurs, runPeer } from './processes.mjs';
import { printTable } from './table.mjs';
import { WORKS } from './works.mjs';

const { values } = parseArgs({
  options: {
    work: {
      type: 'string',
      default: Object.keys(WORKS)
        .filter((name) => WORKS[name].byDefault)
        .join(','),
    },
    rounds: { type: 'string', default: '3' },
    threads: { type: 'string', default: '1,2' },
    python: { type: 'string', default: process.env.TRACKSCOPE_PYTHON ?? 'python3' },
    peers: { type: 'string', default: process.env.TRACKSCOPE_PEERS ?? '../shared/bench/peers.py' },
    catalogue: {
      type: 'string',
      default: process.env.TRACKSCOPE_DATA ?? '../shared/data/spotify-tracks.csv',
    },
    out: { type: 'string', default: 'bench/results' },
  },
});

const settings = { ...values, rounds: Number(values.rounds), threads: values.threads.split(',').map(Number) };
const unknown = values.work.split(',').filter((name) => !WORKS[name]);
if (unknown.length > 0) {
  console.error(`no work is called ${unknown.join(', ')}; there are ${Object.keys(WORKS).join(', ')}`);
  process.exit(1);
}

const results = [];
for (const name of values.work.split(',')) {
  const work = WORKS[name];
  const variants = [
    { id: 'ours', run: () => runOurs(work, settings) },
    ...(work.peer
      ? threadsFor(work).map((n) => ({ id: `peer-${n}`, run: () => runPeer(work, n, settings) }))
      : []),
  ];
  const raw = Object.fromEntries(variants.map(({ id }) => [id, []]));
  const rounds = Math.min(settings.rounds, work.maxRounds ?? settings.rounds);
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? variants : [...variants].reverse();
    for (const { id, run } of order) {
      process.stderr.write(`${name}, round ${round + 1} of ${rounds}: ${id} … `);
      const result = await run();
      process.stderr.write(result.error ? `${result.error}\n` : `${result.seconds.toFixed(3)} s\n`);
      raw[id].push(result);
    }
  }
  results.push({ work: name, title: work.title, unit: work.unit ?? 's', raw });
}

const machine = describeMachine();
const table = printTable(results);
console.log(`\n${machine.text}\n\n${table}`);
mkdirSync(settings.out, { recursive: true });
const stamp = new Date().toISOString().slice(0, 10);
const file = join(settings.out, `${stamp}.json`);
writeFileSync(
  file,
  `${JSON.stringify({ date: stamp, machine, settings: { rounds: settings.rounds, threads: settings.threads }, results }, null, 1)}\n`,
);
writeFileSync(join(settings.out, 'latest.md'), `${machine.text}\n\n${table}\n`);
console.log(`\nraw values: ${file}`);

/** Long work is given to the peer with all threads at once; otherwise each count is tried and the best one counts. */
function threadsFor(work) {
  return work.peerThreads === 'most' ? [Math.max(...settings.threads)] : settings.threads;
}

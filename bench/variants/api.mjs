// The API over keep-alive connections, the server in a process of its own.
//   node bench/variants/api.mjs CATALOGUE predict     single predictions without reasons: as many as go, one
//                                                     after the other (`seconds` is their median), 2,000 a second
//   node bench/variants/api.mjs CATALOGUE score       the catalogue as CSV through /api/score, one model
//   TRACKSCOPE_WORKSPACE=ws …                         an existing workspace in place of a quick run of the catalogue
import { spawn, spawnSync } from 'node:child_process';
import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CONNECTIONS = 16;
const SECONDS = 5;
const RATE = 2000;
const trackscope = fileURLToPath(new URL('../../packages/trackscope/bin/trackscope.js', import.meta.url));
const [catalogue, mode = 'predict'] = process.argv.slice(2);

const scratch = mkdtempSync(join(tmpdir(), 'trackscope-bench-'));
const workspace = process.env.TRACKSCOPE_WORKSPACE ?? quickRun();
const server = spawn(process.execPath, [trackscope, 'serve', workspace, '--port', '0'], {
  stdio: ['ignore', 'ignore', 'pipe'],
});
try {
  const url = await new Promise((resolve, reject) => {
    server.stderr.on('data', (data) => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(String(data))?.[0];
      if (found) resolve(new URL(found));
    });
    server.on('close', (code) => reject(new Error(`serve ended with ${code}`)));
  });
  console.log(JSON.stringify(await (mode === 'score' ? score(url) : predict(url))));
} finally {
  server.kill();
  rmSync(scratch, { recursive: true, force: true });
}

function quickRun() {
  const out = join(scratch, 'ws');
  const { status, stderr } = spawnSync(
    process.execPath,
    [trackscope, 'run', catalogue, '--out', out, '--quick'],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(stderr);
  return out;
}

/** Predictions for tracks of the catalogue, each with its loudness moved a little. */
async function predict(url) {
  const post = (path, body) =>
    fetch(new URL(path, url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }).then((response) => response.json());
  const rows = [];
  for (const from of [0, 20_000, 60_000]) {
    const page = { question: 'table', filter: {}, sort: [], from, count: 300 };
    rows.push(...(await post('/api/query', page)).rows);
  }
  const { models } = await fetch(new URL('/api/models', url)).then((response) => response.json());
  const requests = rows.map(({ title, album, artists, genre, values }, i) => {
    const { popularity, ...sound } = values;
    const known = Object.fromEntries(Object.entries(sound).filter(([, value]) => value !== null));
    if (known.loudness !== undefined)
      known.loudness = Math.max(-60, Math.min(5, known.loudness - (i % 10) / 10));
    const track = { title, album, artists: artists.split(';'), genres: [genre], sound: known };
    const body = JSON.stringify({ track, models: ['boosted'] });
    return Buffer.from(
      `POST /api/predict HTTP/1.1\r\nHost: ${url.host}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  });
  await load(url, requests, 1, null);
  const before = serverCpu();
  const most = await load(url, requests, SECONDS, null);
  const cpu = serverCpu() - before;
  const single = await load(url, requests, 2, null, 1);
  const paced = await load(url, requests, SECONDS, RATE);
  const ms = (values, q) => values[Math.min(values.length - 1, Math.floor(values.length * q))];
  return {
    seconds: ms(single.latencies, 0.5) / 1000,
    perSecond: most.latencies.length / most.seconds,
    serverCpuPerRequest: cpu / most.latencies.length,
    failed: most.failed + single.failed + paced.failed,
    atRate: {
      perSecond: paced.latencies.length / paced.seconds,
      p50: ms(paced.latencies, 0.5),
      p99: ms(paced.latencies, 0.99),
      max: paced.latencies.at(-1),
    },
    models: models.length,
    latencies: { most: sample(most.latencies), paced: sample(paced.latencies) },
  };
}

/** Every hundredth part of sorted values, as raw as fits into a line. */
function sample(values) {
  return Array.from({ length: 101 }, (_, i) =>
    Number(values[Math.round(((values.length - 1) * i) / 100)]?.toFixed(3)),
  );
}

/** Keeps connections busy for so many seconds; with a rate, latencies count from when a request was due. */
async function load(url, requests, seconds, rate, connections = CONNECTIONS) {
  const latencies = [];
  const started = performance.now();
  const end = started + seconds * 1000;
  let sent = 0;
  let failed = 0;
  const due = () => (rate === null ? performance.now() : started + (sent * 1000) / rate);
  await Promise.all(Array.from({ length: connections }, worker));
  latencies.sort((a, b) => a - b);
  return { latencies, failed, seconds: (performance.now() - started) / 1000 };

  async function worker() {
    const socket = connect(Number(url.port), url.hostname);
    socket.setNoDelay(true);
    for (;;) {
      const at = due();
      if (at >= end) break;
      const next = requests[sent++ % requests.length];
      const wait = at - performance.now();
      if (wait > 0.5) await new Promise((resolve) => setTimeout(resolve, wait));
      if ((await exchange(socket, next)) !== 200) failed++;
      latencies.push(performance.now() - at);
    }
    socket.destroy();
  }
}

/** Sends one request and reads its answer; gives the status. */
function exchange(socket, bytes) {
  return new Promise((resolve, reject) => {
    let text = '';
    let length = -1;
    const hear = (data) => {
      text += data.toString('latin1');
      const head = text.indexOf('\r\n\r\n');
      if (head < 0) return;
      if (length < 0) length = head + 4 + Number(/content-length: (\d+)/i.exec(text)[1]);
      if (text.length < length) return;
      socket.off('data', hear);
      socket.off('error', reject);
      resolve(Number(text.slice(9, 12)));
    };
    socket.on('data', hear);
    socket.once('error', reject);
    socket.write(bytes);
  });
}

/** Seconds of processor time that the server has taken, all threads; NaN where the system does not tell. */
function serverCpu() {
  try {
    const fields = readFileSync(`/proc/${server.pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return Number.NaN;
  }
}

/** The whole catalogue through one model, twice; seconds are those of 100,000 rows the second time. */
async function score(url) {
  // Threads open the models with the first long file.
  const cold = await timed(() => upload(url, createReadStream(catalogue)));
  const before = serverCpu();
  const { seconds, rows, bytes } = await timed(() => upload(url, createReadStream(catalogue)));
  const cpu = serverCpu() - before;
  return {
    seconds: (seconds * 100_000) / rows,
    perSecond: rows / seconds,
    perCpuSecond: rows / cpu,
    cold: (cold.seconds * 100_000) / rows,
    rows,
    bytes,
  };
}

async function timed(work) {
  const started = performance.now();
  const result = await work();
  return { ...result, seconds: (performance.now() - started) / 1000 };
}

function upload(url, content) {
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL('/api/score?models=boosted', url),
      { method: 'POST', headers: { 'content-type': 'text/csv' } },
      (response) => {
        let bytes = 0;
        response.on('data', (data) => {
          bytes += data.length;
        });
        response.on('end', () => resolve({ rows: Number(response.trailers['trackscope-rows']), bytes }));
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    content.pipe(sent);
  });
}

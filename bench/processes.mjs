import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Runs one of our variants in a fresh process; it prints one JSON line with `seconds` and what it reached. */
export async function runOurs(work, settings) {
  const script = fileURLToPath(new URL(`variants/${work.ours.script}.mjs`, import.meta.url));
  const lines = await jsonLines(process.execPath, [script, settings.catalogue, ...(work.ours.args ?? [])]);
  return lines.error ? lines : lines.values.at(-1);
}

/** Runs the peer's step in a fresh process. Its own clock counts, so that reading and start-up stay out of both. */
export async function runPeer(work, threads, settings) {
  const directory = mkdtempSync(join(tmpdir(), 'trackscope-bench-'));
  try {
    const own = work.peer.script && fileURLToPath(new URL(`peers/${work.peer.script}`, import.meta.url));
    const args = [own ?? settings.peers, settings.catalogue, '--threads', String(threads)];
    if (!own) args.push('--steps', work.peer.step, '--work', directory);
    const lines = await jsonLines(settings.python, [...args, ...(work.peer.args ?? [])]);
    if (lines.error) return lines;
    const versions = lines.values.find((line) => line.step === 'versions');
    const line = lines.values.find((line) => line.step === work.peer.step);
    if (!line) return { error: `the peer printed no step ${work.peer.step}` };
    return { ...work.peer.read(line), versions };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function jsonLines(program, args) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (data) => {
      out += data;
    });
    child.stderr.on('data', (data) => {
      err += data;
    });
    child.on('error', (error) => resolve({ error: `cannot run ${program}: ${error.message}` }));
    child.on('close', (code) => {
      if (code !== 0) return resolve({ error: `exit ${code}: ${err.trim().split('\n').at(-1)}` });
      resolve({
        values: out
          .trim()
          .split('\n')
          .filter((line) => line.startsWith('{'))
          .map((line) => JSON.parse(line)),
      });
    });
  });
}

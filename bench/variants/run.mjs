// The whole run on the catalogue, as a person starts it, in a process of its own; `quick` in front of it for the quick look.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [catalogue, kind] = process.argv.slice(2);
const command = fileURLToPath(new URL('../../packages/trackscope/bin/trackscope.js', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'trackscope-bench-'));
const workspace = join(directory, 'workspace');
try {
  const args = [
    'run',
    catalogue,
    '--out',
    workspace,
    '--json',
    '--quiet',
    ...(kind === 'quick' ? ['--quick'] : []),
  ];
  const started = performance.now();
  const summary = await jsonOf(args);
  const seconds = (performance.now() - started) / 1000;
  const { steps } = JSON.parse(readFileSync(join(workspace, 'workspace.json'), 'utf8'));
  const best = summary.evaluation.find(
    ({ protocol, unit, model }) => protocol === 'known-artist' && unit === 'recording' && model === 'boosted',
  );
  console.log(
    JSON.stringify({
      seconds,
      r2: best.r2,
      mae: best.mae,
      entries: summary.evaluation.length,
      rssMb: summary.peakMb,
      steps: steps.map(({ step, seconds }) => [step, Number(seconds.toFixed(2))]),
    }),
  );
} finally {
  rmSync(directory, { recursive: true, force: true });
}

function jsonOf(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [command, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (data) => {
      out += data;
    });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(JSON.parse(out)) : reject(new Error(`exit ${code}`))));
  });
}

// npm start: installs and builds what is missing, makes the demo catalogue, runs the main job on it and shows it.
//   npm start -- --fresh        make the demo workspace anew
//   npm start -- --full         every model on every fold (minutes), not the quick look
//   npm start -- --rows 5000    a smaller demo catalogue
//   npm start -- --port 8000    another port
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt, ensureInstalled, root, run } from './prepare.mjs';

const { values } = parseArgs({
  options: {
    fresh: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    rows: { type: 'string' },
    port: { type: 'string', default: '7865' },
    dir: { type: 'string', default: join(root, 'demo') },
  },
});

ensureInstalled();
ensureBuilt();

const trackscope = join(root, 'packages/trackscope/bin/trackscope.js');
const catalogue = join(values.dir, 'catalogue.csv');
const workspace = join(values.dir, 'workspace');

if (values.fresh || values.full) rmSync(values.dir, { recursive: true, force: true });
mkdirSync(values.dir, { recursive: true });
if (!existsSync(join(workspace, 'workspace.json'))) {
  const rows = values.rows ? ['--rows', values.rows] : [];
  if (!existsSync(catalogue)) run(process.execPath, [trackscope, 'demo', '--to', catalogue, ...rows]);
  run(process.execPath, [
    trackscope,
    'run',
    catalogue,
    '--out',
    workspace,
    ...(values.full ? [] : ['--quick']),
  ]);
} else {
  console.log(`Using the workspace made earlier in ${values.dir} (npm start -- --fresh makes it anew).`);
}
const server = spawn(process.execPath, [trackscope, 'serve', workspace, '--port', values.port], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
server.on('exit', (code) => {
  process.exitCode = code === 130 ? 0 : (code ?? 0);
});

// Builds what has changed: WebAssembly kernels, the worker bundle, every package's TypeScript, then the web app.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function run(script, args = [], cwd = root) {
  const result = spawnSync(process.execPath, [script, ...args], { cwd, stdio: 'inherit' });
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/** The time of the newest file in a folder, in milliseconds. */
function newest(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.tsbuildinfo'))
    .reduce((latest, { parentPath, path, name }) => {
      return Math.max(latest, statSync(join(parentPath ?? path, name)).mtimeMs);
    }, 0);
}

function appIsBuilt() {
  const made = join(root, 'packages/trackscope/app/index.html');
  if (!existsSync(made)) return false;
  const app = join(root, 'packages/app');
  const from = [
    join(app, 'src'),
    ...['learn', 'catalogue', 'trackscope'].map((name) => join(root, 'packages', name, 'dist')),
  ];
  const latest = Math.max(
    ...from.map(newest),
    ...['index.html', 'vite.config.ts', 'package.json'].map((name) => statSync(join(app, name)).mtimeMs),
  );
  return statSync(made).mtimeMs >= latest;
}

run(join(root, 'packages/learn/scripts/kernels.mjs'));
run(join(root, 'node_modules/typescript/bin/tsc'), ['-b', 'packages/trackscope']);
if (!appIsBuilt()) {
  run(
    join(root, 'node_modules/vite/bin/vite.js'),
    ['build', '--logLevel', 'warn'],
    join(root, 'packages/app'),
  );
}

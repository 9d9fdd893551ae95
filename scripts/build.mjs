// Builds everything: WebAssembly kernels, the worker bundle, then every package's TypeScript.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function run(script, args = []) {
  const result = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) process.exit(result.status ?? 1);
}

run(join(root, 'packages/learn/scripts/kernels.mjs'));
run(join(root, 'node_modules/typescript/bin/tsc'), ['-b', 'packages/trackscope']);

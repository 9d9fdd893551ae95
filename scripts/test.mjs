// npm test: installs and builds what is missing, then runs every check. Closes with `N passed, M failed`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureChromium, ensureInstalled, root } from './prepare.mjs';

ensureInstalled();
ensureBuilt();
const chromium = ensureChromium();
const env = { ...process.env, ...(chromium ? { CHROMIUM: chromium } : {}) };

let passed = 0;
let failed = 0;
let skipped = 0;

function check(title, script, args, cwd = root) {
  console.log(`\n— ${title}`);
  const { status } = spawnSync(process.execPath, [join(root, script), ...args], {
    cwd,
    stdio: 'inherit',
    env,
  });
  if (status === 0) passed++;
  else failed++;
}

check('lint and format', 'node_modules/@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']);
check(
  'types of the app',
  'packages/app/node_modules/svelte-check/bin/svelte-check',
  ['--tsconfig', './tsconfig.json', '--output', 'human', '--fail-on-warnings'],
  join(root, 'packages/app'),
);
check('types of the tests', 'node_modules/typescript/bin/tsc', ['-p', 'tsconfig.tests.json']);

console.log('\n— tests');
const scratch = mkdtempSync(join(tmpdir(), 'trackscope-test-'));
const results = join(scratch, 'results.json');
const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${results}`,
  ],
  { cwd: root, stdio: 'inherit', env },
);
try {
  const report = JSON.parse(readFileSync(results, 'utf8'));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  skipped += report.numPendingTests + (report.numTodoTests ?? 0);
  // A file that breaks before its first test counts as a failure too, and so does an error outside of any test.
  if (status !== 0 && report.numFailedTests === 0) failed += Math.max(1, report.numFailedTestSuites ?? 1);
} catch {
  failed++;
}
rmSync(scratch, { recursive: true, force: true });

console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed === 0 ? 0 : 1;

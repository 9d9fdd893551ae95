// npm run screenshots: draws the pictures of the documentation anew, from the demo workspace that `npm start` made.
//   npm run screenshots -- WORKSPACE          from another workspace of the demo catalogue
//   npm run screenshots -- WORKSPACE NAME …   only these pictures
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { ensureChromium, root } from './prepare.mjs';

/** Each picture: where, how wide, in which theme, and what a person does before it is taken. */
const PICTURES = [
  { name: 'overview', hash: '#/overview' },
  {
    name: 'explore',
    hash: '#/explore?genre=techno&loudness=-8..0&valence=0..0.35&duration_min=0..5&sort=-popularity',
  },
  {
    name: 'track',
    hash: '#/explore?genre=techno&sort=-popularity',
    act: (page) => page.getByRole('grid').getByRole('row').nth(1).click(),
  },
  { name: 'genres', hash: '#/genres' },
  { name: 'models', hash: '#/models' },
  { name: 'predict', hash: '#/predict' },
  { name: 'predict-dark', hash: '#/predict', theme: 'dark' },
];

const [workspace = join(root, 'demo/workspace'), ...only] = process.argv.slice(2);
const manifest = join(workspace, 'workspace.json');
if (!existsSync(manifest)) {
  console.error(`${manifest} is not there. Make it first: npm start -- --full`);
  process.exit(1);
}
if (!JSON.parse(readFileSync(manifest, 'utf8')).source.synthetic) {
  console.error(`${workspace} is not of the demo catalogue: its pictures may not be published.`);
  process.exit(1);
}
const executablePath = ensureChromium();
if (!executablePath) {
  console.error('No Chromium found; name one with CHROMIUM.');
  process.exit(1);
}
const server = spawn(
  process.execPath,
  [join(root, 'packages/trackscope/bin/trackscope.js'), 'serve', workspace, '--port', '0'],
  { stdio: ['ignore', 'pipe', 'pipe'] },
);
const url = await new Promise((resolve, reject) => {
  let output = '';
  for (const stream of [server.stdout, server.stderr]) {
    stream.on('data', (data) => {
      output += data;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
      if (found) resolve(found);
    });
  }
  server.on('exit', (code) => reject(new Error(`serve ended with ${code}`)));
});
mkdirSync(join(root, 'docs/images'), { recursive: true });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const wanted = PICTURES.filter(({ name }) => only.length === 0 || only.includes(name));
for (const { name, hash, theme = 'light', act } of wanted) {
  const page = await browser.newPage({ viewport: { width: 1360, height: 900 }, colorScheme: theme });
  await page.goto(`${url}/${hash}`);
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(1000);
  await act?.(page);
  await page.waitForTimeout(1000);
  await page.screenshot({ path: join(root, `docs/images/${name}.png`) });
  await page.close();
  console.log(`docs/images/${name}.png`);
}
if (only.length === 0 || only.includes('report')) {
  const page = await browser.newPage({ viewport: { width: 1360, height: 860 }, colorScheme: 'light' });
  await page.goto(`${url}/report.html`);
  await page.screenshot({ path: join(root, 'docs/images/report.png') });
  console.log('docs/images/report.png');
}
await browser.close();
server.removeAllListeners('exit');
server.kill();

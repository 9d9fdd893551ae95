// npm run screenshots: draws the pictures of the documentation anew, from the demo workspace that `npm start` made.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { ensureChromium, root } from './prepare.mjs';

const report = process.argv[2] ?? join(root, 'demo/workspace/report.html');
if (!existsSync(report)) {
  console.error(`${report} is not there. Make it first: npm start`);
  process.exit(1);
}
const executablePath = ensureChromium();
if (!executablePath) {
  console.error('No Chromium found; name one with CHROMIUM.');
  process.exit(1);
}
mkdirSync(join(root, 'docs/images'), { recursive: true });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1360, height: 860 }, colorScheme: 'light' });
await page.goto(pathToFileURL(report).href);
await page.screenshot({ path: join(root, 'docs/images/report.png') });
await browser.close();
console.log('docs/images/report.png');

// The app in a headless Chromium, served on loopback by a process of its own.
//   node bench/variants/app.mjs CATALOGUE first-view   cold: from the address to the overview's first pictures
//   node bench/variants/app.mjs CATALOGUE exported     the same from the files of `trackscope export`, without a server
//   node bench/variants/app.mjs CATALOGUE slider       a slider moves: to the answers of all models with reasons
//   node bench/variants/app.mjs CATALOGUE brush        a brush moves: to all pictures of Explore, and their frame
//   node bench/variants/app.mjs CATALOGUE scroll       the table scrolls: seconds from frame to frame
//   node bench/variants/app.mjs CATALOGUE memory       megabytes of the page's process after all of it
//   TRACKSCOPE_WORKSPACE=ws …                          an existing workspace in place of a run of the catalogue
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const trackscope = fileURLToPath(new URL('../../packages/trackscope/bin/trackscope.js', import.meta.url));
const [catalogue, what = 'first-view'] = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), 'trackscope-bench-'));
const workspace =
  process.env.TRACKSCOPE_WORKSPACE ?? made('run', catalogue, '--out', join(scratch, 'ws'), '--quick');
const server =
  what === 'exported' ? null : spawn(process.execPath, [trackscope, 'serve', workspace, '--port', '0']);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--allow-file-access-from-files'],
});
try {
  const site = server
    ? await addressOf(server)
    : pathToFileURL(made('export', workspace, '--to', join(scratch, 'site'))).href;
  const measures = { 'first-view': firstView, exported: firstView, slider, brush, scroll, memory };
  console.log(JSON.stringify(await measures[what](site)));
} finally {
  await browser.close();
  server?.kill();
  rmSync(scratch, { recursive: true, force: true });
}

function made(...args) {
  const { status, stderr } = spawnSync(process.execPath, [trackscope, ...args, '--quiet'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return args.at(args.indexOf(args[0] === 'run' ? '--out' : '--to') + 1);
}

function addressOf(child) {
  return new Promise((resolve, reject) => {
    let output = '';
    const hear = (data) => {
      output += data;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
      if (found) resolve(found);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('close', (code) => reject(new Error(`serve ended with ${code}`)));
  });
}

async function opened(site, hash, width = 1360, height = 900) {
  const context = await browser.newContext({ viewport: { width, height } });
  const page = await context.newPage();
  // The pages keep only their last measure: all are heard here.
  await page.addInitScript(() => {
    globalThis.heard = [];
    new PerformanceObserver((list) => globalThis.heard.push(...list.getEntries())).observe({
      entryTypes: ['measure'],
    });
  });
  await page.goto(
    `${site}/index.html${hash}`.replace('/index.html', site.startsWith('file') ? '/index.html' : '/'),
  );
  return page;
}

function summary(milliseconds) {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const at = (q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] / 1000;
  return {
    seconds: at(0.5),
    p95: at(0.95),
    raw: milliseconds.map((value) => Number((value / 1000).toFixed(5))),
  };
}

/** Each time in a fresh context: nothing is cached. */
async function firstView(site) {
  const times = [];
  for (let i = 0; i < 7; i++) {
    const page = await opened(site, '#/overview');
    await page.locator('main svg').first().waitFor();
    times.push(
      await page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now()))),
      ),
    );
    await page.context().close();
  }
  return summary(times);
}

async function slider(site) {
  const page = await opened(site, '#/predict', 1600, 1000);
  await page.getByTestId('answer-boosted').waitFor({ timeout: 120_000 });
  await page.waitForTimeout(2000);
  const models = await page.locator('[data-testid^="answer-"]').count();
  const times = await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const input = [...document.querySelectorAll('input[type=range]')].find((one) => one.max === '1');
    for (let i = 0; i < 230; i++) {
      if (i === 30) globalThis.heard.length = 0;
      await frame();
      input.value = String(((i * 37) % 100) / 100);
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }
    await frame();
    await frame();
    return globalThis.heard.filter(({ name }) => name === 'predict:answer').map(({ duration }) => duration);
  });
  return { ...summary(times), models };
}

/** One edge of a histogram's brush by keys; the page measures from the change to the end of drawing. */
async function brush(site) {
  const page = await opened(site, '#/explore', 1600, 1000);
  const edge = page
    .getByRole('group', { name: 'Energy', exact: true })
    .getByRole('slider', { name: 'Energy from' });
  await edge.waitFor({ timeout: 60_000 });
  await edge.focus();
  for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowRight');
  await page.evaluate(() => {
    globalThis.heard.length = 0;
  });
  for (let i = 0; i < 60; i++) await page.keyboard.press(i % 20 < 10 ? 'ArrowRight' : 'ArrowLeft');
  await page.waitForTimeout(300);
  return summary(
    await page.evaluate(() =>
      globalThis.heard.filter(({ name }) => name === 'trackscope:views').map(({ duration }) => duration),
    ),
  );
}

async function scroll(site) {
  const page = await opened(site, '#/explore', 1600, 1000);
  await page.getByRole('grid').getByRole('row').nth(3).waitFor({ timeout: 60_000 });
  await page.waitForTimeout(1000);
  return summary(
    await page.evaluate(async () => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const table = document.querySelector('[role=grid]');
      const times = [];
      let last = await frame();
      for (let i = 0; i < 240; i++) {
        table.scrollTop += 60;
        const now = await frame();
        times.push(now - last);
        last = now;
      }
      return times;
    }),
  );
}

async function memory(site) {
  const page = await opened(site, '#/explore', 1600, 1000);
  await page.getByRole('grid').getByRole('row').nth(3).waitFor({ timeout: 60_000 });
  await page.evaluate(() => {
    location.hash = '#/predict';
  });
  await page.getByTestId('answer-boosted').waitFor({ timeout: 120_000 });
  await page.waitForTimeout(2000);
  const sizes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer')) return [];
        return [
          Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1024,
        ];
      } catch {
        return [];
      }
    });
  return { seconds: 0, megabytes: Math.round(Math.max(...sizes)) };
}

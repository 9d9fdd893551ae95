import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, open, overflow, useBrowser } from './harness.js';
import { command, serve } from './setup.js';

const data =
  process.env.TRACKSCOPE_DATA ??
  fileURLToPath(new URL('../../../../../shared/data/spotify-tracks.csv', import.meta.url));

useBrowser();

describe.skipIf(!existsSync(data))('the published catalogue', () => {
  let directory: string;
  let url: string;
  let child: ChildProcess;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'trackscope-real-'));
    command('run', data, '--out', join(directory, 'ws'), '--quick', '--protocol', 'known-artist');
    ({ url, child } = await serve(join(directory, 'ws')));
  }, 240_000);
  afterAll(() => {
    child?.removeAllListeners('close');
    child?.kill();
    rmSync(directory, { recursive: true, force: true });
  });

  it.each(['overview', 'explore', 'genres', 'models', 'predict'])(
    'shows %s, large as it is',
    async (name) => {
      const { page } = await open(`#/${name}`, { site: url, theme: 'dark' });
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      expect(await page.locator('main [role=alert]').count()).toBe(0);
      expect(await accessibilityFaults(page)).toEqual([]);
    },
  );

  it('counts all its listings, and predicts a track of it', async () => {
    const { page } = await open('#/explore', { site: url });
    const shown = page.getByRole('group', { name: 'Conditions' }).locator('.count b');
    await expect.poll(async () => (await shown.innerText()).replace(/\D/g, '')).toBe('113549');
    const { page: desk } = await open('#/predict?track=5SuOikwiRyPMVoIQDJUgSV', { site: url });
    await desk.getByTestId('answer-boosted').waitFor({ timeout: 30_000 });
    await expect
      .poll(() => desk.getByTestId('answers').innerText())
      .toMatch(/popularity in the catalogue is\s+73/);
  });
});

describe('a browser without WebAssembly', () => {
  it('predicts all the same, more slowly', async () => {
    const { page, context } = await open('');
    await context.addInitScript(() => {
      Reflect.deleteProperty(globalThis, 'WebAssembly');
    });
    const plain = await context.newPage();
    await plain.goto(`${new URL(page.url()).origin}/#/predict?energy=0.7`);
    await plain.getByTestId('answer-boosted').waitFor({ timeout: 60_000 });
    const without = await plain.getByTestId('answer-boosted').innerText();
    const { page: usual } = await open('#/predict?energy=0.7');
    await usual.getByTestId('answer-boosted').waitFor({ timeout: 30_000 });
    expect(without).toBe(await usual.getByTestId('answer-boosted').innerText());
  });
});

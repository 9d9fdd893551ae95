import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { open, settled, useBrowser } from './harness.js';
import { command, serve } from './setup.js';

useBrowser();

describe('an exported site', () => {
  let directory: string;
  let site: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'trackscope-site-'));
    command('export', inject('workspace'), '--to', join(directory, 'site'));
    site = pathToFileURL(join(directory, 'site')).href;
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it.each(['overview', 'explore', 'genres', 'models', 'predict'])(
    'opens %s from a disk, without a server',
    async (name) => {
      const { page } = await open(`index.html#/${name}`, { site });
      expect(await page.locator('main [role=alert]').count()).toBe(0);
      expect((await page.locator('main').innerText()).length).toBeGreaterThan(200);
    },
  );

  it('predicts as the served app does', async () => {
    const query = '#/predict?energy=0.9&valence=0.2&genres=techno';
    const shown = async (look: { site?: string }, path: string) => {
      const { page } = await open(path, look);
      const answer = page.getByTestId('answer-boosted');
      await answer.waitFor({ timeout: 30_000 });
      return answer.innerText();
    };
    expect(await shown({ site }, `index.html${query}`)).toBe(await shown({}, query));
  });

  it('keeps flags in the browser', async () => {
    const { page } = await open('index.html#/predict', { site });
    await page.getByTestId('answer-boosted').waitFor({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Flag …' }).click();
    await page.getByRole('dialog').getByLabel('Note').fill('kept here');
    await page.getByRole('dialog').getByRole('button', { name: 'Flag', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.goto(page.url().replace(/#.*/, '#/predict?show=flags'));
    await page.reload();
    await settled(page);
    await expect.poll(() => page.locator('main').innerText()).toContain('kept here');
  });
});

describe('a server that goes away', () => {
  it('leaves what is loaded at work, and says plainly what does not work', async () => {
    const { url, child } = await serve(inject('workspace'));
    const { page } = await open('#/explore', { site: url, forgive: /ERR_CONNECTION_REFUSED/ });
    await page.getByRole('grid').getByRole('row').nth(3).waitFor();
    await new Promise((resolve) => {
      child.removeAllListeners('close');
      child.on('close', resolve);
      child.kill('SIGKILL');
    });
    // The catalogue is here: it still answers.
    const energy = page.getByRole('group', { name: 'Energy', exact: true });
    await energy.getByRole('slider', { name: 'Energy from' }).focus();
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => page.getByRole('group', { name: 'Conditions' }).innerText()).toContain('energy');
    // The models are not.
    await page.evaluate(() => {
      location.hash = '#/predict';
    });
    await expect
      .poll(() => page.locator('main').innerText(), { timeout: 20_000 })
      .toMatch(/server does not answer|did not work/);
  });
});

import { describe, expect, it } from 'vitest';
import { accessibilityFaults, open, overflow, settled, useBrowser } from './harness.js';

useBrowser();

const PAGES = {
  overview: '#/overview',
  explore: '#/explore',
  'a filtered list': '#/explore?energy=0.6..1&sort=-popularity',
  genres: '#/genres',
  models: '#/models',
  predict: '#/predict',
};

describe.each(Object.entries(PAGES))('%s', (_, hash) => {
  it.each(['light', 'dark'] as const)('meets WCAG AA in the %s theme', async (theme) => {
    const { page } = await open(hash, { theme });
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it.each([360, 1024, 1920])('fits into %i pixels', async (width) => {
    const { page } = await open(hash, { width });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
  });

  it('says on every page that the data are synthetic', async () => {
    const { page } = await open(hash);
    await expect(page.getByText('Synthetic data.').first().isVisible()).resolves.toBe(true);
  });
});

describe('the shell', () => {
  it('goes to every page by its links, and back and forward by the browser', async () => {
    const { page } = await open('');
    const nav = page.getByRole('navigation', { name: 'Pages' });
    for (const name of ['Explore', 'Genres', 'Models', 'Predict']) {
      await nav.getByRole('link', { name }).click();
      await settled(page);
      expect(await page.title()).toBe(`${name} · Trackscope`);
    }
    await page.goBack();
    await settled(page);
    expect(await page.title()).toBe('Models · Trackscope');
    await page.goForward();
    expect(await page.title()).toBe('Predict · Trackscope');
  });

  it('goes by keys, and shows them', async () => {
    const { page } = await open('');
    await page.keyboard.press('g');
    await page.keyboard.press('g');
    await settled(page);
    expect(await page.title()).toBe('Genres · Trackscope');
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys' });
    await help.waitFor();
    expect(await help.innerText()).toContain('Go to Explore');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'hidden' });
  });

  it('keeps the chosen theme over a reload', async () => {
    const { page } = await open('');
    await page.getByRole('button', { name: /^Theme: system/ }).click();
    await page.getByRole('button', { name: /^Theme: light/ }).click();
    await page.reload();
    await settled(page);
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
  });

  it('says so when the address names no page', async () => {
    const { page } = await open('#/nowhere');
    expect(await page.locator('main').innerText()).toContain('no page “nowhere”');
  });

  it('asks to skip to the page first', async () => {
    const { page } = await open('');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the page');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  });
});

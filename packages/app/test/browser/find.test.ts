import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityFaults, open, settled, useBrowser } from './harness.js';
import { rowsOf } from './rows.js';

useBrowser();

/** Waits until the page counts so many listings. */
async function counts(page: Page, n: number): Promise<void> {
  const shown = page.getByRole('group', { name: 'Conditions' }).locator('.count b');
  await expect
    .poll(async () => Number((await shown.innerText()).replace(/\D/g, '') || Number.NaN), { timeout: 20_000 })
    .toBe(n);
}

/** Types a range into the form. */
async function range(page: Page, column: string, low: string, high: string): Promise<void> {
  const form = page.getByRole('search', { name: 'Filter' });
  await form.getByLabel('Column of the range').selectOption(column);
  await form.getByLabel('From', { exact: true }).fill(low);
  const to = form.getByLabel('To', { exact: true });
  await to.fill(high);
  await to.press('Enter');
}

describe('a scout looks for loud, sad, short tracks', () => {
  const WHERE = 'loudness >= -9 AND valence <= 0.35 AND duration_min <= 3';

  it('finds by forms and by a brush what SQL finds, sorts them, and keeps the view in the address', async () => {
    const expected = await rowsOf(
      `SELECT track_name, popularity FROM listings WHERE ${WHERE} ORDER BY popularity DESC, row`,
    );
    expect(expected.length).toBeGreaterThan(3);
    const { page, context } = await open('#/explore');
    await range(page, 'loudness', '-9', '');
    await range(page, 'duration_min', '', '3');
    // The brush of valence by keyboard: from its right end down to 0.35.
    const end = page
      .getByRole('group', { name: 'Valence', exact: true })
      .getByRole('slider', { name: 'Valence to' });
    await end.focus();
    await expect
      .poll(
        async () => {
          const value = Number(await end.getAttribute('aria-valuenow'));
          if (value > 0.351) await page.keyboard.press('ArrowLeft');
          return value;
        },
        { timeout: 30_000, interval: 10 },
      )
      .toBeLessThanOrEqual(0.351);
    await counts(page, expected.length);
    // A brush enters the address when it rests.
    await expect.poll(() => page.url()).toContain('valence=');
    await page.getByRole('columnheader', { name: 'Popularity' }).getByRole('button').click();
    if (!page.url().includes('sort=-popularity'))
      await page.getByRole('columnheader', { name: 'Popularity' }).getByRole('button').click();
    await expect.poll(() => page.url()).toContain('sort=-popularity');
    await expect
      .poll(() => page.getByRole('grid').getByRole('row').nth(1).innerText())
      .toContain(String(expected[0]!.track_name));

    const elsewhere = await context.newPage();
    await elsewhere.goto(page.url());
    await settled(elsewhere);
    await counts(elsewhere, expected.length);
    await expect
      .poll(() => elsewhere.getByRole('grid').getByRole('row').nth(1).innerText())
      .toContain(String(expected[0]!.track_name));
  });

  it('takes steps back and forward, by button, key and browser', async () => {
    const all = Number((await rowsOf('SELECT count(*) AS n FROM listings'))[0]!.n);
    const loud = Number((await rowsOf('SELECT count(*) AS n FROM listings WHERE energy >= 0.8'))[0]!.n);
    const { page } = await open('#/explore');
    await counts(page, all);
    await range(page, 'energy', '0.8', '');
    await counts(page, loud);
    await page.getByRole('button', { name: 'Undo' }).click();
    await counts(page, all);
    await page.getByRole('button', { name: 'Redo' }).click();
    await counts(page, loud);
    await page.keyboard.press('Control+z');
    await counts(page, all);
    await page.keyboard.press('Control+Shift+z');
    await counts(page, loud);
    await page.goBack();
    await counts(page, all);
    await page.goForward();
    await counts(page, loud);
  });

  it('downloads the rows that pass, with formulas defused', async () => {
    const expected = await rowsOf('SELECT track_id FROM listings WHERE energy >= 0.9 ORDER BY row');
    const { page } = await open('#/explore?energy=0.9..1');
    await counts(page, expected.length);
    await page.getByRole('button', { name: /^Download/ }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('group', { name: 'Download' }).getByRole('button', { name: 'CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.csv$/);
    const text = readFileSync(await download.path(), 'utf8');
    expect(text.trim().split('\n').length - 1).toBe(expected.length);
    expect(text).toContain(String(expected[0]!.track_id));
    await page.getByRole('button', { name: /^Download/ }).click();
    const [parquet] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('group', { name: 'Download' }).getByRole('button', { name: 'Parquet' }).click(),
    ]);
    expect(
      readFileSync(await parquet.path())
        .subarray(0, 4)
        .toString(),
    ).toBe('PAR1');
  });

  it('says what to loosen when nothing passes', async () => {
    const { page } = await open('#/explore?energy=0..0.01&loudness=-1..0');
    await expect.poll(() => page.locator('main').innerText()).toMatch(/without/);
    await page.getByRole('button', { name: 'Clear all' }).last().click();
    await counts(page, Number((await rowsOf('SELECT count(*) AS n FROM listings'))[0]!.n));
  });
});

describe('a track is opened', () => {
  it('shows its values, releases, reasons and neighbours; arrows go on, Escape closes', async () => {
    const [first, second] = await rowsOf(
      'SELECT track_name, track_id FROM listings ORDER BY popularity DESC, row LIMIT 2',
    );
    const { page } = await open('#/explore?sort=-popularity');
    await page.getByRole('grid').getByRole('row').nth(1).click();
    const drawer = page.getByRole('complementary', { name: 'Track' });
    await expect.poll(() => drawer.innerText()).toContain(String(first!.track_name));
    expect(page.url()).toContain(`track=${first!.track_id}`);
    await expect.poll(() => drawer.innerText(), { timeout: 30_000 }).toMatch(/sound|genre|artist/i);
    expect(await accessibilityFaults(page)).toEqual([]);
    await drawer.getByRole('button', { name: 'Next row' }).click();
    await expect.poll(() => page.url()).toContain(`track=${second!.track_id}`);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
    expect(page.url()).not.toContain('track=');
  });
});

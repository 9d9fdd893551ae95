import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { accessibilityFaults, open, settled, useBrowser } from './harness.js';
import { rowsOf } from './rows.js';

useBrowser();

/** Waits for the answers, and gives their words by model. */
async function answers(page: Page): Promise<Record<string, string>> {
  await page.getByTestId('answer-boosted').waitFor({ timeout: 30_000 });
  const found: Record<string, string> = {};
  for (const one of await page.locator('[data-testid^="answer-"]').all()) {
    found[(await one.getAttribute('data-testid')) ?? ''] = (await one.innerText()).replace(/\s+/g, ' ');
  }
  return found;
}

async function move(page: Page, slider: string, value: string): Promise<void> {
  await page.getByRole('slider', { name: slider, exact: true }).fill(value);
}

describe('somebody tries a track', () => {
  it('moves three sliders; every model answers; the link gives the same elsewhere', async () => {
    const { page, context } = await open('#/predict');
    const before = await answers(page);
    expect(Object.keys(before).sort()).toEqual(['answer-boosted', 'answer-glassbox', 'answer-linear']);
    await move(page, 'Energy', '0.95');
    await move(page, 'Valence', '0.1');
    await move(page, 'Danceability', '0.8');
    await expect.poll(() => answers(page)).not.toEqual(before);
    await expect.poll(() => page.url()).toContain('energy=0.95');
    const after = await answers(page);
    const elsewhere = await context.newPage();
    await elsewhere.goto(page.url());
    await settled(elsewhere);
    expect(await answers(elsewhere)).toEqual(after);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => answers(page)).toEqual(before);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('takes back what a hand wrote into the address', async () => {
    const { page } = await open('#/predict');
    const before = await answers(page);
    const undo = page.getByRole('button', { name: 'Undo' });
    expect(await undo.isDisabled()).toBe(true);
    await page.evaluate(() => {
      location.hash = '#/predict?energy=0.95&valence=0.1';
    });
    await expect.poll(() => answers(page)).not.toEqual(before);
    await undo.click();
    await expect.poll(() => answers(page)).toEqual(before);
  });

  it('starts from a track of the catalogue and shows its actual popularity', async () => {
    const [track] = await rowsOf(
      'SELECT track_id, popularity FROM listings WHERE popularity > 40 ORDER BY row LIMIT 1',
    );
    const { page } = await open(`#/predict?track=${track!.track_id}`);
    await answers(page);
    await expect
      .poll(() => page.getByTestId('answers').innerText())
      .toMatch(new RegExp(`popularity in the catalogue is\\s+${track!.popularity}`));
  });

  it('warns about what the catalogue has never seen', async () => {
    const { page } = await open('#/predict?tempo=240&loudness=-45');
    await answers(page);
    await expect.poll(() => page.locator('main').innerText()).toMatch(/outside|never|fewer than|unlike/i);
  });
});

describe('somebody disagrees', () => {
  it('flags an answer with a note, exports the log, deletes the flag', async () => {
    const { page } = await open('#/predict?energy=0.9');
    await answers(page);
    await page.getByRole('button', { name: 'Flag …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Note').fill('=cmd too high, I think');
    await dialog.getByRole('button', { name: 'Flag', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    const log = readFileSync(join(inject('workspace'), 'flags.ndjson'), 'utf8');
    expect(log).toContain('too high, I think');
    expect(log).toContain('"energy":0.9');
    await page.goto(page.url().replace('#/predict?', '#/predict?show=flags&'));
    const flag = page.getByTestId('flag').filter({ hasText: 'too high, I think' });
    await flag.waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as CSV' }).click(),
    ]);
    const csv = readFileSync(await download.path(), 'utf8');
    expect(csv).toContain("'=cmd too high");
    await flag.getByRole('button', { name: /^Delete/ }).click();
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await flag.waitFor({ state: 'hidden' });
  });
});

describe('somebody has a file', () => {
  it('scores the good rows, and reports the two bad ones with their lines', async () => {
    const file = join(tmpdir(), `trackscope-drop-${process.pid}.csv`);
    writeFileSync(
      file,
      'artists,track_name,track_genre,energy,loudness,mine\n' +
        'One,First,techno,0.8,-6,a\n' +
        'Two,Second,techno,loud,-6,b\n' +
        'Three,Third,techno,0.4,-12,c\n' +
        'Four,Fourth,techno,7,-9,d\n' +
        'Five,Fifth,techno,0.2,-20,e\n',
    );
    const { page } = await open('#/predict?show=file');
    await page.locator('input[type=file]').setInputFiles(file);
    await expect
      .poll(() => page.locator('main').innerText(), { timeout: 30_000 })
      .toMatch(/3 of 5 rows scored[\s\S]*2 rows could not be scored/);
    const said = await page.locator('main').innerText();
    expect(said).toMatch(/line 3/i);
    expect(said).toMatch(/line 5/i);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download the result' }).click(),
    ]);
    const rows = readFileSync(await download.path(), 'utf8')
      .trim()
      .split(/\r?\n/);
    expect(rows[0]).toContain('mine');
    expect(rows.length).toBe(6);
  });
});

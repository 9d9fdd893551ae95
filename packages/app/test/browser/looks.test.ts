import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { open, useBrowser } from './harness.js';

useBrowser();

const folder = fileURLToPath(new URL('looks/', import.meta.url));
const COLUMNS = 48;
const ROWS = 36;
/** Fonts and drawing differ a little from machine to machine; a missing chart or a wrong theme differs far more. */
const MOST_OFF = 40;
const MEAN_OFF = 5;

const STATES = {
  overview: '#/overview',
  explore: '#/explore',
  genres: '#/genres',
  models: '#/models',
  predict: '#/predict',
};

/** The window as a coarse picture: mean red, green and blue of each of 48 × 36 tiles. */
async function look(page: Page): Promise<Uint8Array> {
  const png = (await page.screenshot()).toString('base64');
  const tiles = await page.evaluate(
    async ({ png, columns, rows }) => {
      const image = new Image();
      image.src = `data:image/png;base64,${png}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = image.width;
      canvas.height = image.height;
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no canvas');
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, image.width, image.height);
      const sums = new Float64Array(columns * rows * 3);
      const counts = new Float64Array(columns * rows);
      for (let y = 0; y < image.height; y++) {
        for (let x = 0; x < image.width; x++) {
          const tile =
            Math.floor((y * rows) / image.height) * columns + Math.floor((x * columns) / image.width);
          counts[tile]++;
          for (let c = 0; c < 3; c++) sums[tile * 3 + c] += data[(y * image.width + x) * 4 + c];
        }
      }
      return Array.from(sums, (sum, i) => Math.round(sum / counts[Math.floor(i / 3)]));
    },
    { png, columns: COLUMNS, rows: ROWS },
  );
  return Uint8Array.from(tiles);
}

it.each(
  Object.entries(STATES).flatMap(([name, hash]) =>
    (['light', 'dark'] as const).map((theme) => ({ name, hash, theme })),
  ),
)('$name looks as it did in the $theme theme', async ({ name, hash, theme }) => {
  const { page } = await open(hash, { theme, width: 1280, height: 960 });
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(300);
  const now = await look(page);
  const file = `${folder}${name}-${theme}.txt`;
  if (process.env.UPDATE_LOOKS || !existsSync(file)) {
    expect(process.env.CI, 'looks are recorded by a person, who has seen them').toBeUndefined();
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, `${Buffer.from(now).toString('base64')}\n`);
    return;
  }
  const then = Buffer.from(readFileSync(file, 'utf8'), 'base64');
  expect(now.length).toBe(then.length);
  let most = 0;
  let sum = 0;
  now.forEach((value, i) => {
    const off = Math.abs(value - then[i]!);
    most = Math.max(most, off);
    sum += off;
  });
  expect({ most, mean: sum / now.length }).toSatisfy(
    (off: { most: number; mean: number }) => off.most <= MOST_OFF && off.mean <= MEAN_OFF,
    `tiles differ by ${sum / now.length} in the mean, ${most} at most; UPDATE_LOOKS=1 records what is there now`,
  );
});

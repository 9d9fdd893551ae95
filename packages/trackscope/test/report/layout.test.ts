import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../../src/report/render-report.js';
import { honestInput } from './fixtures/honest.js';
import { syntheticInput } from './fixtures/synthetic.js';

const BROWSER = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path && existsSync(path));

/** What a reader's eye would trip over, measured in the page. */
function measure() {
  const size = (t: Element) => {
    const svg = (t as SVGElement).ownerSVGElement!;
    return (
      Number.parseFloat(getComputedStyle(t).fontSize) *
      (svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)
    );
  };
  const shown = [...document.querySelectorAll('svg text')].filter((t) => t.getBoundingClientRect().width > 0);
  const outside = (t: Element) => {
    const a = t.getBoundingClientRect();
    const b = (t as SVGElement).ownerSVGElement!.getBoundingClientRect();
    return a.left < b.left - 2 || a.right > b.right + 2 || a.top < b.top - 2 || a.bottom > b.bottom + 2;
  };
  const prose = [...document.querySelectorAll('main *')].filter(
    (e) =>
      !e.closest('svg') && [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent!.trim() !== ''),
  );
  return {
    texts: shown.length,
    tooSmall: shown.filter((t) => size(t) < 10.95).map((t) => (t as SVGElement).ownerSVGElement!.id),
    outside: shown.filter(outside).map((t) => `${(t as SVGElement).ownerSVGElement!.id}: ${t.textContent}`),
    smallProse: prose
      .filter((e) => Number.parseFloat(getComputedStyle(e).fontSize) < 11)
      .map((e) => e.tagName),
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  };
}

describe.skipIf(!BROWSER)('in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'report-'));
  const file = join(folder, 'report.html');
  const honest = join(folder, 'honest.html');
  let browser: Browser;

  beforeAll(async () => {
    writeFileSync(file, renderReport(syntheticInput()));
    writeFileSync(honest, renderReport(honestInput({ tracks: 300, genres: 12 })));
    browser = await chromium.launch({ executablePath: BROWSER!, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(
    width: number,
    options: object = {},
    which = file,
  ): Promise<{ view: Page; trouble: string[] }> {
    const view = await browser.newPage({ viewport: { width, height: 900 }, ...options });
    const trouble: string[] = [];
    view.on('console', (m) => trouble.push(m.text()));
    view.on('pageerror', (e) => trouble.push(e.message));
    view.on('request', (r) => r.url().startsWith('file:') || trouble.push(r.url()));
    await view.goto(`file://${which}`);
    return { view, trouble };
  }

  it.each([320, 360, 768, 1024, 1920])(
    '%i px wide: nothing cut, tiny or wider than the screen, no complaint',
    async (width) => {
      const { view, trouble } = await open(width);
      const seen = await view.evaluate(measure);
      expect(seen.texts).toBeGreaterThan(500);
      if (width >= 360) expect(seen.tooSmall).toEqual([]);
      expect(seen.outside).toEqual([]);
      expect(seen.smallProse).toEqual([]);
      expect(seen.overflow).toBe(0);
      expect(trouble).toEqual([]);
      await view.close();
    },
  );

  it.each([320, 360, 1024, 1920])(
    '%i px wide, with every protocol opened: nothing cut, tiny or wider than the screen',
    async (width) => {
      const { view, trouble } = await open(width, {}, honest);
      const shut = await view.evaluate(
        () => document.querySelectorAll('details.protocol:not([open])').length,
      );
      expect(shut).toBe(4);
      await view.evaluate(() => {
        for (const d of document.querySelectorAll('details')) d.open = true;
      });
      const seen = await view.evaluate(measure);
      expect(seen.texts).toBeGreaterThan(1000);
      if (width >= 360) expect(seen.tooSmall).toEqual([]);
      expect(seen.outside).toEqual([]);
      expect(seen.smallProse).toEqual([]);
      expect(seen.overflow).toBe(0);
      expect(trouble).toEqual([]);
      await view.close();
    },
  );

  it('opens a protocol for a link into it, and all of them on paper', async () => {
    const { view } = await open(1024, {}, honest);
    const shown = () =>
      view.evaluate(() => document.querySelector('#figure-models-new-artist svg')!.checkVisibility());
    expect(await shown()).toBe(false);
    await view.emulateMedia({ media: 'print' });
    expect(await shown()).toBe(true);
    await view.emulateMedia({ media: 'screen' });
    await view.goto(`file://${honest}#figure-models-new-artist`);
    expect(await shown()).toBe(true);
    await view.close();
  });

  it('switches the theme, sorts a table, and keeps paper light', async () => {
    const { view } = await open(1024, { colorScheme: 'dark' });
    const ground = () => view.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await ground();
    await view.click('.theme');
    const light = await ground();
    expect(light).not.toBe(dark);
    await view.click('.theme');
    expect(await ground()).toBe(dark);
    await view.emulateMedia({ media: 'print' });
    expect(await ground()).toBe(light);
    await view.emulateMedia({ media: 'screen' });
    await view.click('table.heat thead th:nth-child(2) button');
    const tracks = await view.$$eval('table.heat tbody tr td:nth-child(2)', (cells) =>
      cells.map((c) => Number(c.getAttribute('data-sort'))),
    );
    expect(tracks).toEqual([...tracks].sort((a, b) => b - a));
    expect(await view.getAttribute('table.heat thead th:nth-child(2)', 'aria-sort')).toBe('descending');
    await view.close();
  });

  it('reads without scripts', async () => {
    const { view } = await open(1024, { javaScriptEnabled: false });
    expect(await view.isVisible('.theme')).toBe(false);
    expect(await view.isVisible('#figure-genres svg')).toBe(true);
    await view.close();
  });
});

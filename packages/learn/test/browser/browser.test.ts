import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PageResult, runPage } from './page.js';

/** The browser to use: the one that `CHROMIUM` names, the system's, or the one that Playwright has installed. */
function findChromium(): string | undefined {
  const places = [
    process.env.CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    chromium.executablePath(),
  ];
  return places.find((place) => place && existsSync(place));
}

const executablePath = findChromium();

describe.skipIf(!executablePath)('in a browser', () => {
  let browser: Browser;
  let server: Server;
  let address = '';
  let expected: PageResult;

  beforeAll(async () => {
    const built = await build({
      entryPoints: [fileURLToPath(new URL('page.ts', import.meta.url))],
      bundle: true,
      format: 'esm',
      platform: 'browser',
      write: false,
    });
    const script = built.outputFiles[0].text;
    server = createServer((request, response) => {
      const [path, query] = (request.url ?? '/').split('?');
      if (query === 'isolated') {
        response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
        response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
      }
      response.setHeader(
        'Content-Type',
        path === '/page.js' ? 'text/javascript' : 'text/html; charset=utf-8',
      );
      response.end(
        path === '/page.js'
          ? script
          : '<!doctype html><title>learn</title><script type="module" src="page.js"></script>',
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const bound = server.address();
    if (bound === null || typeof bound === 'string') throw new Error('the server has no port');
    address = `http://127.0.0.1:${bound.port}/`;
    if (executablePath)
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox'], timeout: 100_000 });
    expected = await runPage();
  });

  afterAll(async () => {
    await browser?.close();
    await new Promise((resolve) => server?.close(resolve));
  });

  async function visit(query: string): Promise<{ found: PageResult; requests: string[] }> {
    const page = await browser.newPage();
    const requests: string[] = [];
    const errors: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(address + query, { waitUntil: 'load' });
    const found = (await page.evaluate('globalThis.runPage()')) as PageResult;
    await page.close();
    expect(errors).toEqual([]);
    return { found, requests };
  }

  it('trains on workers to the same models as Node, where the page is isolated', async () => {
    const { found, requests } = await visit('?isolated');
    expect(found.isolated).toBe(true);
    expect(found.threads).toBe(true);
    expect(found.path).toEqual({ kernel: 'wasm', threads: 2 });
    expect(found.models).toEqual(expected.models);
    for (const { r2 } of Object.values(found.models)) expect(r2).toBeGreaterThan(0.7);
    // Nothing but the page, its script and workers made of text within it.
    for (const url of requests) expect(url.startsWith(address) || url.startsWith('blob:')).toBe(true);
  });

  it('trains in the page itself to the same models, where it is not', async () => {
    const { found } = await visit('');
    expect(found.isolated).toBe(false);
    expect(found.threads).toBe(false);
    expect(found.path?.threads).toBe(1);
    expect(found.models).toEqual(expected.models);
  });
});

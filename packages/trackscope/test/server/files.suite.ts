import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { openListings } from '../../src/queries/listings.js';
import { ask, listOf, serveGround } from './site.js';
import type { Site } from './suite.js';

/** The app, the report and the data as files. */
export function fileSuite(site: Site): void {
  describe('files', () => {
    it('serves the app with its policy', async () => {
      const page = await ask(site.url, '/');
      expect(page.status).toBe(200);
      expect(page.text).toContain('<title>App</title>');
      const policy = page.headers['content-security-policy']!;
      expect(policy).toContain("default-src 'none'");
      expect(policy).toMatch(/script-src 'self' 'wasm-unsafe-eval';/);
      expect(policy).toContain("frame-ancestors 'none'");
      expect((await ask(site.url, '/app.js')).headers['content-type']).toBe('text/javascript; charset=utf-8');
    });

    it('leads to the report where there is no app', async () => {
      const server = await serveGround({ workspace: site.ground.workspace, app: '/nowhere' });
      const { status, headers } = await ask(server.url, '/');
      await server.close();
      expect([status, headers.location]).toEqual([302, '/report.html']);
    });

    it('serves every document of the workspace as it stands, and the models that answer', async () => {
      const files = listOf<string>((await ask(site.url, '/api/workspace')).json.files);
      const served = files.filter((name) => /^(?:[a-z]+\.json|models\/(?!.*published).*)$/.test(name));
      expect(served).toContain('profile.json');
      expect(served).toContain('models/boosted.known-artist.recording.json');
      for (const name of served) {
        const { status, bytes } = await ask(site.url, `/data/${name}`);
        expect(status, name).toBe(200);
        expect(bytes.equals(readFileSync(join(site.ground.workspace, name))), name).toBe(true);
      }
    });

    it('makes listings.bin, which the app opens', async () => {
      const { bytes } = await ask(site.url, '/data/listings.bin');
      const { rows } = (await ask(site.url, '/api/workspace')).json;
      expect(openListings(new Uint8Array(bytes)).info.listings).toBe(rows.listings);
    });

    it.each([
      '/data/catalogue.parquet',
      '/data/rejects.csv',
      '/data/flags.ndjson',
      '/data/models/boosted.published.json',
      '/catalogue.parquet',
      '/data/../workspace.json',
      '/../../../etc/passwd',
      '/data/%2e%2e/%2e%2e/etc/passwd',
      '/data/models/..%2f..%2fworkspace.json',
      '/constructor',
      '/data/__proto__',
      '/%00',
      '/%ff',
      '//etc/passwd',
      '/index.html/..;/',
    ])('has nothing at %s', async (path) => {
      const { status, headers } = await ask(site.url, path);
      expect(status).toBe(404);
      expect(headers['content-type']).toBe('application/problem+json');
    });

    it('answers 304 to who has the file, and compresses for who reads that', async () => {
      const plain = await ask(site.url, '/app.js');
      const gz = await ask(site.url, '/app.js', { headers: { 'accept-encoding': 'br, gzip;q=0.5' } });
      expect(gz.headers['content-encoding']).toBe('gzip');
      expect(gunzipSync(gz.bytes).equals(plain.bytes)).toBe(true);
      expect(gz.headers.etag).not.toBe(plain.headers.etag);
      expect(gz.headers.vary).toBe('Accept-Encoding');
      const refused = await ask(site.url, '/app.js', { headers: { 'accept-encoding': 'gzip;q=0' } });
      expect(refused.headers['content-encoding']).toBeUndefined();
      const again = await ask(site.url, '/app.js', {
        headers: { 'if-none-match': `"x", ${plain.headers.etag}` },
      });
      expect([again.status, again.bytes.length]).toEqual([304, 0]);
      const other = await ask(site.url, '/app.js', { headers: { 'if-none-match': '"x"' } });
      expect(other.status).toBe(200);
    });

    it('answers HEAD with the size and no body', async () => {
      const { status, headers, bytes } = await ask(site.url, '/report.html', { method: 'HEAD' });
      expect(status).toBe(200);
      expect(Number(headers['content-length'])).toBe(
        readFileSync(join(site.ground.workspace, 'report.html')).length,
      );
      expect(bytes.length).toBe(0);
    });

    it('lets the report run its own script and style and no others', async () => {
      const { text, headers } = await ask(site.url, '/report.html');
      const { document } = parseHTML(text);
      const policy = headers['content-security-policy']!;
      const hash = (content: string) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
      const scripts = [...text.matchAll(/<script>([\s\S]*?)<\/script>/g)].map((match) => match[1]!);
      expect(scripts.length).toBe(document.querySelectorAll('script').length);
      expect(policy).toContain(`script-src ${scripts.map(hash).join(' ')};`);
      expect(policy).toContain(`style-src ${hash(/<style>([\s\S]*?)<\/style>/.exec(text)![1]!)};`);
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    });
  });
}

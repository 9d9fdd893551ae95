import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { isLoopback } from '../../src/server/guard/same-site.js';
import { type Answered, ask, serveGround } from './site.js';
import type { Site } from './suite.js';

const PREDICT = { body: { track: {} } };

/** Who may ask, how much, and what every answer carries. */
export function guardSuite(site: Site): void {
  describe('the guard', () => {
    it('puts the same headers on every answer, refusals among them', async () => {
      const answers: Answered[] = [
        await ask(site.url, '/'),
        await ask(site.url, '/api/health'),
        await ask(site.url, '/nothing'),
        await ask(site.url, '/api/predict', { body: 'x' }),
        await ask(site.url, '/', { headers: { host: 'evil.example' } }),
        await ask(site.url, '/', { headers: { host: 'a b' } }),
      ];
      for (const { headers } of answers) {
        expect(headers['x-content-type-options']).toBe('nosniff');
        expect(headers['referrer-policy']).toBe('no-referrer');
        expect(headers['cross-origin-opener-policy']).toBe('same-origin');
        expect(headers['cross-origin-resource-policy']).toBe('same-origin');
        expect(headers['content-security-policy']).toContain("default-src 'none'");
        expect(headers['access-control-allow-origin']).toBeUndefined();
      }
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 415, 403, 400]);
    });

    it.each([
      ['evil.example', 403],
      ['127.0.0.1.evil.example', 403],
      ['localhost:1', 200],
      ['127.0.0.1', 200],
      ['[::1]:80', 200],
    ])('answers Host %s with %d on loopback', async (host, status) => {
      expect((await ask(site.url, '/api/health', { headers: { host } })).status).toBe(status);
    });

    it('takes what changes or costs something from our own pages and from programs only', async () => {
      const origin = site.url;
      const statuses: number[] = [];
      for (const headers of [
        { origin },
        { origin: 'http://evil.example' },
        { origin: 'null' },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { 'sec-fetch-site': 'same-origin' },
        {},
      ]) {
        statuses.push(
          (await ask(site.url, '/api/predict', { ...PREDICT, headers: headers as Record<string, string> }))
            .status,
        );
      }
      expect(statuses).toEqual([200, 403, 403, 403, 403, 200, 200]);
    });

    it('knows loopback by its names and numbers', () => {
      expect(['127.0.0.1', 'localhost', '::1', '[::1]', '127.1.2.3'].map(isLoopback)).toEqual([
        true,
        true,
        true,
        true,
        true,
      ]);
      expect(['0.0.0.0', '::', '192.168.0.1', 'localhost.evil.example', ''].map(isLoopback)).toEqual([
        false,
        false,
        false,
        false,
        false,
      ]);
    });
  });

  describe('the token', () => {
    it('is demanded on any other address, and made where none is given', async () => {
      const server = await serveGround(site.ground, { host: '0.0.0.0' });
      const url = server.url.replace('0.0.0.0', '127.0.0.1');
      expect(server.token).toMatch(/^[\w-]{32}$/);
      for (const path of ['/', '/api/health', '/data/workspace.json', '/nothing', '/?token=wrong']) {
        const { status, headers, json } = await ask(url, path);
        expect([status, json.code], path).toEqual([401, 'token-needed']);
        expect(headers['www-authenticate']).toMatch(/^Bearer/);
      }
      const headers = { authorization: `Bearer ${server.token}`, host: 'box.example' };
      expect((await ask(url, '/api/health', { headers })).status).toBe(200);
      const almost = { authorization: `Bearer ${server.token!.slice(0, -1)}` };
      expect((await ask(url, '/api/health', { headers: almost })).status).toBe(401);
      await server.close();
    });

    it('becomes a cookie in a browser, and leaves the address bar', async () => {
      const server = await serveGround(site.ground, { token: 'a-long-enough-token' });
      const first = await ask(server.url, '/?token=a-long-enough-token');
      expect([first.status, first.headers.location]).toEqual([303, '/']);
      const [cookie] = first.headers['set-cookie']!;
      expect(cookie).toMatch(/; HttpOnly; SameSite=Strict/);
      expect(cookie).not.toContain('a-long-enough-token');
      const headers = { cookie: `other=1; ${cookie!.split(';')[0]}` };
      expect((await ask(server.url, '/', { headers })).status).toBe(200);
      expect((await ask(server.url, '/', { headers: { cookie: `${headers.cookie}x` } })).status).toBe(401);
      await server.close();
    });

    it.each(['short', '', 'with a space in it', 'ünïcödé-tökén-länger'])('may not be "%s"', async (token) => {
      await expect(serveGround(site.ground, { token })).rejects.toMatchObject({ code: 'weak-token' });
    });
  });

  describe('limits', () => {
    const json = { 'content-type': 'application/json' };

    it('refuses a body that is too large, whether it says so or not', async () => {
      const body = JSON.stringify({ track: { title: 'x'.repeat(300_000) } });
      expect((await ask(site.url, '/api/predict', { body, headers: json })).status).toBe(413);
      const chunked = await raw(
        site.url,
        `POST /api/predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
      );
      expect(chunked).toMatch(/^HTTP\/1.1 413 .*"code":"too-large"/s);
    });

    it('refuses a body that does not come', async () => {
      const server = await serveGround(site.ground, { limits: { bodyMs: 50 } });
      const head =
        'POST /api/predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{';
      expect(await raw(server.url, head)).toMatch(/^HTTP\/1.1 408 .*retry-after: 1.*"code":"body-timeout"/is);
      await server.close();
    });

    it.each([
      ['text/plain', 415],
      ['application/json; charset=utf-16', 415],
      ['application/json; charset=utf-8', 200],
      ['application/problem+json', 200],
    ])('answers a body of %s with %d', async (type, status) => {
      const { status: found } = await ask(site.url, '/api/predict', {
        body: '{"track":{}}',
        headers: { 'content-type': type },
      });
      expect(found).toBe(status);
    });

    it('refuses compressed bodies', async () => {
      const headers = { ...json, 'content-encoding': 'gzip' };
      expect((await ask(site.url, '/api/predict', { body: '{}', headers })).status).toBe(415);
    });

    it('answers so many requests and streams at once, says when to come again, and recovers', async () => {
      const server = await serveGround(site.ground, { limits: { requests: 3, streams: 1 } });
      const hold = connect(Number(new URL(server.url).port), '127.0.0.1');
      const open = (socket: typeof hold, line: string) =>
        socket.write(
          `${line} HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nContent-Length: 30\r\n\r\n`,
        );
      open(hold, 'POST /api/score');
      await expect.poll(async () => (await ask(server.url, '/api/health')).json.running).toBe(2);
      const second = await ask(server.url, '/api/score', {
        body: 'energy\n1\n',
        headers: { 'content-type': 'text/csv' },
      });
      expect([second.status, second.json.code, second.headers['retry-after']]).toEqual([
        429,
        'too-many-streams',
        '5',
      ]);
      const slow = ['POST /api/predict', 'POST /api/query'].map((line) => {
        const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
        socket.write(
          `${line} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 30\r\n\r\n`,
        );
        return socket;
      });
      await expect.poll(async () => (await ask(server.url, '/api/health')).status).toBe(503);
      const busy = await ask(server.url, '/api/health');
      expect([busy.json.code, busy.headers['retry-after']]).toEqual(['busy', '1']);
      for (const socket of [hold, ...slow]) socket.destroy();
      await expect.poll(async () => (await ask(server.url, '/api/health')).status).toBe(200);
      await server.close();
    });

    it('takes no more of a header than is sensible', async () => {
      expect((await ask(site.url, '/api/health', { headers: { 'x-long': 'x'.repeat(40_000) } })).status).toBe(
        431,
      );
    });
  });
}

/** Sends bytes as they stand and gives what comes back until the connection ends or falls silent. */
export function raw(url: string, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.setTimeout(1500, () => socket.destroy());
    socket.on('data', (data) => {
      answer += data;
      if (/\r\n\r\n.*\}$/s.test(answer)) socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}

import { spawn } from 'node:child_process';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Load } from '../../src/server/guard/load.js';
import { ask, serveGround } from './site.js';
import type { Site } from './suite.js';

const BIN = fileURLToPath(new URL('../../bin/trackscope.js', import.meta.url));
const ROW = 'techno,0.5\n';

/** How a server ends. */
export function stopSuite(site: Site): void {
  describe('stopping', () => {
    it('finishes a stream that runs, and takes nothing new', async () => {
      const server = await serveGround(site.ground);
      const stream = scoring(server.url);
      stream.write(`track_genre,energy\n${ROW.repeat(2000)}`);
      await stream.begun;
      const closed = server.close();
      await expect(ask(server.url, '/api/health')).rejects.toThrow(/ECONNREFUSED/);
      stream.end(ROW);
      const text = await stream.text;
      await closed;
      expect(text.trimEnd().split('\r\n')).toHaveLength(2002);
    });

    it('may be asked twice, and refuses what still comes', async () => {
      const server = await serveGround(site.ground);
      await Promise.all([server.close(), server.close()]);
      const load = new Load({ requests: 1, streams: 1 });
      load.stop();
      expect(() => load.enter()).toThrow(expect.objectContaining({ code: 'stopping' }));
    });

    it('cuts what does not end in time', async () => {
      const server = await serveGround(site.ground, { limits: { stopMs: 50 } });
      const stream = scoring(server.url);
      stream.write(`track_genre,energy\n${ROW.repeat(2000)}`);
      await stream.begun;
      const text = expect(stream.text).rejects.toThrow(/aborted|hang up|ECONNRESET/);
      await server.close();
      await text;
    });

    it('says that a port is taken', async () => {
      const port = Number(new URL(site.url).port);
      await expect(serveGround(site.ground, { port })).rejects.toMatchObject({ code: 'port-in-use' });
    });
  });

  describe('trackscope serve', () => {
    it('prints the address, and ends with 0 at a signal once a stream is done', async () => {
      const child = spawn(process.execPath, [BIN, 'serve', site.ground.workspace, '--port', '0', '--json']);
      const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
      let out = '';
      child.stdout.on('data', (data) => {
        out += data;
      });
      const url = await new Promise<string>((resolve) => {
        child.stderr.on('data', (data) => {
          const found = /http:\/\/127\.0\.0\.1:\d+/.exec(String(data))?.[0];
          if (found) resolve(found);
        });
      });
      const stream = scoring(url);
      stream.write(`track_genre,energy\n${ROW.repeat(2000)}`);
      await stream.begun;
      child.kill('SIGTERM');
      // As a terminal does where somebody passes the signal on.
      child.kill('SIGTERM');
      await expect
        .poll(() =>
          ask(url, '/api/health').then(
            () => 'open',
            () => 'closed',
          ),
        )
        .toBe('closed');
      stream.end(ROW);
      expect((await stream.text).trimEnd().split('\r\n')).toHaveLength(2002);
      expect(await ended).toBe(0);
      expect(JSON.parse(out)).toEqual({ url, stopped: true });
    });

    it('stops at once at a second signal', async () => {
      const child = spawn(process.execPath, [BIN, 'serve', site.ground.workspace, '--port', '0']);
      const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
      const url = await new Promise<string>((resolve) => {
        child.stderr.on('data', (data) => {
          const found = /http:\/\/127\.0\.0\.1:\d+/.exec(String(data))?.[0];
          if (found) resolve(found);
        });
      });
      const stream = scoring(url);
      stream.write(`track_genre,energy\n${ROW.repeat(2000)}`);
      await stream.begun;
      const cut = expect(stream.text).rejects.toThrow();
      child.kill('SIGINT');
      const again = setTimeout(() => child.kill('SIGINT'), 700);
      expect(await ended).toBe(0);
      clearTimeout(again);
      await cut;
    });
  });
}

/** A file that is being scored while it is still being sent. */
function scoring(url: string) {
  const { port } = new URL(url);
  let begun: () => void;
  let fail: (error: Error) => void;
  const started = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const sent = request({
    host: '127.0.0.1',
    port,
    path: '/api/score',
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
  });
  const text = new Promise<string>((resolve, reject) => {
    fail = reject;
    sent.on('response', (response) => {
      let all = '';
      response.on('data', (data) => {
        all += data;
        begun();
      });
      response.on('error', reject);
      response.on('end', () => resolve(all));
    });
  });
  sent.on('error', (error) => fail(error));
  text.catch(() => undefined);
  return {
    begun: started,
    text,
    write: (part: string) => void sent.write(part),
    end: (part: string) => void sent.end(part),
  };
}

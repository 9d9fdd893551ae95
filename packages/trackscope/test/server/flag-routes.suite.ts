import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ask, listOf, serveGround } from './site.js';
import type { Site } from './suite.js';

const TRACK = {
  title: '=HYPERLINK("http://x")',
  artists: ['A, "B"'],
  genres: ['techno'],
  sound: { loudness: -6 },
};

/** Flags over HTTP. */
export function flagRouteSuite(site: Site): void {
  describe('flags', () => {
    it('keeps inputs, outputs, versions and the note; lists them newest first; deletes them', async () => {
      const before = listOf((await ask(site.url, '/api/flags')).json.flags).length;
      const made = await ask(site.url, '/api/flags', { body: { track: TRACK, note: 'too high', bar: 40 } });
      expect(made.status).toBe(201);
      expect(made.headers.location).toBe(`/api/flags/${made.json.id}`);
      const predicted = await ask(site.url, '/api/predict', { body: { track: TRACK, bar: 40 } });
      const { models } = (await ask(site.url, '/api/models')).json;
      expect(made.json).toMatchObject({
        note: 'too high',
        track: TRACK,
        protocol: 'known-artist',
        unit: 'recording',
        bar: 40,
        answers: predicted.json.answers,
        warnings: predicted.json.warnings,
      });
      expect(made.json.models[0]).toEqual({ model: models[0].model, version: models[0].version });
      const second = await ask(site.url, '/api/flags', { body: { track: {} } });
      const ids = listOf<{ id: string }>((await ask(site.url, '/api/flags')).json.flags).map((f) => f.id);
      expect(ids.slice(0, 2)).toEqual([second.json.id, made.json.id]);
      for (const id of ids.slice(0, 2)) {
        expect((await ask(site.url, `/api/flags/${id}`, { method: 'DELETE' })).status).toBe(204);
      }
      expect((await ask(site.url, `/api/flags/${second.json.id}`, { method: 'DELETE' })).status).toBe(404);
      expect((await ask(site.url, '/api/flags')).json.flags).toHaveLength(before);
    });

    it('exports CSV in which nothing runs', async () => {
      const { json } = await ask(site.url, '/api/flags', {
        body: { track: TRACK, note: '@SUM(1)\nsecond line' },
      });
      const { text, headers } = await ask(site.url, '/api/flags.csv');
      expect(headers['content-disposition']).toContain('flags.csv');
      expect(text).toContain(`"'=HYPERLINK(""http://x"")"`);
      expect(text).toContain(`"'@SUM(1)\nsecond line"`);
      expect(text).toContain('"A, ""B"""');
      expect(text).toContain(',-6,');
      await ask(site.url, `/api/flags/${json.id}`, { method: 'DELETE' });
    });

    it('refuses a note that is too long and an id that is none', async () => {
      const body = { track: {}, note: 'x'.repeat(2001) };
      expect((await ask(site.url, '/api/flags', { body })).status).toBe(400);
      for (const id of ['x', '..%2f..%2fworkspace.json', '%00', 'constructor']) {
        expect((await ask(site.url, `/api/flags/${id}`, { method: 'DELETE' })).status).toBe(404);
      }
    });

    it('is shared by two servers on one workspace, and survives a torn line', async () => {
      const other = await serveGround(site.ground);
      const { json } = await ask(site.url, '/api/flags', { body: { track: {}, note: 'here' } });
      appendFileSync(join(site.ground.workspace, 'flags.ndjson'), '\n{"event":"added","flag":{"id":"torn');
      const there = await ask(other.url, '/api/flags', { body: { track: {}, note: 'there' } });
      for (const url of [site.url, other.url]) {
        const notes = listOf<{ note: string }>((await ask(url, '/api/flags')).json.flags).map((f) => f.note);
        expect(notes).toEqual(['there', 'here']);
      }
      await ask(other.url, `/api/flags/${json.id}`, { method: 'DELETE' });
      await ask(site.url, `/api/flags/${there.json.id}`, { method: 'DELETE' });
      await other.close();
      expect((await ask(site.url, '/api/flags')).json.flags).toEqual([]);
    });

    it('has a limit, up to which all is kept', async () => {
      const size = readFileSync(join(site.ground.workspace, 'flags.ndjson')).length;
      const small = await serveGround(site.ground, { limits: { flagBytes: size + 3000 } });
      const codes: string[] = [];
      for (let i = 0; i < 6; i++) {
        const { json } = await ask(small.url, '/api/flags', { body: { track: {}, note: 'x'.repeat(800) } });
        codes.push(String(json.code ?? 'kept'));
      }
      const { flags } = (await ask(small.url, '/api/flags')).json;
      expect(codes).toContain('flags-full');
      expect(flags).toHaveLength(codes.filter((code) => code === 'kept').length);
      expect(flags.length).toBeGreaterThan(0);
      for (const { id } of listOf<{ id: string }>(flags))
        await ask(small.url, `/api/flags/${id}`, { method: 'DELETE' });
      await small.close();
    });
  });
}

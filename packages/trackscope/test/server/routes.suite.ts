import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/score/contract.js';
import { openScorer } from '../../src/score/open-scorer.js';
import { PROBLEMS } from '../../src/server/problem.js';
import { ask, listOf } from './site.js';
import type { Site } from './suite.js';

const TRACK = {
  title: 'Night Drive',
  artists: ['Nobody Knows'],
  genres: ['techno'],
  sound: { energy: 0.8, loudness: -6, danceability: 0.7, tempo: 128, explicit: 0 },
};

/** What each route answers. */
export function routeSuite(site: Site): void {
  const scorer = async (protocol: 'known-artist' | 'at-release-new') => {
    const { files } = (await ask(site.url, '/api/workspace')).json;
    const load = (name: string) => Promise.resolve(readFileSync(join(site.ground.workspace, name)));
    return openScorer(load, listOf<string>(files), { protocol, unit: 'recording' });
  };

  describe('about', () => {
    it('tells health, workspace and models', async () => {
      const health = (await ask(site.url, '/api/health')).json;
      expect(health).toMatchObject({ status: 'ok', tool: 'trackscope', running: 1 });
      const manifest = JSON.parse(readFileSync(join(site.ground.workspace, 'workspace.json'), 'utf8'));
      expect((await ask(site.url, '/api/workspace')).json).toEqual(manifest);
      const { models, default: first } = (await ask(site.url, '/api/models')).json;
      expect(first).toEqual({ protocol: 'known-artist', unit: 'recording' });
      expect(listOf<{ protocol: string }>(models).map((m) => m.protocol)).toContain('at-release-new');
      expect(models[0]).toEqual((await scorer('known-artist')).models[0]);
    });
  });

  describe('predict and explain', () => {
    it('says what the scorer says, to the last digit', async () => {
      for (const protocol of ['known-artist', 'at-release-new'] as const) {
        const { status, json } = await ask(site.url, '/api/predict', {
          body: { track: TRACK, protocol, bar: 40 },
        });
        expect(status).toBe(200);
        const said = (await scorer(protocol)).answer(TRACK, { bar: 40, reasons: false });
        expect(json).toEqual(JSON.parse(JSON.stringify(said)));
        expect(json.answers[0].reasons).toBeNull();
      }
    });

    it('gives reasons that add up, and curves for a column', async () => {
      const { json } = await ask(site.url, '/api/explain', { body: { track: TRACK, column: 'energy' } });
      const answer = listOf<Answer>(json.answers)[0]!;
      const points = answer.reasons!.families.reduce((sum, f) => sum + f.points, 0);
      expect(answer.reasons!.base + points + answer.reasons!.held).toBeCloseTo(answer.prediction, 3);
      expect(json.curves).toHaveLength(listOf(json.answers).length);
      expect(json.curves[0]).toMatchObject({ column: 'energy', model: answer.model });
      expect(json.curves[0].points.length).toBeGreaterThan(5);
    });

    it('explains a track of the catalogue by its id', async () => {
      const page = await ask(site.url, '/api/query', {
        body: { question: 'table', filter: {}, sort: [], from: 0, count: 1 },
      });
      const row = listOf(page.json.rows)[0]!;
      const { json } = await ask(site.url, '/api/explain', { body: { trackId: row.trackId } });
      expect(json.track.title).toBe(row.title);
      expect(json.track.sound.energy).toBe(row.values.energy);
      const described = await ask(site.url, '/api/explain', { body: { track: json.track } });
      expect(described.json.answers).toEqual(json.answers);
    });

    it.each([
      ['neither track nor id', '/api/explain', {}, 400, 'invalid-input'],
      ['an unknown id', '/api/explain', { trackId: 'no-such-track' }, 404, 'not-found'],
      ['a protocol that is none', '/api/predict', { track: {}, protocol: 'best' }, 400, 'invalid-input'],
      [
        'a protocol without models',
        '/api/predict',
        { track: {}, protocol: 'new-artist' },
        422,
        'not-possible',
      ],
      ['a model that is none', '/api/predict', { track: {}, models: ['magic'] }, 422, 'not-possible'],
      ['a value out of range', '/api/predict', { track: { sound: { energy: 8 } } }, 400, 'invalid-input'],
      ['a feature that is none', '/api/predict', { track: { sound: { enrgy: 0.8 } } }, 400, 'invalid-input'],
      ['a text for a number', '/api/predict', { track: { sound: { energy: '0.8' } } }, 400, 'invalid-input'],
      ['something else than JSON', '/api/predict', '{"track":', 400, 'malformed-json'],
      ['a list', '/api/predict', [], 400, 'invalid-input'],
    ])('refuses %s', async (_, path, body, status, code) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await ask(site.url, path as string, { body, headers });
      expect(answer.status).toBe(status);
      expect(answer.headers['content-type']).toBe('application/problem+json');
      expect(answer.json).toMatchObject({ status, code, type: `/api/docs#problem-${code}` });
    });

    it('points at what is wrong', async () => {
      const { json } = await ask(site.url, '/api/predict', {
        body: { track: { sound: { energy: 8, tempo: 'x' } } },
      });
      expect(listOf<{ pointer: string }>(json.errors).map((e) => e.pointer)).toEqual([
        '/track/sound/energy',
        '/track/sound/tempo',
      ]);
    });
  });

  describe('query', () => {
    it('answers, and hands out files', async () => {
      const filter = { ranges: { energy: [0.5, 1] } };
      const table = await ask(site.url, '/api/query', {
        body: { question: 'table', filter, sort: [], from: 0, count: 500 },
      });
      expect(
        listOf<{ values: { energy: number } }>(table.json.rows).every((row) => row.values.energy >= 0.5),
      ).toBe(true);
      const file = await ask(site.url, '/api/query', {
        body: { question: 'download', filter, sort: [], format: 'csv' },
      });
      expect(file.headers['content-disposition']).toBe('attachment; filename="listings.csv"');
      expect(file.headers['content-type']).toMatch(/^text\/csv/);
      const parquet = await ask(site.url, '/api/query', {
        body: { question: 'download', filter, sort: [], format: 'parquet' },
      });
      expect(parquet.bytes.subarray(0, 4).toString()).toBe('PAR1');
    });

    it('refuses what the catalogue lacks, and what is no question', async () => {
      const body = { question: 'table', filter: { ranges: { magic: [0, 1] } }, sort: [], from: 0, count: 1 };
      expect((await ask(site.url, '/api/query', { body })).json.code).toBe('not-possible');
      expect(
        (await ask(site.url, '/api/query', { body: { question: 'sql', sql: 'DROP TABLE x' } })).status,
      ).toBe(400);
    });
  });

  describe('addresses', () => {
    it('names the methods that an address takes', async () => {
      const { status, headers, json } = await ask(site.url, '/api/predict');
      expect([status, headers.allow, json.code]).toEqual([405, 'POST', 'method-not-allowed']);
      const list = await ask(site.url, '/api/flags', { method: 'PUT' });
      expect([list.status, list.headers.allow]).toEqual([405, 'GET, HEAD, POST']);
      expect((await ask(site.url, '/', { method: 'POST', body: 'x' })).headers.allow).toBe('GET, HEAD');
    });

    it('has a problem for what is not there', async () => {
      const { status, json } = await ask(site.url, '/api/nothing');
      expect([status, json.code]).toEqual([404, 'not-found']);
    });
  });

  describe('documentation', () => {
    it('is an OpenAPI 3.1 document whose references lead somewhere, and whose routes are there', async () => {
      const document = (await ask(site.url, '/api/openapi.json')).json;
      expect(document.openapi).toBe('3.1.0');
      const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
      expect(references.length).toBeGreaterThan(5);
      for (const [, name] of references) expect(document.components.schemas).toHaveProperty(name!);
      expect(Object.keys(document.paths).sort()).toEqual([
        '/api/docs',
        '/api/explain',
        '/api/flags',
        '/api/flags.csv',
        '/api/flags/{id}',
        '/api/health',
        '/api/models',
        '/api/openapi.json',
        '/api/predict',
        '/api/query',
        '/api/score',
        '/api/workspace',
      ]);
      expect(document.components.schemas.PredictRequest.properties.track.$ref).toBe(
        '#/components/schemas/Track',
      );
      expect(document.components.schemas.Track.properties.sound.properties.energy).toMatchObject({
        minimum: 0,
        maximum: 1,
      });
    });

    it('is a page of our own: every route, every problem, no script, nothing from elsewhere', async () => {
      const { text, headers } = await ask(site.url, '/api/docs');
      const { paths } = (await ask(site.url, '/api/openapi.json')).json;
      for (const path of Object.keys(paths)) expect(text).toContain(`<code>${path}</code>`);
      for (const code of Object.keys(PROBLEMS)) expect(text).toContain(`id="problem-${code}"`);
      for (const [, anchor] of text.matchAll(/href="#([^"]+)"/g)) expect(text).toContain(`id="${anchor}"`);
      expect(text).not.toMatch(/<script|https?:\/\/|undefined|\[object/);
      expect(headers['content-security-policy']).not.toMatch(/script-src/);
    });
  });
}

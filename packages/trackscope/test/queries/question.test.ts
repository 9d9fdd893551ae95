import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerQuery } from '../../src/queries/answer-query.js';
import type { CatalogueQueries, ViewSpec } from '../../src/queries/contract.js';
import { openListings } from '../../src/queries/listings.js';
import { listingsFile } from '../../src/queries/listings-file.js';
import { localQueries } from '../../src/queries/local.js';
import { openCatalogue } from '../../src/queries/open-catalogue.js';
import { QueryError } from '../../src/queries/query-error.js';
import type { Question } from '../../src/queries/question.js';
import { answerSchemas } from '../../src/queries/question-schema.js';
import { remoteQueries } from '../../src/queries/remote.js';
import { serverQueries } from '../../src/queries/server-queries.js';
import { type MadeWorkspace, madeWorkspace } from './made-workspace.js';
import { anyFilter } from './plain-twin.js';

let made: MadeWorkspace;
let bytes: Uint8Array;
let local: CatalogueQueries;
let remote: CatalogueQueries;
const asked: unknown[] = [];

/** What a server does, with JSON on the way. */
async function throughJson(question: Question): Promise<Response> {
  asked.push(question);
  const answer = await answerQuery(local, JSON.parse(JSON.stringify(question)));
  return answer.kind === 'json' ? new Response(JSON.stringify(answer.value)) : new Response(answer.file);
}

beforeAll(async () => {
  made = await madeWorkspace(200);
  bytes = await listingsFile(made.workspace);
  local = localQueries(openListings(bytes), 'server');
  remote = await remoteQueries(throughJson);
});
afterAll(() => made.close());

const VIEWS: readonly ViewSpec[] = [
  { kind: 'histogram', column: 'tempo', bins: 9, extent: [80, 120] },
  { kind: 'density', x: 'energy', y: 'valence', bins: 4 },
  { kind: 'groups', by: 'genre', column: 'popularity' },
  { kind: 'correlations', columns: ['energy', 'tempo'] },
];

describe('questions from elsewhere', () => {
  it('are answered as here, in the documented form', async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter, async (filter) => {
        const sort = [{ column: 'popularity', descending: true }];
        expect(answerSchemas.views.parse(await remote.views(filter, VIEWS))).toEqual(
          await local.views(filter, VIEWS),
        );
        expect(answerSchemas.table.parse(await remote.table(filter, sort, 0, 5))).toEqual(
          await local.table(filter, sort, 0, 5),
        );
      }),
      { numRuns: 10 },
    );
    expect(answerSchemas.info.parse(remote.info)).toEqual(local.info);
    expect(answerSchemas.track.parse(await remote.track('id3'))).toEqual(await local.track('id3'));
    expect(await remote.track('nobody')).toBeNull();
    expect(answerSchemas.suggest.parse(await remote.suggest('blue', 3))).toEqual(
      await local.suggest('blue', 3),
    );
    expect(answerSchemas.artists.parse(await remote.artists('b', 3))).toEqual(await local.artists('b', 3));
    const sound = { energy: 0.5, tempo: 100 };
    expect(answerSchemas.similar.parse(await remote.similar(sound, 3, 'id3'))).toEqual(
      await local.similar(sound, 3, 'id3'),
    );
    const file = await remote.download({ explicit: true }, [], 'csv', ['title']);
    expect(await file.text()).toBe(
      await (await local.download({ explicit: true }, [], 'csv', ['title'])).text(),
    );
  });

  it('are refused when they are not well formed, whatever they are', async () => {
    const kinds = ['info', 'views', 'table', 'track', 'suggest', 'artists', 'similar', 'download', 'drop'];
    const anything = fc.oneof(
      fc.jsonValue(),
      fc
        .tuple(
          fc.constantFrom(...kinds),
          fc.dictionary(fc.constantFrom('filter', 'views', 'count', 'words'), fc.jsonValue()),
        )
        .map(([question, rest]) => ({ ...rest, question })),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (question) => {
        const found = await answerQuery(local, question).catch((error: unknown) => error);
        expect(found instanceof QueryError || (found as { kind?: string }).kind === 'json').toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    [{ question: 'table', filter: {}, sort: [], from: 0, count: 501 }, '/count'],
    [{ question: 'table', filter: {}, sort: [], from: -1, count: 5 }, '/from'],
    [{ question: 'views', filter: {}, views: Array(41).fill(VIEWS[0]) }, '/views'],
    [
      { question: 'views', filter: {}, views: [{ kind: 'histogram', column: 'tempo', bins: 201 }] },
      '/views/0/bins',
    ],
    [{ question: 'views', filter: {}, views: Array(4).fill({ ...VIEWS[1], bins: 200 }) }, '/views'],
    [{ question: 'views', filter: { search: 'x'.repeat(201) }, views: [] }, '/filter/search'],
    [{ question: 'views', filter: { ranges: { energy: [0, null] } }, views: [] }, '/filter/ranges/energy/1'],
    [{ question: 'views', filter: { where: '1=1' }, views: [] }, '/filter'],
    [{ question: 'suggest', words: 'a', count: 1e9 }, '/count'],
  ])('name the place of what is wrong: %j', async (question, pointer) => {
    const error = await answerQuery(local, question).catch((e: unknown) => e as QueryError);
    expect(error).toMatchObject({ code: 'bad-question' });
    expect((error as QueryError).parts.map((part) => part.pointer)).toContain(pointer);
  });

  it('take texts as texts', async () => {
    const hostile = `'; DROP TABLE listings; --`;
    const answer = await answerQuery(local, { question: 'suggest', words: hostile, count: 5 });
    expect(answer).toEqual({ kind: 'json', value: [] });
    const path = await answerQuery(local, { question: 'track', trackId: '../../etc/passwd' });
    expect(path).toEqual({ kind: 'json', value: null });
  });
});

describe('the choice of place', () => {
  it('counts in the browser up to a million listings, without asking the server', async () => {
    const before = asked.length;
    const source = { load: async () => bytes, post: throughJson };
    expect((await openCatalogue({ ...source, listings: 1_000_000 })).place).toBe('browser');
    expect(asked).toHaveLength(before);
    expect((await openCatalogue({ ...source, listings: 1_000_001 })).place).toBe('server');
    expect((await openCatalogue({ ...source, listings: 1_000_001, post: null })).place).toBe('browser');
  });
});

const THREAD = join(import.meta.dirname, '../../dist/queries/query-worker.js');

describe('the thread of a server', () => {
  it.skipIf(!existsSync(THREAD))('answers as here, tells mistakes from bugs, and ends', async () => {
    const server = serverQueries(made.workspace, pathToFileURL(THREAD));
    const queries = await server.queries();
    expect(queries.place).toBe('server');
    expect(await queries.views({ explicit: true }, VIEWS)).toEqual(
      await local.views({ explicit: true }, VIEWS),
    );
    expect(openListings(await server.listings()).info).toEqual(local.info);
    expect((await queries.download({}, [], 'csv', ['title'])).size).toBeGreaterThan(100);
    await expect(queries.views({ ranges: { nothing: [0, 1] } }, [])).rejects.toBeInstanceOf(QueryError);
    const open = queries.table({}, [], 0, 1).then(
      () => 'answered',
      () => 'refused',
    );
    await server.close();
    expect(['answered', 'refused']).toContain(await open);
    await expect(queries.track('id1')).rejects.toThrow('closed');
    const gone = serverQueries({ ...made.workspace, directory: '/nowhere' }, pathToFileURL(THREAD));
    await expect(gone.queries()).rejects.toMatchObject({ code: 'workspace-not-found' });
    await gone.close();
  });
});

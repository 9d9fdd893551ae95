import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ask } from './site.js';
import type { Site } from './suite.js';

const HOSTILE = [
  '../../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '%2e%2e%5c',
  "'; DROP TABLE listings; --",
  "read_csv('/etc/passwd')",
  '"><script>alert(1)</script>',
  '__proto__',
  'constructor',
  'toString',
  '\r\nX-Evil: 1',
  '\u0000',
  '\ud800',
  '=cmd|calc',
  'x'.repeat(10_000),
  '',
  '-1',
  '1e309',
  '{{7*7}}',
];

/** What the fuzzer reads of a JSON schema. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
}

interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> };
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Requests made from our own OpenAPI document, most of them wrong. */
export function fuzzSuite(site: Site): void {
  describe('hostile requests', () => {
    it('never meet a fault of ours, and always get a problem with a code', async () => {
      const document = JSON.parse((await ask(site.url, '/api/openapi.json')).text) as OpenApi;
      const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
      );
      const faults = site.faults.length;
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...operations), fc.gen(), async ({ path, method, operation }, g) => {
          const text = () => g(fc.constantFrom, ...HOSTILE);
          const filled = path.replace(/\{\w+\}/g, () => encodeURIComponent(wellFormed(text())));
          const query = (operation.parameters ?? [])
            .filter((p) => p.in === 'query' && g(fc.boolean))
            .map((p) => `${p.name}=${encodeURIComponent(wellFormed(text()))}`)
            .join('&');
          const [type, media] = g(
            fc.constantFrom,
            ...Object.entries(operation.requestBody?.content ?? { '': { schema: {} } }),
          );
          const body = type === '' ? undefined : bodyOf(type, media.schema, document, g);
          const answer = await ask(site.url, query ? `${filled}?${query}` : filled, {
            method: method.toUpperCase(),
            headers: type === '' ? {} : { 'content-type': type },
            ...(body === undefined ? {} : { body }),
          });
          expect(answer.status, `${method} ${filled}: ${answer.text.slice(0, 300)}`).toBeLessThan(500);
          expect(answer.headers).not.toHaveProperty('x-evil');
          expect(answer.text).not.toContain('root:x:0');
          if (answer.status >= 400) {
            expect(answer.headers['content-type']).toBe('application/problem+json');
            expect(answer.json).toMatchObject({
              status: answer.status,
              code: expect.stringMatching(/^[a-z-]+$/),
            });
            expect(answer.text).not.toMatch(/node_modules|\.(?:js|ts):\d+/);
          }
        }),
        { numRuns: 600, seed: 20221104 },
      );
      expect(site.faults.slice(faults)).toEqual([]);
      expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted');
    });

    it.each([
      ['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
      ['deep nesting in a track', `{"track":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`],
      ['prototype keys', '{"track":{"__proto__":{"polluted":1},"sound":{"__proto__":{"energy":1}}}}'],
      ['a constructor key', '{"track":{"sound":{"constructor":{"prototype":{"polluted":1}}}}}'],
      ['a number that is none', '{"track":{"sound":{"energy":1e999}}}'],
      ['a repeated key', '{"track":{"sound":{"energy":0.5,"energy":"x"}}}'],
      ['null', 'null'],
      ['many artists', JSON.stringify({ track: { artists: Array(200).fill('x') } })],
    ])('answers %s with a problem', async (_, body) => {
      const { status, json } = await ask(site.url, '/api/predict', {
        body,
        headers: { 'content-type': 'application/json' },
      });
      expect([400, 413]).toContain(status);
      expect(json.code).toMatch(/invalid-input|malformed-json|too-large/);
    });
  });
}

/** Lone surrogates cannot be put into an address. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

function bodyOf(type: string, schema: Schema | undefined, document: OpenApi, g: fc.GeneratorValue): string {
  const kind = g(fc.integer, { min: 0, max: 9 });
  if (kind === 0) return g(fc.string, { maxLength: 200 });
  if (kind === 1) return g(fc.json);
  if (type === 'application/json') return JSON.stringify(fromSchema(schema, document, g, 0)) ?? '';
  const cells = () =>
    g(fc.constantFrom, 'energy', 'artists', '0.5', '"', 'a,b', '\n', '{"energy":1}', ...HOSTILE);
  return Array.from({ length: g(fc.integer, { min: 0, max: 12 }) }, cells).join(
    g(fc.constantFrom, ',', '\n', '\t'),
  );
}

/** A value of the type, or, now and then, of another one. */
function fromSchema(
  given: Schema | undefined,
  document: OpenApi,
  g: fc.GeneratorValue,
  depth: number,
): unknown {
  if (g(fc.integer, { min: 0, max: 14 }) === 0) return wrongValue(g);
  const schema: Schema = given?.$ref
    ? document.components.schemas[given.$ref.split('/').at(-1)!]!
    : (given ?? {});
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return fromSchema(g(fc.constantFrom, ...choices), document, g, depth + 1);
  if (schema.allOf)
    return Object.assign({}, ...schema.allOf.map((part) => fromSchema(part, document, g, depth + 1)));
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return g(fc.constantFrom, ...schema.enum);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object') {
    const needed = new Set(schema.required ?? []);
    const entries: [string, unknown][] = Object.entries(schema.properties ?? {})
      .filter(([name]) => needed.has(name) || g(fc.boolean))
      .map(([name, own]): [string, unknown] => [name, fromSchema(own, document, g, depth + 1)]);
    if (g(fc.integer, { min: 0, max: 9 }) === 0) entries.push([g(fc.constantFrom, ...HOSTILE), 1]);
    return Object.fromEntries(entries);
  }
  if (type === 'array') {
    const items: readonly (Schema | undefined)[] =
      schema.prefixItems ?? Array(g(fc.integer, { min: 0, max: 3 })).fill(schema.items);
    return items.map((item) => fromSchema(item, document, g, depth + 1));
  }
  if (type === 'number' || type === 'integer') {
    const least = schema.minimum ?? -100;
    const most = Math.min(schema.maximum ?? 100, 1000);
    return type === 'integer'
      ? g(fc.integer, { min: least, max: Math.max(least, most) })
      : g(fc.double, { min: least, max: Math.max(least, most), noNaN: true });
  }
  if (type === 'boolean') return g(fc.boolean);
  return g(fc.boolean)
    ? g(fc.constantFrom, ...HOSTILE)
    : g(fc.constantFrom, 'energy', 'popularity', 'techno', 'boosted');
}

function wrongValue(g: fc.GeneratorValue): unknown {
  return g(fc.constantFrom, null, true, -1, 1e308, '', [], {}, [[]], { $ref: 'x' }, '0.5', ...HOSTILE);
}

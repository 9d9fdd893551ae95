import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { VERSION } from '../src/version.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What each package may import of the others. */
const ALLOWED: Record<string, readonly string[]> = {
  learn: [],
  catalogue: ['@trackscope/learn'],
  trackscope: ['@trackscope/learn', '@trackscope/learn/formats', '@trackscope/catalogue'],
  app: ['@trackscope/learn', '@trackscope/catalogue', 'trackscope/browser', 'trackscope/figures'],
};

/** What another package is called in an import. */
const OURS = /^(trackscope|@trackscope)(\/|$)/;

function sources(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|svelte)$/.test(name) && !name.includes('generated'))
    .map((name) => join(directory, name));
}

function imports(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]!);
}

describe('the house', () => {
  for (const [name, allowed] of Object.entries(ALLOWED)) {
    const files = sources(join(root, 'packages', name, 'src'));

    it(`${name} imports other packages in the stated direction only`, () => {
      expect(files.length).toBeGreaterThan(5);
      const wrong = files.flatMap((file) =>
        imports(file)
          .filter((m) => OURS.test(m) && !allowed.includes(m))
          .map((m) => `${relative(root, file)} imports ${m}`),
      );
      expect(wrong).toEqual([]);
    });

    it(`${name} keeps every file under 500 lines`, () => {
      const long = files.filter((file) => readFileSync(file, 'utf8').split('\n').length > 500);
      expect(long.map((file) => relative(root, file))).toEqual([]);
    });
  }

  it('catalogue touches no file, no network and no process', () => {
    const wrong = sources(join(root, 'packages/catalogue/src')).filter((file) =>
      imports(file).some((m) => m.startsWith('node:')),
    );
    expect(wrong).toEqual([]);
  });

  it('says the same version everywhere', () => {
    const versions = ['learn', 'catalogue', 'trackscope', 'app'].map(
      (name) => JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')).version,
    );
    expect(new Set([...versions, VERSION])).toEqual(new Set([VERSION]));
  });

  it('names no package registry and no path of a machine', () => {
    const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
    expect(lock).not.toMatch(/"resolved": "https?:/);
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const blocks = Array.from(readme.matchAll(/^```js\n([\s\S]*?)^```$/gm), ([, code]) => code);
const folder = mkdtempSync(join(tmpdir(), 'learn-readme-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('README', () => {
  beforeAll(async () => {
    await build({
      entryPoints: {
        learn: fileURLToPath(new URL('../../src/index.ts', import.meta.url)),
        formats: fileURLToPath(new URL('../../src/formats.ts', import.meta.url)),
      },
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'neutral',
      outdir: folder,
      outExtension: { '.js': '.mjs' },
    });
  });

  it('opens with a complete program and its score', () => {
    expect(blocks.length).toBeGreaterThan(2);
    expect(readme.indexOf('```js')).toBeLessThan(600);
    expect(blocks[0]).toContain('// → ');
  });

  it.each(blocks.map((code, i) => ({ code, i })))(
    'program $i runs and prints what it says',
    ({ code, i }) => {
      const file = join(folder, `program-${i}.mjs`);
      writeFileSync(
        file,
        code
          .replaceAll("'@trackscope/learn/formats'", "'./formats.mjs'")
          .replaceAll("'@trackscope/learn'", "'./learn.mjs'"),
      );
      const { status, stdout, stderr } = spawnSync(process.execPath, [file], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect(stderr).toBe('');
      expect(status).toBe(0);
      const promised = Array.from(code.matchAll(/\/\/ → (.*)$/gm), ([, text]) => text);
      expect(promised.length).toBeGreaterThan(0);
      expect(stdout.trimEnd().split('\n')).toEqual(promised);
    },
  );
});

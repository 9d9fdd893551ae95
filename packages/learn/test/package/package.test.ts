import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const manifest: Record<string, unknown> = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

describe('package', () => {
  it('depends on nothing at run time', () => {
    const kinds = Object.keys(manifest).filter(
      (key) => /dependencies$/i.test(key) && key !== 'devDependencies',
    );
    expect(kinds).toEqual([]);
  });

  it('has two entries, typed, without side effects, and ships only what is built', () => {
    expect(manifest.exports).toEqual({
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './formats': { types: './dist/formats.d.ts', default: './dist/formats.js' },
    });
    expect(manifest.type).toBe('module');
    expect(manifest.sideEffects).toBe(false);
    expect(manifest.files).toEqual(['dist', 'README.md']);
    expect(manifest.license).toBe('Apache-2.0');
  });

  it('imports nothing from outside its sources', () => {
    for (const file of readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      const text = readFileSync(`${root}src/${file}`, 'utf8');
      for (const [, from] of text.matchAll(/^(?:import|export)\b[^;]*?\bfrom '([^']+)';/gm)) {
        expect(from, `import in src/${file}`).toMatch(/^\.\.?\/.*\.js$/);
      }
    }
  });

  it('bundles for the browser under 100 kB gzipped, with no Node import', async () => {
    const built = await build({
      entryPoints: [`${root}src/index.ts`],
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      write: false,
      metafile: true,
      absWorkingDir: fileURLToPath(new URL('../../../../', import.meta.url)),
      logLevel: 'silent',
    });
    expect(built.warnings).toEqual([]);
    const [output] = Object.values(built.metafile.outputs);
    expect(output.imports).toEqual([]);
    for (const input of Object.keys(built.metafile.inputs)) expect(input).toMatch(/^packages\/learn\/src\//);
    const code = built.outputFiles[0].text;
    expect(/\brequire\(/.test(code)).toBe(false);
    expect(gzipSync(code, { level: 9 }).length).toBeLessThan(100_000);
  });

  it('costs an importer only what is used', async () => {
    const sizeOf = async (names: string) => {
      const contents = `export { ${names} } from './src/index.ts';`;
      const built = await build({
        stdin: { contents, resolveDir: root, loader: 'ts' },
        bundle: true,
        minify: true,
        format: 'esm',
        platform: 'browser',
        write: false,
      });
      return built.outputFiles[0].contents.length;
    };
    expect(await sizeOf('mae')).toBeLessThan(2_000);
    expect(await sizeOf('linear, table')).toBeLessThan(20_000);
  });
});

import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

/** All that a browser loads to score tracks: learners, features, words. Kilobytes, gzipped. */
const MOST = 110;

it('scoring bundles for a browser, without Node and in few bytes', async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(new URL('../../src/score/open-scorer.ts', import.meta.url))],
    bundle: true,
    platform: 'browser',
    format: 'esm',
    minify: true,
    write: false,
    metafile: true,
  });
  const inputs = Object.keys(metafile.inputs);
  expect(inputs.filter((name) => /engine|duckdb|node:/.test(name))).toEqual([]);
  expect(gzipSync(outputFiles[0]!.contents).length / 1024).toBeLessThan(MOST);
});

it('everything that pages load bundles for a browser', async () => {
  const { errors, metafile } = await build({
    entryPoints: [fileURLToPath(new URL('../../src/browser.ts', import.meta.url))],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'trackscope',
    write: false,
    metafile: true,
  });
  expect(errors).toEqual([]);
  expect(Object.keys(metafile.inputs).filter((name) => /engine\/engine|duckdb|node:/.test(name))).toEqual([]);
});

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (name: string, entry = 'index') =>
  fileURLToPath(new URL(`packages/${name}/src/${entry}.ts`, import.meta.url));

const BROWSER = 'packages/app/test/browser/**/*.test.ts';

export default defineConfig({
  resolve: {
    alias: {
      '@trackscope/learn/formats': source('learn', 'formats'),
      '@trackscope/learn': source('learn'),
      '@trackscope/catalogue': source('catalogue'),
      'trackscope/browser': source('trackscope', 'browser'),
      'trackscope/figures': source('trackscope', 'figures'),
    },
  },
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['packages/*/test/**/*.test.ts'], exclude: [BROWSER] },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: [BROWSER],
          globalSetup: ['packages/app/test/browser/setup.ts'],
          // A page answers when it can; a loaded machine is no fault of it.
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
});

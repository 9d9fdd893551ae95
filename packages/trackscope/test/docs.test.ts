import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const pages = ['README.md', 'CONTRIBUTING.md', 'bench/README.md', ...markdownIn('docs')];

/** Blocks that another test runs, by what they contain. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'npm start': 'scripts.test.ts starts it',
  'npm test': 'is what runs this test',
  'spotify-tracks.csv': 'published.test.ts runs it on the published dataset',
};

let bin: string;

beforeAll(() => {
  // `npx trackscope` as the reader types it, without asking npx to resolve it anew for each line.
  bin = mkdtempSync(join(tmpdir(), 'trackscope-bin-'));
  const npx = join(bin, 'npx');
  writeFileSync(
    npx,
    `#!/bin/sh\n[ "$1" = trackscope ] || exit 64\nshift\nexec "${process.execPath}" "${join(root, 'packages/trackscope/bin/trackscope.js')}" "$@"\n`,
  );
  chmodSync(npx, 0o755);
});
afterAll(() => rmSync(bin, { recursive: true, force: true }));

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8');
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map((match) => match[1]!);

  it.runIf(blocks.length > 0)(
    'has commands that run',
    () => {
      for (const block of blocks) {
        if (Object.keys(ELSEWHERE).some((words) => block.includes(words))) continue;
        const cwd = mkdtempSync(join(tmpdir(), 'trackscope-docs-'));
        const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, NO_COLOR: '1' };
        const { status, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', block], {
          cwd,
          env,
          encoding: 'utf8',
        });
        expect(status, `${block}\n${stderr}`).toBe(0);
        rmSync(cwd, { recursive: true, force: true });
      }
    },
    300_000,
  );

  it('links to files and headings that are there', () => {
    for (const [, target] of text.matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
      const [path, anchor] = target!.split('#');
      const file = path ? join(root, dirname(page), path) : join(root, page);
      expect(existsSync(file), `${page} links to ${target}`).toBe(true);
      if (anchor)
        expect(headings(readFileSync(file, 'utf8')), `${page} links to ${target}`).toContain(anchor);
    }
  });
});

describe('the documentation', () => {
  it('names every command, and no command that is not there', async () => {
    const { trackscope } = await import('./cli/harness.js');
    const help = (await trackscope('--help')).out;
    const commands = [
      ...(help.split('Commands:')[1]?.split('Start here')[0] ?? '').matchAll(/^ {2}([a-z]+) /gm),
    ]
      .map((m) => m[1]!)
      .filter((name) => name !== 'help');
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const named = [...readme.matchAll(/^\| `trackscope ([a-z]+)/gm)].map((m) => m[1]!);
    expect(named.sort()).toEqual(commands.sort());
  });

  it('says nothing of other places than its own', () => {
    for (const page of pages)
      expect(readFileSync(join(root, page), 'utf8'), page).not.toMatch(/\/home\/|\/root\/|\/work\//);
  });
});

function markdownIn(directory: string): string[] {
  mkdirSync(join(root, directory), { recursive: true });
  return readdirSync(join(root, directory))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${directory}/${name}`);
}

function headings(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map((m) =>
    m[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

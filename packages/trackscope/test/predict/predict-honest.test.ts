import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/engine/engine.js';
import { scoreFile } from '../../src/predict/score-file.js';
import { honestScorer } from '../../src/predict/score-honest.js';
import type { Answer } from '../../src/score/contract.js';
import { openScorer } from '../../src/score/open-scorer.js';
import { scratch, trackscope } from '../cli/harness.js';
import { type ScoredWorkspace, scoredWorkspace } from '../score/scored-workspace.js';

const directory = scratch();
let ws: ScoredWorkspace;

beforeAll(async () => {
  ws = await scoredWorkspace();
  const file = join(ws.directory, 'workspace.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...manifest, files: ws.files }));
}, 240_000);
afterAll(() => ws?.remove());

const predict = (...args: string[]) => trackscope('predict', ws.directory, '--quiet', ...args);

async function answer(...args: string[]): Promise<Answer & { warnings: string[]; version: string }> {
  const run = await predict(...args, '--json');
  expect(run.code, run.err).toBe(0);
  return JSON.parse(run.out) as Answer & { warnings: string[]; version: string };
}

const open = () => openScorer(ws.load, ws.files, { protocol: 'known-artist', unit: 'recording' });

describe('predict with an honest model', () => {
  it('is the default, and says what the scorer says', async () => {
    const { title, album, artists, genres } = ws.tracks[0]!;
    const told = await answer(
      ...['--title', title!, '--album', album!, '--energy', '0.7', '--tempo', '128', '--no-explicit'],
      ...artists!.flatMap((name) => ['--artist', name]),
      ...genres!.flatMap((name) => ['--genre', name]),
      ...['--release', 'compilation:30', '--bar', '45'],
    );
    const scorer = await open();
    const expected = scorer.answer(
      {
        title: title!,
        album: album!,
        artists: artists!,
        genres: genres!,
        sound: { energy: 0.7, tempo: 128, explicit: 0 },
        release: { kind: 'compilation', artists: 30 },
      },
      { bar: 45, models: ['boosted'] },
    );
    expect(told).toMatchObject({ protocol: 'known-artist', unit: 'recording', model: 'boosted', bar: 45 });
    expect(told).toMatchObject(JSON.parse(JSON.stringify(expected.answers[0])) as object);
    expect(told.warnings).toEqual(expected.warnings);
    expect(told.version).toBe(scorer.models[0]!.version);
  });

  it.each(['boosted', 'glassbox', 'linear'])(
    '%s says it in words, with protocol, interval and chance',
    async (model) => {
      const { code, out } = await predict(
        '--model',
        model,
        '--protocol',
        'at-release-new',
        '--energy',
        '0.8',
      );
      expect(code).toBe(0);
      expect(out).toMatch(
        new RegExp(`points of popularity, says ${model} \\(at-release-new, by recording\\)`),
      );
      expect(out).toMatch(/90 % interval \d+ to \d+/);
      expect(out).toMatch(/Chance of reaching 60: .* %\./);
      expect(out).toContain('Where the points come from:');
      expect(out).toContain('synthetic');
      expect(out).not.toMatch(/NaN|undefined|null/);
    },
  );

  it.each([
    [['--release', 'album:0'], 'at least 1'],
    [['--release', 'compilation:1'], 'at least 2'],
    [['--release', 'tape'], 'expected single, album:TRACKS'],
    [['--bar', '101'], 'from 0 to 100'],
    [['--energy', 'NaN'], 'from 0 to 1'],
    [['--protocol', 'new-artist'], '[model-not-found]'],
    [['--unit', 'track', '--protocol', 'known-artist'], '[model-not-found]'],
    [['--model', 'forest', '--protocol', 'known-artist'], '[model-not-found]'],
    [['--artist-popularity', '50'], '[not-of-protocol]'],
    [['--protocol', 'published', '--title', 'X'], '[not-of-protocol]'],
    [['--protocol', 'published', '--genre', 'a', '--genre', 'b'], '[not-of-protocol]'],
    [['--input', 'x.csv'], '[input-and-output]'],
  ])('refuses %j', async (args, message) => {
    const run = await predict(...args);
    expect(run.code).toBe(1);
    expect(run.err).toContain(message);
  });
});

describe('a file', () => {
  it('is scored row by row, with interval and chance, each row once', async () => {
    const scorer = await open();
    const output = join(directory, 'scored.parquet');
    const base = honestScorer(scorer, 'boosted', 50);
    let rows = 0;
    const counting = {
      ...base,
      score: (columns: Parameters<typeof base.score>[0], n: number) => {
        rows += n;
        return base.score(columns, n);
      },
    };
    const done: number[] = [];
    const scored = await scoreFile(counting, ws.csv, output, { onProgress: (n) => done.push(n) });
    expect(rows).toBe(scored.rows);
    expect(done.at(-1)).toBe(scored.rows);
    const engine = await openEngine();
    const found = await engine.rows<Record<string, string | number | boolean | null>>(
      `SELECT * FROM '${output}' LIMIT 40`,
    );
    engine.close();
    for (const row of found) {
      const sound = Object.fromEntries(
        ['duration_min', 'danceability', 'energy', 'key', 'loudness', 'mode', 'speechiness', 'acousticness']
          .concat(['instrumentalness', 'liveness', 'valence', 'tempo', 'time_signature'])
          .flatMap((name) => (row[name] === null ? [] : [[name, row[name] as number]])),
      );
      const { answers } = scorer.answer(
        {
          title: row.track_name as string,
          album: row.album_name as string,
          artists: (row.artists as string).split(';'),
          genres: [row.track_genre as string],
          sound: { ...sound, ...(row.explicit === null ? {} : { explicit: Number(row.explicit) }) },
        },
        { bar: 50, reasons: false, models: ['boosted'] },
      );
      const { prediction, low, high, chance } = answers[0]!;
      expect(row.predicted_popularity).toBeCloseTo(prediction, 9);
      expect(row.interval_low).toBeCloseTo(low, 9);
      expect(row.interval_high).toBeCloseTo(high, 9);
      expect(row.chance).toBeCloseTo(chance!, 9);
    }
  });

  it('with rows that cannot be read: these are told, the others scored', async () => {
    const lines = readFileSync(ws.csv, 'utf8').split('\n').slice(0, 5);
    const input = join(directory, 'bad.csv');
    writeFileSync(input, [...lines.slice(0, 3), ',,,,', ...lines.slice(3), ''].join('\n'));
    const output = join(directory, 'bad-scored.csv');
    const run = await predict('--input', input, '--output', output, '--json');
    expect(run.code, run.err).toBe(0);
    expect(JSON.parse(run.out)).toMatchObject({
      rows: 4,
      rejected: 1,
      protocol: 'known-artist',
      unit: 'recording',
    });
    const [head, ...rows] = readFileSync(output, 'utf8').trim().split('\n');
    expect(head).toMatch(/predicted_popularity,interval_low,interval_high,chance$/);
    expect(rows).toHaveLength(4);
  });

  it('that is bad leaves nothing', async () => {
    const output = join(directory, 'never.csv');
    const run = await predict('--input', join(directory, 'none.csv'), '--output', output);
    expect(run.code).toBe(1);
    expect(existsSync(output)).toBe(false);
  });
});

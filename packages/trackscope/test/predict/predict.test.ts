import { copyFileSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PUBLISHED_INPUTS, type PublishedInput } from '@trackscope/catalogue';
import { metrics } from '@trackscope/learn';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/engine/engine.js';
import { pick } from '../../src/modelling/fit.js';
import { readModelFile } from '../../src/modelling/model-file.js';
import { loadPublished } from '../../src/modelling/published-data.js';
import { createPredictor } from '../../src/predict/predictor.js';
import type { Score } from '../../src/predict/score-one.js';
import type { Evaluation } from '../../src/workspace/format.js';
import { openListings } from '../../src/workspace/listings.js';
import { openWorkspace, readWorkspaceJson } from '../../src/workspace/read.js';
import { scratch, trackscope } from '../cli/harness.js';

const directory = scratch();
const demo = join(directory, 'demo.csv');
const ws = join(directory, 'ws');

beforeAll(async () => {
  await trackscope('demo', '--rows', '2000', '--to', demo);
  const run = await trackscope('run', demo, '--out', ws, '--model', 'linear', 'boosted', 'forest');
  expect(run.code, run.err).toBe(0);
}, 240_000);

async function score(...args: string[]): Promise<Score> {
  const run = await trackscope('predict', ws, '--protocol', 'published', ...args, '--json');
  expect(run.code, run.err).toBe(0);
  return JSON.parse(run.out) as Score;
}

describe('one track', () => {
  it.each(['linear', 'boosted', 'forest'])('%s says what was given and what was filled', async (model) => {
    const { inputs, prediction } = await score(
      '--model',
      model,
      '--energy',
      '0.8',
      '--loudness',
      '-8',
      '--genre',
      'techno',
    );
    expect(prediction).toBeTypeOf('number');
    const from = Object.fromEntries(inputs.map((i) => [i.name, i.from]));
    expect(from).toMatchObject({
      energy: 'given',
      loudness: 'given',
      genre: 'given',
      tempo: 'median',
      explicit: 'majority',
    });
  });

  it('without a genre gives the mean over genres, each weighted by its rows', async () => {
    const model = JSON.parse(readFileSync(join(ws, 'models/linear.published.json'), 'utf8'));
    let sum = 0;
    let rows = 0;
    const few = model.inputs.genres as { name: string; rows: number }[];
    for (const genre of few) {
      const { prediction } = await score('--model', 'linear', '--genre', genre.name);
      sum += prediction * genre.rows;
      rows += genre.rows;
    }
    const open = await score('--model', 'linear');
    expect(open.prediction).toBeCloseTo(sum / rows, 8);
    expect(open.inputs.find((i) => i.name === 'genre')?.from).toBe('all genres');
  }, 120_000);

  it('warns outside of what the model has seen, and of strangers', async () => {
    const { warnings } = await score(
      '--model',
      'boosted',
      '--duration-min',
      '500',
      '--genre',
      'plainchant',
      '--artist',
      'Nobody',
    );
    expect(warnings.some((w) => w.includes('duration_min 500'))).toBe(true);
    expect(warnings.some((w) => w.includes('plainchant'))).toBe(true);
    expect(warnings.some((w) => w.includes('Nobody'))).toBe(true);
    expect(warnings.some((w) => w.includes('optimistic'))).toBe(true);
    expect(warnings.some((w) => w.includes('synthetic'))).toBe(true);
  });

  it('refuses what cannot be', async () => {
    expect((await trackscope('predict', ws, '--energy', '1.5')).err).toContain('from 0 to 1');
    expect((await trackscope('predict', ws, '--energy', 'loud')).code).toBe(1);
    expect((await trackscope('predict', join(directory, 'none'))).err).toContain('[workspace-not-found]');
    expect((await trackscope('predict', ws, '--model', 'boosted-tuned')).err).toContain('[model-not-found]');
    expect((await trackscope('predict', ws, '--protocol', 'published', '--input', demo)).err).toContain(
      '[input-and-output]',
    );
  });
});

describe('a file', () => {
  it.each(['csv', 'parquet', 'ndjson'])(
    'is scored row by row into %s, in order, repeats included',
    async (ending) => {
      const output = join(directory, `scored.${ending}`);
      const run = await trackscope(
        'predict',
        ws,
        '--protocol',
        'published',
        '--model',
        'boosted',
        '--input',
        demo,
        '--output',
        output,
        '--json',
      );
      expect(run.code, run.err).toBe(0);
      const result = JSON.parse(run.out);
      expect(result.rows + result.rejected).toBe(2000);
      const engine = await openEngine();
      const { rows, columns } = await engine.columns(
        `SELECT track_id, energy, predicted_popularity FROM '${output}'`,
      );
      const source = await engine.columns(
        `SELECT track_id FROM read_csv('${demo}', all_varchar = true) WHERE artists IS NOT NULL AND track_name IS NOT NULL`,
      );
      engine.close();
      expect(rows).toBe(result.rows);
      expect(columns.track_id).toEqual(source.columns.track_id);
      expect((columns.predicted_popularity as Float64Array).every((v) => Number.isFinite(v))).toBe(true);
    },
  );

  it('agrees with the single track', async () => {
    const file = join(directory, 'one.csv');
    const row = 'Some Artist,Some Title,200000,0.5,0.8,-8,0.05,0.2,0,0.1,0.5,120,4,5,1,techno,False';
    const head =
      'artists,track_name,duration_ms,danceability,energy,loudness,speechiness,acousticness,instrumentalness,liveness,valence,tempo,time_signature,key,mode,track_genre,explicit';
    writeFileSync(file, `${head}\n${row}\n`);
    const output = join(directory, 'one.ndjson');
    await trackscope(
      'predict',
      ws,
      '--protocol',
      'published',
      '--model',
      'boosted',
      '--input',
      file,
      '--output',
      output,
    );
    const scored = JSON.parse(readFileSync(output, 'utf8'));
    const single = await score(
      ...['--model', 'boosted', '--artist', 'Some Artist', '--genre', 'techno', '--no-explicit'],
      ...[
        '--duration-min',
        String(200000 / 60000),
        '--danceability',
        '0.5',
        '--energy',
        '0.8',
        '--loudness',
        '-8',
      ],
      ...['--speechiness', '0.05', '--acousticness', '0.2', '--instrumentalness', '0', '--liveness', '0.1'],
      ...['--valence', '0.5', '--tempo', '120', '--time-signature', '4', '--key', '5', '--mode', '1'],
    );
    expect(scored.predicted_popularity).toBe(single.prediction);
  });

  it('fills missing values and counts them', async () => {
    const file = join(directory, 'gaps.csv');
    const lines = readFileSync(demo, 'utf8').split('\n').slice(0, 4);
    const at = lines[0]!.split(',').indexOf('tempo');
    const gap = lines.map((line, i) => (i === 2 ? line.replace(/[^,]*,[^,]*,([^,]*)$/, ',4,$1') : line));
    expect(at).toBeGreaterThan(0);
    writeFileSync(file, gap.join('\n'));
    const run = await trackscope(
      'predict',
      ws,
      '--protocol',
      'published',
      '--input',
      file,
      '--output',
      join(directory, 'gaps-out.csv'),
      '--json',
    );
    expect(run.code, run.err).toBe(0);
    expect(JSON.parse(run.out).filled).toMatchObject({ tempo: 1 });
  });

  it('writes nothing when the input is bad, and never over the input', async () => {
    const output = join(directory, 'never.csv');
    const empty = join(directory, 'empty.csv');
    writeFileSync(empty, '');
    expect(
      (await trackscope('predict', ws, '--protocol', 'published', '--input', empty, '--output', output)).code,
    ).toBe(1);
    expect(existsSync(output)).toBe(false);
    expect(
      (
        await trackscope(
          'predict',
          ws,
          '--protocol',
          'published',
          '--input',
          demo,
          '--output',
          join(directory, 'x.xls'),
        )
      ).err,
    ).toContain('[output-format]');
    const copy = join(directory, 'copy.csv');
    copyFileSync(demo, copy);
    expect(
      (await trackscope('predict', ws, '--protocol', 'published', '--input', copy, '--output', copy)).err,
    ).toContain('[output-is-input]');
    expect(readFileSync(copy)).toEqual(readFileSync(demo));
  });
});

describe('a damaged model file', () => {
  const broken = join(directory, 'broken');
  const file = join(broken, 'models/boosted.published.json');
  const predict = () => trackscope('predict', broken, '--protocol', 'published', '--model', 'boosted');

  it.each([
    [
      'of another version',
      (json: Record<string, unknown>) => ({ ...json, formatVersion: 99 }),
      'model-version',
    ],
    [
      'without its inputs',
      (json: Record<string, unknown>) => ({ ...json, inputs: undefined }),
      'model-damaged',
    ],
    ['without its body', (json: Record<string, unknown>) => ({ ...json, body: {} }), 'model-damaged'],
  ])('%s is refused', async (_, change, code) => {
    cpSync(ws, broken, { recursive: true });
    writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(file, 'utf8')))));
    const run = await predict();
    expect(run.code).toBe(1);
    expect(run.err).toContain(`[${code}]`);
  });

  it('or its binary is refused', async () => {
    cpSync(ws, broken, { recursive: true });
    writeFileSync(join(broken, 'models/forest.published.bin'), 'not a forest');
    const run = await trackscope('predict', broken, '--protocol', 'published', '--model', 'forest');
    expect(run.err).toContain('[model-damaged]');
  });

  it('that is cut off is refused', async () => {
    cpSync(ws, broken, { recursive: true });
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, 5000));
    expect((await predict()).err).toContain('[model-damaged]');
  });
});

describe('a stored model', () => {
  it.each(['linear', 'boosted', 'forest'])(
    '%s predicts the held-out rows as when it was judged',
    async (model) => {
      const workspace = await openWorkspace(ws);
      const engine = await openEngine();
      await openListings(engine, workspace);
      const data = await loadPublished(engine);
      engine.close();
      const { file, binary } = await readModelFile(ws, model, 'published');
      const { genre } = data.inputs;
      const pickText = (rows: Uint32Array, of: (row: number) => string) => Array.from(rows, of);
      const { values } = createPredictor(file, binary).predict({
        rows: data.test.length,
        numeric: Object.fromEntries(
          PUBLISHED_INPUTS.map((name) => [name, pick(data.inputs.numeric[name], data.test)]),
        ) as Record<PublishedInput, Float64Array>,
        explicit: pick(data.inputs.explicit, data.test),
        genre: pickText(data.test, (row) => genre.levels[genre.codes[row]!]!),
        artists: pickText(data.test, (row) => data.artists.names[data.artists.codes[row]!]!),
        artistPopularity: new Float64Array(data.test.length).fill(Number.NaN),
      });
      const { evaluation } = await readWorkspaceJson<Evaluation>(workspace, 'evaluation.json');
      const entry = evaluation.find((e) => e.protocol === 'published' && e.model === model)!;
      const again = metrics(pick(data.popularity, data.test), values);
      expect([again.mae, again.rmse, again.r2]).toEqual([entry.mae, entry.rmse, entry.r2]);
    },
  );
});

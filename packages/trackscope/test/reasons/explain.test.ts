import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Engine, openEngine } from '../../src/engine/engine.js';
import { loadHonest } from '../../src/honest/data.js';
import { evaluateHonest } from '../../src/honest/evaluate.js';
import { planHonest } from '../../src/honest/plan.js';
import type { TrackExplanation } from '../../src/reasons/explanation.js';
import { openListings } from '../../src/workspace/listings.js';
import { openWorkspace } from '../../src/workspace/read.js';
import { scratch, trackscope } from '../cli/harness.js';
import { numbersOf } from './synthetic.js';

interface Known {
  readonly id: string;
  readonly title: string;
  readonly artists: string;
  readonly popularity: number;
}

describe('trackscope explain', () => {
  const directory = scratch();
  const workspace = join(directory, 'ws');
  let known: Known[];

  async function read<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
    const engine = await openEngine();
    try {
      await openListings(engine, await openWorkspace(workspace));
      return await work(engine);
    } finally {
      engine.close();
    }
  }

  beforeAll(async () => {
    const demo = join(directory, 'demo.csv');
    await trackscope('demo', '--rows', '2500', '--to', demo, '--quiet');
    await trackscope('run', demo, '--out', workspace, '--no-models', '--quiet');
    const data = await read(loadHonest);
    const plans = planHonest({
      quick: true,
      models: ['boosted'],
      units: ['recording'],
      protocols: ['known-artist', 'new-artist'],
    });
    await evaluateHonest(data, plans, {
      allowLeaks: true,
      save: { directory: workspace, source: { sha256: '', synthetic: true } },
    });
    known = await read((engine) =>
      engine.rows<Known>(
        `SELECT track_id AS id, track_name AS title, artists, popularity FROM listings
         WHERE first_of_track AND popularity > 0 ORDER BY track LIMIT 3`,
      ),
    );
  });

  it('explains a track: the parts add up, everything is finite, every figure has its protocol', async () => {
    const { code, out, err } = await trackscope(
      'explain',
      workspace,
      '--track',
      known[0]!.id,
      '--json',
      '--quiet',
    );
    expect(err).toBe('');
    expect(code).toBe(0);
    const found = JSON.parse(out) as TrackExplanation;
    expect(found.track).toMatchObject({ id: known[0]!.id, title: known[0]!.title });
    expect(found).toMatchObject({ protocol: 'known-artist', unit: 'recording', model: 'boosted', bar: 60 });
    const parts = found.groups.map(({ points }) => points);
    expect([found.base, ...parts, found.held].reduce((a, b) => a + b, 0)).toBeCloseTo(found.prediction, 9);
    const rounded = [found.rounded.base, ...found.rounded.groups].reduce((a, b) => a + b, found.held);
    expect(rounded).toBeCloseTo(found.rounded.prediction, 6);
    expect(found.interval!.low).toBeLessThanOrEqual(found.prediction);
    expect(found.interval!.high).toBeGreaterThanOrEqual(found.prediction);
    expect(found.chance).toBeGreaterThan(0);
    expect(found.chance).toBeLessThan(1);
    expect(numbersOf(found).every(Number.isFinite)).toBe(true);
    expect(found.similar.withinGenre).toHaveLength(5);
    for (const other of found.similar.withinGenre) expect(other.genres).toContain(found.among);
    for (const other of found.similar.acrossGenres) {
      expect(other.genres.filter((genre) => found.track.genres.includes(genre))).toEqual([]);
    }
  });

  it('says it in words, with the protocol and what is not causal', async () => {
    const { code, out } = await trackscope(
      'explain',
      workspace,
      '--track',
      known[1]!.id,
      '--bar',
      '99',
      '--quiet',
    );
    expect(code).toBe(0);
    expect(out).toContain('(known-artist, by recording)');
    expect(out).toContain('99 is not reachable by sound');
    expect(out).toContain('hits were counted at the bar 60');
    expect(out).toContain('nothing here is causal');
    expect(out).toContain('synthetic demo catalogue');
    expect(out).not.toMatch(/NaN|undefined|null/);
  });

  it('is asked about another sound', async () => {
    const ask = (...args: string[]) =>
      trackscope('explain', workspace, '--track', known[0]!.id, '--quiet', ...args);
    const { out } = await ask('--what-if', 'energy=0.8,tempo=120', '--bar', '40', '--json');
    const found = JSON.parse(out) as TrackExplanation;
    expect(found.whatIf!.changes).toEqual({ energy: 0.8, tempo: 120 });
    expect(found.whatIf!.prediction - found.whatIf!.change).toBeCloseTo(found.prediction, 3);
    expect(found.chance).toBeGreaterThan(0);
    expect((await ask('--what-if', 'tempo=120')).out).toMatch(/With tempo 120 BPM: \d+\.\d points \([+−]/);
    for (const [changes, message] of [
      ['charm=1', 'expected feature=number'],
      ['energy', 'expected feature=number'],
      ['key=3', 'expected feature=number'],
      ['energy=2', 'from 0 to 1'],
      ['energy=NaN', 'from 0 to 1'],
    ] as const) {
      const refused = await ask('--what-if', changes);
      expect(refused.code).toBe(1);
      expect(refused.err).toContain(message);
    }
  });

  it('knows no history of the artist where artists are new', async () => {
    const { out } = await trackscope(
      'explain',
      workspace,
      '--track',
      known[0]!.id,
      '--protocol',
      'new-artist',
      '--json',
      '--quiet',
    );
    const found = JSON.parse(out) as TrackExplanation;
    expect(found.protocol).toBe('new-artist');
    expect(found.groups.map(({ family }) => family)).not.toContain('artist');
    expect(found.notes.join(' ')).toContain("without all tracks of the track's artist");
  });

  it('finds a track by title and artist, whatever the case', async () => {
    const { title, artists } = known[0]!;
    const { code, out } = await trackscope(
      'explain',
      workspace,
      '--title',
      title.toUpperCase(),
      '--artist',
      artists.split(';')[0]!.toLowerCase(),
      '--json',
      '--quiet',
    );
    if (code === 0) expect((JSON.parse(out) as TrackExplanation).track.title).toBe(title);
    else expect(JSON.parse(out).error.code).toBe('several-tracks');
  });

  it('names the nearest for an unknown track, and what there is for an unknown model', async () => {
    const { id, title } = known[0]!;
    const wrong = `${id.slice(0, -1)}!`;
    const missing = await trackscope('explain', workspace, '--track', wrong, '--quiet');
    expect(missing.code).toBe(1);
    expect(missing.err).toContain(`no track has the id "${wrong}"`);
    expect(missing.err).toContain(`${id} ("${title}"`);
    const untold = await trackscope('explain', workspace, '--quiet');
    expect(untold).toMatchObject({ code: 1 });
    expect(untold.err).toContain('--track ID');
    const none = await trackscope('explain', workspace, '--title', 'zzzz', '--artist', 'qqqq', '--quiet');
    expect(none.err).toContain('[track-not-found]');
    const model = await trackscope('explain', workspace, '--track', id, '--unit', 'track', '--quiet');
    expect(model.code).toBe(1);
    expect(model.err).toContain('[model-not-found]');
    expect(model.err).toContain('by track');
  });
});

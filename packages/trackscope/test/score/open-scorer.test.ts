import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ModelSummary } from '../../src/score/contract.js';
import { openScorer } from '../../src/score/open-scorer.js';
import { type ScoredWorkspace, scoredWorkspace } from './scored-workspace.js';

const KNOWN = { protocol: 'known-artist', unit: 'recording' } as const;
const RECIPE = 'models/known-artist.recording.features.json';
const WORDS = 'models/vocabulary.json';
const BOOSTED = 'models/boosted.known-artist.recording.json';
let ws: ScoredWorkspace;

beforeAll(async () => {
  ws = await scoredWorkspace();
}, 240_000);
afterAll(() => ws?.remove());
afterEach(() => vi.unstubAllGlobals());

interface Json {
  readonly [key: string]: unknown;
  readonly texts: { readonly [key: string]: readonly string[] };
}

/** The workspace with one file changed. */
function changed(name: string, change: (json: Json) => unknown) {
  return async (asked: string) => {
    const bytes = await ws.load(asked);
    return asked === name
      ? new TextEncoder().encode(JSON.stringify(change(JSON.parse(new TextDecoder().decode(bytes)) as Json)))
      : bytes;
  };
}

describe('opening', () => {
  it('reads every file once, the vocabulary once for all protocols', async () => {
    const asked: string[] = [];
    const load = async (name: string) => {
      asked.push(name);
      return ws.load(name);
    };
    await openScorer(load, ws.files, KNOWN);
    await openScorer(load, ws.files, KNOWN);
    await openScorer(load, ws.files, { protocol: 'at-release-new', unit: 'recording' });
    const models = asked.filter((name) => name.startsWith('models/'));
    expect(new Set(models).size).toBe(models.length);
    expect(models.filter((name) => name === WORDS)).toHaveLength(1);
    expect(models).toHaveLength(9);
  });

  it('can leave models out', async () => {
    const scorer = await openScorer(ws.load, ws.files, { ...KNOWN, models: ['linear'] });
    expect(scorer.answer({}).answers.map(({ model }) => model)).toEqual(['linear']);
  });

  it('tells versions apart by every byte of the file', async () => {
    const summary = async (load: (name: string) => Promise<Uint8Array>): Promise<ModelSummary> =>
      (await openScorer(load, ws.files, KNOWN)).models[0]!;
    const first = await summary((name) => ws.load(name));
    expect(await summary((name) => ws.load(name))).toEqual(first);
    const other = await summary(changed(BOOSTED, (json) => ({ ...json, quick: true })));
    expect(other).toMatchObject({ model: 'boosted', quick: true });
    expect(other.version).not.toBe(first.version);
    expect(first.version).toMatch(/^[0-9a-f]{16}$/);
  });

  it('works without a profile, with less to say', async () => {
    const files = ws.files.filter((name) => name !== 'profile.json');
    const scorer = await openScorer(ws.load, files, KNOWN);
    const whole = await openScorer(ws.load, ws.files, KNOWN);
    const { answers } = scorer.answer(ws.tracks[0]!);
    expect(answers[0]!.prediction).toBe(whole.answer(ws.tracks[0]!).answers[0]!.prediction);
    expect(() => scorer.curve(ws.tracks[0]!, 'energy', 'boosted')).toThrow();
  });
});

describe('files that are not right', () => {
  const code = (of: string) => expect.objectContaining({ name: 'UserError', code: of });

  it('a model that is not there', async () => {
    const wishes = [
      { protocol: 'new-artist', unit: 'recording' },
      { protocol: 'known-artist', unit: 'track' },
      { ...KNOWN, models: ['forest'] },
    ] as const;
    for (const wish of wishes) {
      await expect(openScorer(ws.load, ws.files, wish)).rejects.toEqual(code('model-not-found'));
    }
  });

  it.each([RECIPE, WORDS])('%s missing', async (missing) => {
    const load = (name: string) => (name === missing ? Promise.reject(new Error('gone')) : ws.load(name));
    await expect(openScorer(load, ws.files, KNOWN)).rejects.toEqual(code('model-damaged'));
    await expect(openScorer(load, ws.files, KNOWN)).rejects.toThrow(/it is missing/);
  });

  it.each([RECIPE, WORDS, BOOSTED])('%s cut off', async (short) => {
    const load = async (name: string) => {
      const bytes = await ws.load(name);
      return name === short ? bytes.slice(0, bytes.length >> 1) : bytes;
    };
    await expect(openScorer(load, ws.files, KNOWN)).rejects.toThrow(/it is not JSON/);
  });

  it.each([RECIPE, WORDS, BOOSTED])('%s of another format', async (name) => {
    const load = changed(name, (json) => ({ ...json, formatVersion: 99 }));
    await expect(openScorer(load, ws.files, KNOWN)).rejects.toEqual(code('model-damaged'));
  });

  it('a model without its learner', async () => {
    const load = changed(BOOSTED, (json) => ({ ...json, body: {} }));
    await expect(openScorer(load, ws.files, KNOWN)).rejects.toEqual(code('model-damaged'));
  });

  it('a vocabulary or a recipe that is another one, told by its hash', async () => {
    const words = changed(WORDS, (json) => ({ ...json, texts: { ...json.texts, genres: [] } }));
    await expect(openScorer(words, ws.files, KNOWN)).rejects.toThrow(/vocabulary.json.*not the one/);
    const recipe = changed(RECIPE, (json) => ({ ...json, families: [] }));
    await expect(openScorer(recipe, ws.files, KNOWN)).rejects.toThrow(/features.json.*not the one/);
  });

  it('a vocabulary that does not fit, where no hash can be computed', async () => {
    vi.stubGlobal('crypto', undefined);
    expect((await openScorer((name) => ws.load(name), ws.files, KNOWN)).models).toHaveLength(3);
    const short = changed(WORDS, (json) => ({
      ...json,
      texts: { ...json.texts, album: json.texts.album!.slice(1) },
    }));
    await expect(openScorer(short, ws.files, KNOWN)).rejects.toThrow(
      /its tables are not those of the vocabulary/,
    );
  });

  it('a failure is not kept', async () => {
    let broken = true;
    const load = async (name: string) => (broken && name === WORDS ? new Uint8Array() : ws.load(name));
    await expect(openScorer(load, ws.files, KNOWN)).rejects.toEqual(code('model-damaged'));
    broken = false;
    expect((await openScorer(load, ws.files, KNOWN)).models).toHaveLength(3);
  });

  it('hashes are those that the run wrote', async () => {
    const model = JSON.parse(new TextDecoder().decode(await ws.load(BOOSTED))) as { featuresSha256: string };
    const found = createHash('sha256')
      .update(await ws.load(RECIPE))
      .digest('hex');
    expect(found).toBe(model.featuresSha256);
  });
});

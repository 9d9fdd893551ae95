import { expect, it } from 'vitest';
import { type Keep, type NewFlag, ownFlags } from '../../src/pages/predict/flags/flag-store.js';

const NEW: NewFlag = {
  track: { title: '=1+1', sound: { energy: 0.5 }, genres: ['pop', 'rock'] },
  note: '@SUM(A1)',
  protocol: 'known-artist',
  unit: 'track',
  bar: 60,
  answers: {
    answers: [
      {
        model: 'boosted',
        protocol: 'known-artist',
        unit: 'track',
        prediction: 41.5,
        low: 20,
        high: 60,
        bar: 60,
        chance: 0.1,
        reasons: { base: 1, held: 0, method: 'm', families: [] },
      },
    ],
    warnings: ['no artist is given'],
  },
  models: [
    {
      model: 'boosted',
      protocol: 'known-artist',
      unit: 'track',
      version: 'v7',
      r2: 0.8,
      mae: 5,
      rows: 10,
      quick: false,
    },
  ],
};

function memory(): Keep & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  };
}

it('keeps what a prediction rested on, newest first, by catalogue; deletes; and exports without formulas', async () => {
  const storage = memory();
  let n = 0;
  const store = ownFlags(
    'a',
    () => storage,
    () => new Date('2026-01-02T03:04:05Z'),
    () => `id${++n}`,
  );
  await store.add(NEW);
  await store.add({ ...NEW, note: 'later' });
  const all = await store.list();
  expect(all.map(({ id, note }) => [id, note])).toEqual([
    ['id2', 'later'],
    ['id1', '@SUM(A1)'],
  ]);
  expect(all[1]).toMatchObject({
    time: '2026-01-02T03:04:05.000Z',
    track: NEW.track,
    bar: 60,
    warnings: ['no artist is given'],
    models: [{ model: 'boosted', version: 'v7' }],
  });
  expect(all[1]!.answers[0]).toMatchObject({
    prediction: 41.5,
    low: 20,
    high: 60,
    chance: 0.1,
    reasons: null,
  });
  expect(await ownFlags('b', () => storage).list()).toEqual([]);
  const csv = await (await store.csv()).text();
  const line = csv.split('\r\n')[2]!;
  expect(
    line.startsWith(
      "id1,2026-01-02T03:04:05.000Z,'@SUM(A1),known-artist,track,boosted,v7,41.5,20,60,60,0.1,'=1+1,",
    ),
  ).toBe(true);
  await store.remove('id2');
  expect((await store.list()).map(({ id }) => id)).toEqual(['id1']);
  // Another page of the same site sees the same.
  expect(await ownFlags('a', () => storage).list()).toEqual(await store.list());
});

it('says so where the browser keeps nothing or no more, and reads past what it cannot read', async () => {
  const closed = ownFlags('a', () => {
    throw new Error('denied');
  });
  await expect(closed.list()).rejects.toThrow('keeps nothing');
  const full = memory();
  full.setItem = () => {
    throw new Error('quota');
  };
  await expect(
    ownFlags(
      'a',
      () => full,
      undefined,
      () => 'x',
    ).add(NEW),
  ).rejects.toThrow('keeps no more');
  const torn = memory();
  torn.kept.set('trackscope-flags a', '[{"id":');
  expect(await ownFlags('a', () => torn).list()).toEqual([]);
});

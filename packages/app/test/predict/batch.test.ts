import type { Scorer, TrackInput } from 'trackscope/browser';
import { expect, it } from 'vitest';
import { csvHead } from '../../src/pages/predict/batch/csv-rows.js';
import { roughRows, scoredHere } from '../../src/pages/predict/batch/score-file.js';
import { reaching, tallied } from '../../src/pages/predict/batch/tally.js';

const never = new AbortController().signal;

/** Predicts a hundred times the energy, and remembers what it was asked. */
function scorerOf(asked: TrackInput[] = []): Scorer {
  const models = ['one', 'two'].map((model) => ({
    model,
    protocol: 'known-artist' as const,
    unit: 'track' as const,
    version: '1',
    r2: 0,
    mae: 0,
    rows: 0,
    quick: false,
  }));
  return {
    bar: 60,
    protocol: 'known-artist',
    unit: 'track',
    models,
    synthetic: false,
    answer: () => ({ answers: [], warnings: [] }),
    curve: () => ({ column: '', model: '', points: [] }),
    answerMany(inputs) {
      asked.push(...inputs);
      return models.map(({ model }, m) => ({
        model,
        predicted: Float64Array.from(inputs, ({ sound }) => (m === 0 ? (sound?.energy ?? 0) * 100 : 50)),
        low: new Float64Array(inputs.length),
        high: new Float64Array(inputs.length).fill(100),
        chance: new Float64Array(inputs.length).fill(0.5),
      }));
    },
  };
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const part of bytes) text += decoder.decode(part, { stream: true });
  return text;
}

const FILE = [
  '\uFEFFTitle;Artist;Genre;energy;tempo;duration_ms',
  'Größe;A & B;Techno;0,5;120;180000',
  '"two\nlines";"C";pop;high;100;200000',
  '=cmd();D;pop;0.25;100;200000',
  'too;few',
  'last;E;pop;1.5;100;200000',
].join('\r\n');

it('scores the rows that can be read and says of each other one, at which line, why not', async () => {
  const asked: TrackInput[] = [];
  const result = await textOf(scoredHere(new Blob([FILE]), scorerOf(asked), never));
  const lines = result.split('\r\n');
  expect(lines[0]).toBe(
    'Title,Artist,Genre,energy,tempo,duration_ms,predicted_one,low_one,high_one,chance_one,predicted_two,low_two,high_two,chance_two,error',
  );
  expect(lines[1]).toBe('Größe,A & B,Techno,"0,5",120,180000,50,0,100,0.5,50,0,100,0.5,');
  expect(result).toContain("'=cmd(),D,pop,0.25,100,200000,25,0,100,0.5,50,0,100,0.5,");
  expect(asked).toHaveLength(2);
  expect(asked[0]).toMatchObject({
    title: 'Größe',
    artists: ['A & B'],
    genres: ['techno'],
    sound: { energy: 0.5, tempo: 120, duration_min: 3 },
  });

  const tally = await tallied(
    scoredHere(new Blob([FILE]), scorerOf(), never),
    ['one', 'two'],
    () => undefined,
  );
  expect([tally.rows, tally.failed, tally.preview.length, tally.columns.length]).toEqual([5, 3, 2, 6]);
  expect(tally.bad).toEqual([
    expect.stringMatching(/^line 3: energy: expected a number from 0 to 1, found "high"$/),
    expect.stringMatching(/^line 6: expected a row of 6 fields, found: 2 fields/),
    expect.stringMatching(/^line 7: energy: expected a number from 0 to 1, found "1.5"$/),
  ]);
  expect(
    tally.models.map((model) => [
      model.model,
      model.sum,
      reaching(model, 0),
      reaching(model, 26),
      reaching(model, 50),
      reaching(model, 51),
    ]),
  ).toEqual([
    ['one', 75, 2, 1, 1, 0],
    ['two', 100, 2, 2, 2, 0],
  ]);
});

it('is told the same whatever the pieces that a file comes in', async () => {
  const rows = Array.from({ length: 1500 }, (_, i) => `"t ""${i}""",a,pop,${(i % 100) / 100}`);
  const file = new Blob([['track_name,artists,track_genre,energy', ...rows].join('\n')]);
  const tally = await tallied(scoredHere(file, scorerOf(), never), ['one', 'two'], () => undefined);
  expect([tally.rows, tally.failed, await roughRows(file)]).toEqual([1500, 0, 1500]);
  expect(tally.models[0]!.sum).toBeCloseTo(15 * 4950, 6);
  const whole = await textOf(scoredHere(file, scorerOf(), never));
  const bytes = new TextEncoder().encode(whole);
  async function* crumbs() {
    for (let at = 0; at < bytes.length; at += 7) yield bytes.slice(at, at + 7);
  }
  expect(await tallied(crumbs(), ['one', 'two'], () => undefined)).toEqual(tally);
});

it('stops when it is given up, and keeps what there is', async () => {
  const rows = Array.from({ length: 5000 }, () => 'a,0.5');
  const file = new Blob([['artists,energy', ...rows].join('\n')]);
  const abort = new AbortController();
  const tally = await tallied(
    scoredHere(file, scorerOf(), abort.signal),
    ['one', 'two'],
    (_, { rows: sofar }) => {
      if (sofar >= 512) abort.abort();
    },
  );
  expect(tally.rows).toBeGreaterThanOrEqual(512);
  expect(tally.rows).toBeLessThan(5000);
});

it.each([
  ['nothing', new Blob([]), /empty/],
  ['blank lines', new Blob(['\n\r\n']), /empty/],
  ['UTF-16', new Blob([new Uint8Array([0xff, 0xfe, 65, 0])]), /UTF-16/],
  ['a spreadsheet', new Blob([new Uint8Array([0x50, 0x4b, 3, 4, 0])]), /spreadsheet/],
  ['an open quote', new Blob(['"name,energy\nx,1']), /quote/],
])('refuses %s in words', async (_, file, words) => {
  await expect(csvHead(file)).rejects.toThrow(words);
});

it('refuses columns that say nothing to a model', async () => {
  await expect(textOf(scoredHere(new Blob(['foo,bar\n1,2\n']), scorerOf(), never))).rejects.toThrow(
    /foo, bar/,
  );
});

import type { Answer, Evaluation, FeatureCurve } from 'trackscope/browser';
import { expect, it } from 'vitest';
import { curveShape, curveWords } from '../../src/pages/predict/answers/curve-shape.js';
import { baselineWords } from '../../src/pages/predict/answers/model-words.js';
import { strongest, waterfallOf } from '../../src/pages/predict/answers/waterfall.js';

const reason = (topic: string, points: number) => ({ topic, family: 'sound' as const, text: topic, points });
const answer: Answer = {
  model: 'boosted',
  protocol: 'known-artist',
  unit: 'track',
  prediction: 0,
  low: 0,
  high: 20,
  bar: 60,
  chance: 0.1,
  reasons: {
    base: 33,
    held: 5,
    method: 'SHAP',
    families: [
      { family: 'album', title: 'album history', points: -60, reasons: [] },
      { family: 'sound', title: 'sound', points: 22, reasons: [reason('a', 25), reason('b', -3)] },
    ],
  },
};

it('steps from the base to the prediction, each where the last one ended, in an order that stays', () => {
  const { steps, low, high } = waterfallOf(answer)!;
  expect(steps.map(({ key, from, to, points }) => [key, from, to, points])).toEqual([
    ['base', 0, 33, null],
    ['sound', 33, 55, 22],
    ['album', 55, -5, -60],
    ['held', -5, 0, 5],
    ['prediction', 0, 0, null],
  ]);
  expect([low, high]).toEqual([-20, 60]);
  expect(steps[1]!.title).toBe('Sound');
  expect(waterfallOf({ ...answer, reasons: null })).toBeNull();
});

it('leaves out the limits where they took nothing, and never draws on a scale without width', () => {
  const level = waterfallOf({
    ...answer,
    prediction: 40,
    reasons: { ...answer.reasons!, base: 40, held: 0, families: [] },
  })!;
  expect(level.steps.map(({ key }) => key)).toEqual(['base', 'prediction']);
  expect([level.low, level.high]).toEqual([40, 60]);
});

it('names the strongest reasons and adds up the others', () => {
  const { shown, others, points } = strongest(
    [reason('a', 1), reason('b', -9), reason('c', 4), reason('d', -2)],
    2,
  );
  expect([shown.map(({ topic }) => topic), others, points]).toEqual([['b', 'c'], 2, -1]);
});

const curve: FeatureCurve = {
  column: 'energy',
  model: 'boosted',
  points: [
    { value: 0, prediction: 20, low: 10, high: 30, density: 0.25 },
    { value: 0.5, prediction: 60, low: 40, high: 80, density: 0.5 },
    { value: 1, prediction: 40, low: 0, high: 100, density: 0.25 },
  ],
};

it('draws a curve in its box', () => {
  const shape = curveShape(curve, { left: 10, right: 110, top: 0, bottom: 200 }, 0, 1);
  expect(shape.line).toBe('M10,160L60,80L110,120');
  expect(shape.band).toBe('M10,140L60,40L110,0L110,200L60,120L10,180Z');
  expect(shape.tracks).toBe('M10,200L10,180L60,160L110,180L110,200Z');
  expect([shape.at(0.25), shape.at(1), shape.at(5), shape.at(-1)]).toEqual([40, 40, 40, 20]);
  expect([shape.x(-5), shape.y(500)]).toEqual([10, 0]);
});

it('says a curve in words', () => {
  expect(curveWords(curve, String)).toBe('From 20 at 0 to 40 at 1; highest 60 at 0.5, lowest 20 at 0.');
});

it('names the means that models must beat, where they say anything', () => {
  const entry = { protocol: 'new-artist', unit: 'track', baseline: true, mae: 1, rmse: 1 } as const;
  const evaluation = {
    formatVersion: 1,
    protocols: [],
    evaluation: [
      { ...entry, model: 'genre-mean', r2: 0.299 },
      { ...entry, model: 'artist-mean', r2: -0.001 },
      { ...entry, model: 'genre-mean', r2: 0.9, unit: 'recording' },
    ],
  } as unknown as Evaluation;
  expect(baselineWords(evaluation, 'new-artist', 'track')).toBe(
    'For comparison, R² is 0.30 for always naming the mean of the genre.',
  );
  expect(baselineWords(evaluation, 'known-artist', 'track')).toBeNull();
  expect(baselineWords(null, 'new-artist', 'track')).toBeNull();
});

import { describe, expect, it } from 'vitest';
import { r2 } from '../../src/evaluate/metrics.js';
import { auc } from '../../src/evaluate/ranking.js';
import { boosted } from '../../src/models/boosted/boosted.js';
import { binsOn } from '../../src/models/glassbox/axis.js';
import { makeCells } from '../../src/models/glassbox/cells.js';
import { fitCells } from '../../src/models/glassbox/fit.js';
import { glassbox } from '../../src/models/glassbox/glassbox.js';
import { glassboxRuns } from '../../src/models/glassbox/kernel.js';
import type { GlassboxModel } from '../../src/models/glassbox/model.js';
import { completeGlassbox } from '../../src/models/glassbox/options.js';
import type { GlassboxTerm } from '../../src/models/glassbox/terms.js';
import { createRandom } from '../../src/random/random.js';
import { type Table, table, takeRows } from '../../src/table/table.js';

const ROWS = 12_000;
const MISSING = 6;

/** Known effects of a, b, style and of missing values; a known interaction of c and d alone; noise of variance 1. */
function known(rows: number, seed: number) {
  const random = createRandom(seed);
  const uniform = () => Float64Array.from({ length: rows }, () => random.next());
  const [a, b, c, d, idle] = [uniform(), uniform(), uniform(), uniform(), uniform()];
  const style = Uint8Array.from({ length: rows }, () => random.below(4));
  const gaps = b.map((value) => (random.next() < 0.1 ? Number.NaN : value));
  const truth = Float64Array.from(
    a,
    (x, i) =>
      20 +
      waves(x) +
      (Number.isNaN(gaps[i]) ? MISSING : 4 * gaps[i]) +
      effects[style[i]] +
      3 * Math.sign((c[i] - 0.5) * (d[i] - 0.5)),
  );
  const target = truth.map((value) => value + random.normal());
  const data = table([
    { kind: 'numeric', name: 'a', values: a },
    { kind: 'numeric', name: 'b', values: gaps },
    { kind: 'numeric', name: 'c', values: c },
    { kind: 'numeric', name: 'd', values: d },
    { kind: 'numeric', name: 'idle', values: idle },
    { kind: 'coded', name: 'style', codes: style, levels: ['rock', 'pop', 'jazz', 'folk'] },
  ]);
  return { data, target, truth, random };
}

const effects = [0, 3, -2, 5];
const waves = (x: number) => 3 * Math.sin(2 * Math.PI * x);
const train = known(ROWS, 1);
const fresh = known(6000, 2);

/** What a curve says of values of its column, less the mean over the rows of the fit. */
function curveAt(model: GlassboxModel, name: string, data: Table): Float64Array {
  const term = termOf(model, name);
  const column = data.columns.find((c) => c.name === name)!;
  const schema = model.schema.find((c) => c.name === name)!;
  return Float64Array.from(binsOn(term.axes[0], column, schema), (bin) => term.values[bin]);
}

function termOf(model: GlassboxModel, name: string): GlassboxTerm {
  const term = model.terms.find((t) => t.name === name);
  if (!term) throw new Error(`no term ${name}`);
  return term;
}

function rmseOf(found: Float64Array, wanted: Float64Array): number {
  const shift = found.reduce((sum, value, i) => sum + value - wanted[i], 0) / found.length;
  return Math.sqrt(found.reduce((sum, value, i) => sum + (value - wanted[i] - shift) ** 2, 0) / found.length);
}

describe('glassbox on data whose effects are known', async () => {
  const model = await glassbox.fit(train.data, train.target, { pairs: 3 });

  it('finds the curves', () => {
    const grid = Float64Array.from({ length: 500 }, (_, i) => (i + 0.5) / 500);
    const at = (name: string) => table([{ kind: 'numeric', name, values: grid }]);
    expect(rmseOf(curveAt(model, 'a', at('a')), grid.map(waves))).toBeLessThan(0.25);
    expect(
      rmseOf(
        curveAt(model, 'b', at('b')),
        grid.map((x) => 4 * x),
      ),
    ).toBeLessThan(0.25);
    const size = (name: string) => rmseOf(curveAt(model, name, at(name)), new Float64Array(500));
    expect(size('idle')).toBeLessThan(0.1);
    // 3 × the mean of as many signs as a coarse bin has rows, 750, has a deviation of 0.11.
    for (const name of ['c', 'd']) expect(size(name)).toBeLessThan(0.2);
  });

  it('finds what missing values and levels say', () => {
    const b = termOf(model, 'b');
    const gap = b.values[b.values.length - 1];
    // The mean of 4 b is 2 where it is known.
    const others = b.values.slice(0, -1);
    const rows = b.rows.slice(0, -1);
    const mean = others.reduce((sum, value, i) => sum + value * rows[i], 0) / rows.reduce((x, y) => x + y);
    expect(gap - mean).toBeGreaterThan(MISSING - 2 - 0.2);
    expect(gap - mean).toBeLessThan(MISSING - 2 + 0.2);
    const style = termOf(model, 'style').values;
    effects.forEach((effect, code) => {
      expect(Math.abs(style[code] - style[0] - effect)).toBeLessThan(0.15);
    });
  });

  it('finds the one interaction, which has no effect in either column, and its shape', () => {
    const [pair, next] = model.terms.filter((term) => term.kind === 'pair');
    expect(pair.name).toBe('c × d');
    expect(next === undefined || next.importance < 0.1 * pair.importance).toBe(true);
    const [first, second] = pair.axes;
    if (first.kind !== 'numeric' || second.kind !== 'numeric') throw new Error('axes are not numeric');
    const width = second.edges.length + 2;
    const corner = (a: number, b: number) => pair.values[a * width + b];
    const [lastA, lastB] = [first.edges.length, second.edges.length];
    expect(corner(0, 0)).toBeGreaterThan(2.5);
    expect(corner(lastA, lastB)).toBeGreaterThan(2.5);
    expect(corner(0, lastB)).toBeLessThan(-2.5);
    expect(corner(lastA, 0)).toBeLessThan(-2.5);
  });

  it('predicts rows it has not seen as well as boosted trees, near the best there is', async () => {
    const best = r2(fresh.target, fresh.truth);
    const found = r2(fresh.target, model.predict(fresh.data));
    const trees = await boosted.fit(train.data, train.target, {
      nEstimators: 200,
      learningRate: 0.1,
      maxDepth: 4,
    });
    expect(found).toBeGreaterThan(best - 0.01);
    expect(found).toBeGreaterThan(r2(fresh.target, trees.predict(fresh.data)) - 0.005);
  });

  it('learns nothing from targets in random order', async () => {
    const order = train.random.permutation(ROWS);
    const shuffled = Float64Array.from(order, (row) => train.target[row]);
    const lost = await glassbox.fit(train.data, shuffled);
    expect(Math.abs(r2(fresh.target, lost.predict(fresh.data)))).toBeLessThan(0.01);
  });

  it('is the sum of its contributions, bit for bit', () => {
    const { intercept, terms, values } = model.contributions(fresh.data);
    expect(terms).toEqual(model.terms.map((term) => term.name));
    const predicted = model.predict(fresh.data);
    for (let row = 0; row < 6000; row++) {
      let sum = intercept;
      for (let t = 0; t < terms.length; t++) sum += values[row * terms.length + t];
      expect(sum).toBe(predicted[row]);
    }
  });

  it('has terms of mean 0, so that the intercept is the mean prediction', () => {
    for (const { values, rows } of model.terms) {
      expect(Math.abs(values.reduce((sum, value, b) => sum + value * rows[b], 0) / ROWS)).toBeLessThan(1e-6);
      expect(rows.reduce((sum, n) => sum + n, 0)).toBe(ROWS);
    }
    const mean = train.target.reduce((sum, value) => sum + value, 0) / ROWS;
    expect(model.intercept).toBeCloseTo(mean, 1);
  });

  it('has pure surfaces: no effect of one column alone is left in them', () => {
    for (const pair of model.terms.filter((term) => term.kind === 'pair')) {
      const { values, rows, axes } = pair;
      const width = axes[1].kind === 'numeric' ? axes[1].edges.length + 2 : axes[1].groups.length + 1;
      for (let a = 0; a < values.length / width; a++) {
        const line = rows.slice(a * width, (a + 1) * width);
        const sum = line.reduce((total, n, b) => total + n * values[a * width + b], 0);
        const all = line.reduce((total, n) => total + n, 0);
        if (all > 0) expect(Math.abs(sum / all)).toBeLessThan(1e-4);
      }
    }
  });

  it('ranks terms by mean size of what they add', () => {
    const { terms, values } = model.contributions(train.data);
    for (const { name, value } of model.importance()) {
      const t = terms.indexOf(name);
      let sum = 0;
      for (let row = 0; row < ROWS; row++) sum += Math.abs(values[row * terms.length + t]);
      expect(sum / ROWS).toBeCloseTo(value, 5);
    }
    const worth = model.importance().map(({ value }) => value);
    expect(worth).toEqual([...worth].sort((x, y) => y - x));
    expect(model.importance().at(-1)!.value).toBeLessThan(0.15);
  });

  it('gives the same model by WebAssembly and by plain TypeScript, weighted or watched or neither', async () => {
    const cells = makeCells(train.data, 64);
    // An odd number of rows, of which an odd number is learned from when 600 are watched.
    const rows = Uint32Array.from({ length: 2999 }, (_, i) => 2 * i);
    const target = Float64Array.from(rows, (row) => train.target[row]);
    const weights = Float64Array.from(rows, (row) => 1 + (row % 3));
    const quick = { rounds: 12, pairs: 2 } as const;
    const watched = { ...quick, validationShare: 0.2, earlyStoppingRounds: 3 };
    const before = { ...glassboxRuns };
    for (const [given, options] of [
      [{ rows, target, weights: undefined }, completeGlassbox(quick)],
      [{ rows, target, weights }, completeGlassbox(quick)],
      [{ rows, target, weights: undefined }, completeGlassbox(watched)],
    ] as const) {
      const fast = await fitCells(cells, given, options);
      const plain = await fitCells(cells, given, options, { plain: true });
      expect(JSON.stringify(plain) === JSON.stringify(fast)).toBe(true);
    }
    // One memory for all rows, in which surfaces go on where curves were; two more for a part of them.
    expect(glassboxRuns.wasm - before.wasm).toBe(1 + 1 + 3);
    expect(glassboxRuns.plain - before.plain).toBe(1 + 1 + 3);
  });

  it('finds the one interaction among 435 pairs, which are first looked at with a sample of the rows', async () => {
    const noise = Array.from({ length: 24 }, (_, c) => {
      const random = createRandom(100 + c);
      const values = Float64Array.from({ length: ROWS }, () => random.next());
      return { kind: 'numeric', name: `noise ${c}`, values } as const;
    });
    const wide = table([...train.data.columns, ...noise]);
    const found = await glassbox.fit(wide, train.target, { rounds: 10, learningRate: 0.5, pairs: 1 });
    expect(found.terms.slice(30).map((term) => term.name)).toEqual(['c × d']);
  });

  it('says the same of many rows at once as of a few at a time, at the edges of bins too', () => {
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0];
    const columns = fresh.data.columns.map((column) => {
      if (column.kind !== 'numeric') return column;
      const [axis] = termOf(model, column.name).axes;
      const edges = axis.kind === 'numeric' ? [...axis.edges] : [];
      const near = edges.flatMap((edge) => [edge, edge * (1 - 1e-6), edge * (1 + 1e-6)]);
      return { ...column, values: Float64Array.from([...odd, ...near, ...column.values].slice(0, 6000)) };
    });
    const data = table(columns);
    const at = (from: number) => Uint32Array.from({ length: 1000 }, (_, i) => from + i);
    const parts = [0, 1, 2, 3, 4, 5].flatMap((k) => [...model.predict(takeRows(data, at(1000 * k)))]);
    expect([...model.predict(data)]).toEqual(parts);
  });
});

describe('glassbox options', () => {
  const rows = Uint32Array.from({ length: 3000 }, (_, i) => i);
  const some = takeRows(train.data, rows);
  const target = train.target.slice(0, 3000);
  const quick = { rounds: 30, pairs: 0 } as const;

  it('holds curves to a direction', async () => {
    // The nearest falling curve to a wave is high, falls in the middle, and is low; the nearest rising one is flat.
    const model = await glassbox.fit(some, target, { ...quick, monotone: { a: -1, b: 1 } });
    const falling = termOf(model, 'a').values.slice(0, -1);
    expect(falling.every((value, i) => i === 0 || value <= falling[i - 1])).toBe(true);
    expect(falling[0] - falling[falling.length - 1]).toBeGreaterThan(2);
    const rising = termOf(model, 'b').values.slice(0, -1);
    expect(rising.every((value, i) => i === 0 || value >= rising[i - 1])).toBe(true);
    expect(rising[rising.length - 1] - rising[0]).toBeGreaterThan(3);
    const against = await glassbox.fit(some, target, { ...quick, monotone: { a: 1 } });
    expect(termOf(against, 'a').importance).toBeLessThan(0.2);
    const pairs = (await glassbox.fit(some, target, { rounds: 10, monotone: { c: 1 } })).terms.slice(6);
    expect(pairs.some((pair) => pair.axes.some((axis) => axis.column === 'c'))).toBe(false);
    await expect(glassbox.fit(some, target, { monotone: { style: 1 } })).rejects.toThrow(/"style"/);
    await expect(glassbox.fit(some, target, { monotone: { other: 1 } })).rejects.toThrow(/"other"/);
  });

  it('takes pairs by name', async () => {
    const model = await glassbox.fit(some, target, { rounds: 20, pairs: [['d', 'c']] });
    expect(model.terms.slice(6).map((term) => term.name)).toEqual(['d × c']);
    await expect(glassbox.fit(some, target, { pairs: [['d', 'nowhere']] })).rejects.toThrow(/"nowhere"/);
  });

  it('says how sure its bags are, and holds the truth within three spreads', async () => {
    const model = await glassbox.fit(some, target, { ...quick, bags: 8 });
    const { values, spread, rows: counts } = termOf(model, 'style');
    expect(model.rounds.length).toBe(8);
    const mean = effects.reduce((sum, effect, code) => sum + effect * counts[code], 0) / 3000;
    effects.forEach((effect, code) => {
      expect(spread![code]).toBeGreaterThan(0);
      expect(spread![code]).toBeLessThan(0.5);
      expect(Math.abs(values[code] + mean - effect)).toBeLessThan(3 * spread![code] + 0.1);
    });
    expect(termOf(await glassbox.fit(some, target, quick), 'style').spread).toBeUndefined();
  });

  it('stops by rows that it watches, whole groups of them', async () => {
    // The group decides the noise: rows of a watched group alone show that learning it by heart does not help.
    const groups = Array.from(rows, (row) => `g${row % 60}`);
    const options = { ...quick, rounds: 200, minGain: 0, minLeaf: 1, maxLeaves: 16, groups } as const;
    const stopped = await glassbox.fit(some, target, {
      ...options,
      validationShare: 0.2,
      earlyStoppingRounds: 5,
    });
    expect(stopped.rounds[0].curves).toBeLessThan(200);
    const all = await glassbox.fit(some, target, options);
    const score = (model: GlassboxModel) => r2(fresh.target, model.predict(fresh.data));
    expect(score(stopped)).toBeGreaterThan(score(all));
    const short = { ...options, groups: groups.slice(1), earlyStoppingRounds: 5, validationShare: 0.2 };
    await expect(glassbox.fit(some, target, short)).rejects.toThrow(/groups/);
    await expect(glassbox.fit(some, target, { earlyStoppingRounds: 5 })).rejects.toThrow(
      /earlyStoppingRounds/,
    );
  });

  it('fits log odds', async () => {
    // P(1) = sigmoid(4 a − 2 + style): what a says rises by 4 from one end to the other.
    const random = createRandom(9);
    const a = Float64Array.from(train.data.columns[0].kind === 'numeric' ? train.data.columns[0].values : []);
    const style = train.data.columns[5];
    if (style.kind !== 'coded') throw new Error('style is not coded');
    const shift = [0, 1, -1, 0];
    const odds = a.map((x, i) => 4 * x - 2 + shift[style.codes[i]]);
    const yes = odds.map((m) => (random.next() < 1 / (1 + Math.exp(-m)) ? 1 : 0));
    const model = await glassbox.fit(train.data, yes, { objective: 'logistic', pairs: 0 });
    const p = model.predict(train.data);
    expect(p.every((value) => value > 0 && value < 1)).toBe(true);
    expect(auc(yes, p)).toBeGreaterThan(auc(yes, odds) - 0.005);
    const grid = Float64Array.from({ length: 500 }, (_, i) => (i + 0.5) / 500);
    const line = table([{ kind: 'numeric', name: 'a', values: grid }]);
    expect(
      rmseOf(
        curveAt(model, 'a', line),
        grid.map((x) => 4 * x),
      ),
    ).toBeLessThan(0.25);
    const said = termOf(model, 'style').values;
    expect(Math.abs(said[1] - said[2] - 2)).toBeLessThan(0.25);
    const mean = p.reduce((sum, value) => sum + value, 0) / ROWS;
    expect(mean).toBeCloseTo(yes.reduce((sum, value) => sum + value, 0) / ROWS, 2);
    await expect(glassbox.fit(some, target, { objective: 'logistic' })).rejects.toThrow(/0 to 1/);
  });

  it('keeps the 254 most frequent levels, and the others together', async () => {
    const random = createRandom(4);
    const codes = Uint16Array.from({ length: 6000 }, (_, i) =>
      i % 2 ? random.below(600) : random.below(100),
    );
    const levels = Array.from({ length: 600 }, (_, i) => `level ${i}`);
    const values = Float64Array.from(codes, (code) => (code < 100 ? code % 7 : 3) + 0.1 * random.normal());
    const data = table([{ kind: 'coded', name: 'tag', codes, levels }]);
    const model = await glassbox.fit(data, values);
    const [axis] = termOf(model, 'tag').axes;
    if (axis.kind !== 'coded') throw new Error('the axis is not coded');
    expect(axis.groups.length).toBe(255);
    expect(axis.groups.flat().length).toBe(600);
    expect(axis.groups.filter((group) => group.length > 1).length).toBe(1);
    for (let code = 0; code < 100; code++) expect(axis.groups).toContainEqual([levels[code]]);
    expect(r2(values, model.predict(data))).toBeGreaterThan(0.9);
  });

  it('shrinks rare levels towards nothing', async () => {
    // 2 rows at +10 among 1,000 at 0, with a prior of 8 rows: a fifth of 10, however many rounds.
    const codes = Uint8Array.from({ length: 1002 }, (_, i) => (i < 2 ? 1 : 0));
    const data = table([{ kind: 'coded', name: 'tag', codes, levels: ['common', 'rare'] }]);
    const values = Float64Array.from(codes, (code) => 10 * code);
    const model = await glassbox.fit(data, values, { smoothing: 8, rounds: 5000, minGain: 0 });
    const [common, rare] = termOf(model, 'tag').values;
    expect(rare - common).toBeCloseTo(2, 0);
  });

  it('shares bins between fits on some rows', async () => {
    const shared = glassbox.share!(train.data, train.target);
    const even = Uint32Array.from({ length: ROWS / 2 }, (_, i) => 2 * i);
    const model = await shared.fitRows(even, { pairs: 2 });
    const alone = await glassbox.fit(
      takeRows(train.data, even),
      Float64Array.from(even, (row) => train.target[row]),
      { pairs: 2 },
    );
    const score = (one: GlassboxModel) => r2(fresh.target, one.predict(fresh.data));
    expect(Math.abs(score(model) - score(alone))).toBeLessThan(0.005);
    expect(model.rows).toBe(ROWS / 2);
    const all = await shared.fitRows(
      Uint32Array.from({ length: ROWS }, (_, i) => i),
      { pairs: 2 },
    );
    const whole = await glassbox.fit(train.data, train.target, { pairs: 2 });
    expect(JSON.stringify(all) === JSON.stringify(whole)).toBe(true);
  });
});

import { afterAll, describe, expect, it } from 'vitest';
import { LearnError } from '../../src/errors.js';
import { r2 } from '../../src/evaluate/metrics.js';
import type { Learner, Model, Progress } from '../../src/models/contract.js';
import { createPool, type WorkerPool } from '../../src/parallel/pool.js';
import { type Column, schemaOf, type Table, table, takeRows } from '../../src/table/table.js';
import { deepCopy, numbers, sample, withColumn, withValue } from './data.js';

/** How a learner wants to be examined. */
export interface ContractSettings<Options extends object, M extends Model> {
  /** Options that keep the fits small and exact. */
  readonly options?: Partial<Options>;
  /** What it says of NaN in a numeric column, in fitting and predicting alike. */
  readonly missing: 'accepted' | 'refused';
  /** What it says of ±Infinity in a numeric column when fitting. */
  readonly infinite: 'accepted' | 'refused';
  /** What it says of ±Infinity when predicting. Default: as when fitting. */
  readonly infinitePredicted?: 'accepted' | 'refused';
  /** How many threads a fit ran on, for learners that share their work among workers. */
  readonly threads?: (model: M) => number;
  /** An option out of its range, to be refused by name. */
  readonly badOption: Partial<Options>;
  /** Every public method and figure beyond `predict`: what it gives must survive JSON. */
  readonly methods?: Readonly<Record<string, (model: M, data: Table) => unknown>>;
  /** Cases that do not hold for this learner, each with the reason. */
  readonly skip?: Readonly<Record<string, string>>;
}

/** The suite that every model passes. */
export function runContract<Options extends object, M extends Model>(
  learner: Learner<Options, M>,
  settings: ContractSettings<Options, M>,
): void {
  const { options = {}, skip = {}, methods = {} } = settings;
  const unused = new Set(Object.keys(skip));
  const rows = 240;
  const { data, target } = sample(rows);
  const fit = (d: Table, t = target) => learner.fit(d, t, options);

  function check(name: string, body: () => Promise<void>): void {
    unused.delete(name);
    if (skip[name]) it.skip(`${name} (${skip[name]})`, body);
    else it(name, body);
  }

  async function refused(made: () => Promise<unknown>, ...words: (string | RegExp)[]): Promise<void> {
    const error: unknown = await made().then(
      () => new Error('it was accepted'),
      (cause: unknown) => cause,
    );
    expect(error).toBeInstanceOf(LearnError);
    if (!(error instanceof LearnError)) return;
    expect(error.code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    for (const word of words) expect(error.message).toMatch(word);
  }

  describe(`contract: ${learner.name}`, () => {
    check('learns', async () => {
      const fresh = sample(200, 2);
      expect(r2(fresh.target, (await fit(data)).predict(fresh.data))).toBeGreaterThan(0.6);
    });

    check('says what it is', async () => {
      const model = await fit(data);
      expect(model.learner).toBe(learner.name);
      expect(model.schema).toEqual(schemaOf(data));
    });

    check('gives one finite prediction a row', async () => {
      const model = await fit(data);
      for (const size of [1, 2, 3, 17, 240]) {
        const part = takeRows(
          data,
          Array.from({ length: size }, (_, i) => i),
        );
        const found = model.predict(part);
        expect(found).toBeInstanceOf(Float64Array);
        expect(found.length).toBe(size);
        expect(found.every(Number.isFinite)).toBe(true);
      }
    });

    check('predicts each row by itself', async () => {
      const model = await fit(data);
      const all = model.predict(data);
      for (const row of [0, 7, 239]) expect(model.predict(takeRows(data, [row]))[0]).toBe(all[row]);
    });

    check('predicts nothing for no rows', async () => {
      expect((await fit(data)).predict(takeRows(data, [])).length).toBe(0);
    });

    check('refuses an empty table', async () => {
      await refused(() => fit(takeRows(data, []), new Float64Array(0)), 'row');
      await refused(() => fit(table([]), new Float64Array(0)), 'column');
    });

    check('learns the target of a single row', async () => {
      const model = await fit(takeRows(data, [3]), Float64Array.of(42));
      for (const value of model.predict(data)) expect(value).toBeCloseTo(42, 4);
    });

    check('says the constant of a constant target', async () => {
      const model = await fit(data, new Float64Array(rows).fill(-7.25));
      for (const value of model.predict(data)) expect(value).toBeCloseTo(-7.25, 5);
    });

    check('takes a constant column', async () => {
      const flat = table([numbers('flat', Array(rows).fill(0.1)), ...data.columns]);
      const model = await fit(flat);
      expect(r2(target, model.predict(flat))).toBeGreaterThan(0.6);
      const moved = withColumn(flat, numbers('flat', Array(rows).fill(99)));
      expect(model.predict(moved)).toEqual(model.predict(flat));
    });

    check('takes more columns than rows', async () => {
      const wide = table(
        Array.from({ length: 40 }, (_, i) =>
          numbers(
            `x${i}`,
            Array.from({ length: 12 }, (_, r) => Math.sin(i * 12 + r)),
          ),
        ),
      );
      const model = await fit(wide, target.slice(0, 12));
      expect(model.predict(wide).every(Number.isFinite)).toBe(true);
    });

    check('predicts the same for the same rows', async () => {
      const twice = takeRows(
        data,
        Array.from({ length: 2 * rows }, (_, i) => i % rows),
      );
      const model = await learner.fit(twice, Float64Array.from([...target, ...target]), options);
      const found = model.predict(twice);
      expect(found.slice(0, rows)).toEqual(found.slice(rows));
    });

    check('refuses a target of another length', async () => {
      await refused(() => fit(data, target.slice(1)), '240', '239');
    });

    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      check(`refuses ${value} in the target`, async () => {
        await refused(() => fit(data, target.with(137, value)), /target/, String(value), /row 137\b/);
      });

      const fitting = Number.isNaN(value) ? settings.missing : settings.infinite;
      check(`has ${value} in a column ${fitting}`, async () => {
        const holed = withValue(data, 'c', 19, value);
        if (fitting === 'refused') await refused(() => fit(holed), /"c"/, String(value), /row 19\b/);
        else expect((await fit(holed)).predict(holed).every(Number.isFinite)).toBe(true);
      });

      const predicting = Number.isNaN(value) ? fitting : (settings.infinitePredicted ?? fitting);
      check(`has ${value} in a column to predict from ${predicting}`, async () => {
        const holed = withValue(data, 'c', 19, value);
        const model = await fit(data);
        if (predicting === 'refused') {
          await refused(async () => model.predict(holed), /"c"/, String(value), /row 19\b/);
        } else {
          const found = model.predict(holed);
          expect(found.every(Number.isFinite)).toBe(true);
          expect(found.with(19, 0)).toEqual(model.predict(data).with(19, 0));
        }
      });
    }

    check('takes a column that is missing throughout', async () => {
      const holed = withColumn(data, numbers('d', Array(rows).fill(Number.NaN)));
      if (settings.missing === 'refused') await refused(() => fit(holed), /"d"/, /row 0\b/);
      else expect(r2(target, (await fit(holed)).predict(holed))).toBeGreaterThan(0.6);
    });

    check('learns from weights', async () => {
      const weights = Float64Array.from(target, (_, i) => (i < 40 ? 1000 : 1));
      const near = (model: M) => r2(target.slice(0, 40), model.predict(data).slice(0, 40));
      const shifted = target.map((value, i) => (i < 40 ? value + data.rows : value));
      const plain = await learner.fit(data, shifted, options);
      const heavy = await learner.fit(data, shifted, options, { weights });
      expect(heavy.predict(data)).not.toEqual(plain.predict(data));
      expect(Number.isFinite(near(heavy))).toBe(true);
    });

    check('takes a weight of zero as a row that is not there', async () => {
      const weights = Float64Array.from(target, (_, i) => (i % 3 === 0 ? 0 : 1));
      const kept = Array.from(target.keys()).filter((i) => i % 3 !== 0);
      const weighted = await learner.fit(data, target, options, { weights });
      const removed = await learner.fit(
        takeRows(data, kept),
        Float64Array.from(kept, (i) => target[i]),
        options,
      );
      const found = weighted.predict(data);
      removed.predict(data).forEach((value, i) => {
        expect(found[i]).toBeCloseTo(value, 9);
      });
    });

    check('does not look at the target of a row of weight zero', async () => {
      const weights = Float64Array.from(target, (_, i) => (i % 3 === 0 ? 0 : 1));
      const wild = target.map((value, i) => (i % 3 === 0 ? 1e6 * (i % 2 ? 1 : -1) : value));
      const model = await learner.fit(data, target, options, { weights });
      const other = await learner.fit(data, wild, options, { weights });
      expect(JSON.stringify(other) === JSON.stringify(model)).toBe(true);
    });

    check('refuses impossible weights', async () => {
      const fitWith = (weights: Float64Array) => () => learner.fit(data, target, options, { weights });
      const ones = new Float64Array(rows).fill(1);
      await refused(fitWith(ones.with(5, -1)), /weight/, '-1', /row 5\b/);
      await refused(fitWith(ones.with(6, Number.NaN)), /weight/, 'NaN', /row 6\b/);
      await refused(fitWith(ones.with(7, Number.POSITIVE_INFINITY)), /weight/, 'Infinity', /row 7\b/);
      await refused(fitWith(ones.slice(1)), /weight/, '240', '239');
      await refused(fitWith(new Float64Array(rows)), /weight/, '0');
    });

    check('predicts for levels that it has not seen', async () => {
      const model = await fit(data);
      const unseen: Column = {
        kind: 'coded',
        name: 'style',
        codes: new Uint8Array(rows),
        levels: ['polka'],
      };
      const missing: Column = { ...unseen, levels: ['rock'], codes: new Uint8Array(rows).fill(255) };
      const found = model.predict(withColumn(data, unseen));
      expect(found.every(Number.isFinite)).toBe(true);
      expect(model.predict(withColumn(data, missing))).toEqual(found);
    });

    check('learns from rows without a level', async () => {
      const style = data.columns[2];
      if (style.kind !== 'coded') throw new Error('column 2 is not coded');
      const codes = style.codes.map((code, i) => (i % 4 === 0 ? 200 : code));
      const holed = withColumn(data, { ...style, codes });
      expect((await fit(holed)).predict(holed).every(Number.isFinite)).toBe(true);
    });

    check('finds columns and levels by name', async () => {
      const model = await fit(data);
      const shuffled = data.columns.map((column): Column => {
        if (column.kind === 'numeric') return column;
        const levels = ['extra', ...[...column.levels].reverse()];
        return {
          ...column,
          levels,
          codes: Uint16Array.from(column.codes, (code) => levels.length - 1 - code),
        };
      });
      const other = table([numbers('unrelated', Array(rows).fill(Number.NaN)), ...shuffled.reverse()]);
      expect(model.predict(other)).toEqual(model.predict(data));
    });

    check('does not care for the width of numbers and codes', async () => {
      const wide = table(
        data.columns.map((column): Column => {
          if (column.kind === 'numeric') return { ...column, values: Float64Array.from(column.values) };
          return { ...column, codes: Uint16Array.from(column.codes) };
        }),
      );
      const model = await fit(data);
      expect(model.predict(wide)).toEqual(model.predict(data));
      expect((await fit(wide)).predict(data)).toEqual(model.predict(data));
    });

    check('refuses a table without one of its columns', async () => {
      const model = await fit(data);
      const short = table(data.columns.filter(({ name }) => name !== 'b'));
      await refused(async () => model.predict(short), /"b"/);
    });

    check('refuses a column of another kind', async () => {
      const model = await fit(data);
      const wrong = withColumn(data, numbers('style', Array(rows).fill(0)));
      await refused(async () => model.predict(wrong), /"style"/, 'numeric', 'coded');
    });

    check('goes through JSON text unchanged', async () => {
      const awkward = ['__proto__', 'constructor', 'NaN', '"quoted", \\ \n', 'ünï✓', ''];
      const renamed = table(data.columns.map((column, i) => ({ ...column, name: awkward[i] })));
      const model = await fit(renamed);
      const text = JSON.stringify(model);
      const again = learner.fromJSON(JSON.parse(text));
      expect(again.schema).toEqual(model.schema);
      expect(again.predict(renamed)).toEqual(model.predict(renamed));
      expect(JSON.stringify(again)).toBe(text);
      for (const method of Object.values(methods)) {
        const before = method(model, renamed);
        expect(before).toBeDefined();
        expect(method(again, renamed)).toEqual(before);
      }
    });

    check('keeps nothing of the caller in its JSON', async () => {
      const model = await fit(data);
      const before = JSON.stringify(model);
      model.predict(data);
      for (const method of Object.values(methods)) method(model, data);
      expect(JSON.stringify(model)).toBe(before);
    });

    check('refuses JSON that is not its own', async () => {
      const json = JSON.parse(JSON.stringify(await fit(data)));
      const damaged = [null, 7, 'text', [], {}, { ...json, learner: 'another' }, { ...json, version: 999 }];
      const short = { ...json, schema: json.schema.slice(1) };
      for (const value of [...damaged, short, { ...json, schema: 'a' }]) {
        expect(() => learner.fromJSON(value)).toThrow(LearnError);
        expect(() => learner.fromJSON(value)).toThrow(expect.objectContaining({ code: 'bad-model' }));
      }
      for (const key of Object.keys(json)) {
        const { [key]: _, ...rest } = json;
        expect(() => learner.fromJSON(rest), `without ${key}`).toThrow(LearnError);
      }
    });

    check('is the same model every time', async () => {
      expect(JSON.stringify(await fit(data))).toBe(JSON.stringify(await fit(data)));
    });

    describe('with workers', () => {
      const pools: WorkerPool[] = [];
      afterAll(async () => {
        await Promise.all(pools.map((pool) => pool.close()));
      });

      check('is the same model with 1, 2 and 4 of them', async () => {
        const large = sample(10_000, 3);
        const noise = sample(10_000, 4).data.columns.map((column) => ({
          ...column,
          name: `more ${column.name}`,
        }));
        const wide = table([...large.data.columns, ...noise]);
        const alone = JSON.stringify(await learner.fit(wide, large.target, options));
        for (const size of [1, 2, 4]) {
          const pool = await createPool({ size });
          pools.push(pool);
          expect(pool.threads).toBe(true);
          const model = await learner.fit(wide, large.target, options, { pool });
          expect(JSON.stringify(model) === alone).toBe(true);
          if (settings.threads) expect(settings.threads(model)).toBeGreaterThan(size === 1 ? 0 : 1);
        }
      });
    });

    check('changes nothing that it is given', async () => {
      const given = { data: deepCopy(data), target: target.slice(), weights: target.map((_, i) => i % 2) };
      const kept = structuredClone(given);
      const model = await learner.fit(given.data, given.target, Object.freeze({ ...options }), {
        weights: given.weights,
      });
      model.predict(given.data);
      for (const method of Object.values(methods)) method(model, given.data);
      expect(given).toEqual(kept);
    });

    check('refuses options that it does not have or that are out of range', async () => {
      const unknown: object = { ...options, noSuchOption: 1 };
      await refused(() => learner.fit(data, target, unknown as Partial<Options>), 'noSuchOption');
      const [name] = Object.keys(settings.badOption);
      await refused(() => learner.fit(data, target, { ...options, ...settings.badOption }), name);
    });

    check('reports progress that never falls and ends at the total', async () => {
      const seen: Progress[] = [];
      await learner.fit(data, target, options, { onProgress: (progress) => seen.push(progress) });
      expect(seen.length).toBeGreaterThan(0);
      seen.forEach(({ done, total }, i) => {
        expect(total).toBe(seen[0].total);
        expect(done).toBeGreaterThanOrEqual(i === 0 ? 0 : seen[i - 1].done);
      });
      expect(seen.at(-1)?.done).toBe(seen[0].total);
    });

    check('stops before it starts when aborted', async () => {
      const reason = new Error('not today');
      const given = { signal: AbortSignal.abort(reason) };
      await expect(learner.fit(data, target, options, given)).rejects.toBe(reason);
    });

    check('stops while it is at work when aborted', async () => {
      const controller = new AbortController();
      const reason = new Error('enough');
      const made = learner.fit(data, target, options, {
        signal: controller.signal,
        onProgress: () => controller.abort(reason),
      });
      await expect(made).rejects.toBe(reason);
    });

    it('skips only cases that there are', () => {
      expect([...unused]).toEqual([]);
    });
  });
}

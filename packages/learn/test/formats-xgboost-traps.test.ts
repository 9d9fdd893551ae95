import { LearnError, predictEnsemble } from '@trackscope/learn';
import { readXgboost } from '@trackscope/learn/formats';
import { describe, expect, it } from 'vitest';
import { golden, goldenBytes, goldenText, tableOf } from './xgboost-golden.js';

/** The files that XGBoost 3.2 wrote, put by hand into the forms of other versions (reference: its sources). */
type Json = { [key: string]: Json } & Json[] & (string | number | boolean | undefined);

function edited(name: string, edit: (document: Json) => void): string {
  const document = JSON.parse(goldenText(name)) as Json;
  edit(document);
  return JSON.stringify(document);
}
const model = (d: Json): Json => d.learner!.gradient_booster!.model!;
const tree = (d: Json, i = 0): Json => model(d).trees![i]!;

function margins(text: string | Uint8Array, name: string): number[] {
  const read = readXgboost(text);
  return [...predictEnsemble(read.ensemble, tableOf(read.schema, golden(name).rows))];
}
function refusal(text: string | Uint8Array): LearnError {
  try {
    readXgboost(text);
  } catch (error) {
    expect(error).toBeInstanceOf(LearnError);
    return error as LearnError;
  }
  throw new Error('it was read');
}

describe('forms of other versions', () => {
  it.each([
    ['a scalar, to 3.0', (s: string) => s.replace(/[[\]]/g, '')],
    ['parentheses', (s: string) => s.replace('[', '(').replace(']', ')')],
    ['spaces', (s: string) => ` ${s} `],
  ])('base_score as %s', (_, form) => {
    const text = edited('numeric', (d) => {
      const param = d.learner!.learner_model_param! as unknown as { base_score: string };
      param.base_score = form(param.base_score);
    });
    expect(margins(text, 'numeric')).toEqual(golden('numeric').margin);
  });

  it('reads 1.7: booleans, no rounds, no category coder, old parameters', () => {
    const text = edited('categorical', (d) => {
      delete model(d).cats;
      delete model(d).iteration_indptr;
      model(d).gbtree_model_param!.size_leaf_vector = '0' as unknown as Json;
      for (const t of model(d).trees!) {
        t.default_left = t.default_left!.map((v) => v === (1 as unknown)) as unknown as Json;
        t.tree_param!.size_leaf_vector = '0' as unknown as Json;
      }
      d.learner!.attributes!.best_ntree_limit = '5' as unknown as Json;
    });
    expect(margins(text, 'categorical')).toEqual(golden('categorical').margin);
    expect(readXgboost(text).roundStarts).toHaveLength(13);
  });

  it.each(['NaN', '1E-45', '-nan', 'null'])('threshold of a categorical split written as %s', (token) => {
    // split_type tells where; 1.7 to 3.0 wrote the bare token NaN, 3.1 on the smallest denormal
    const document = JSON.parse(goldenText('categorical')) as Json;
    let text = goldenText('categorical');
    const written = text.match(/"split_conditions":\[[^\]]*\]/g)!;
    model(document).trees!.forEach((t, index) => {
      const types = t.split_type! as unknown as number[];
      const found = written[index]!;
      const items = found.slice(found.indexOf('[') + 1, -1).split(',');
      text = text.replace(
        found,
        `"split_conditions":[${items.map((v, i) => (types[i] ? token : v)).join(',')}]`,
      );
    });
    expect(text).toContain(token);
    expect(margins(text, 'categorical')).toEqual(golden('categorical').margin);
  });

  it('leaves what is inside strings alone', () => {
    const bare = goldenText('stopped').replace(
      '"best_score"',
      '"spare":"NaN, \\"Infinity\\", -nan","best_score"',
    );
    const read = readXgboost(
      bare.replace('"version":[3,2,0]', '"version":[3,2,0],"more":[NaN,-Infinity,inf]'),
    );
    expect(read.schema.map((c) => c.name)).toEqual(['NaN', 'say "hi\\', 'Infinity,-1E5', 'é ☃']);
    expect(read.attributes.spare).toBe('NaN, "Infinity", -nan');
  });

  it('takes names f0, f1, … and numeric columns where the file has none', () => {
    const text = edited('categorical', (d) => {
      delete d.learner!.feature_names;
      delete d.learner!.feature_types;
      delete d.version;
    });
    expect(readXgboost(text).schema.map((c) => `${c.name} ${c.kind}`)).toEqual([
      'f0 numeric',
      'f1 numeric',
      'f2 numeric',
      'f3 numeric',
      'f4 coded',
      'f5 coded',
    ]);
    expect(margins(text, 'categorical')).toEqual(golden('categorical').margin);
  });

  it('reads DART weights inside gbtree, as from 3.4', () => {
    const text = edited('dart', (d) => {
      const booster = d.learner!.gradient_booster!;
      const inner = booster.gbtree!.model!;
      inner.weight_drop = booster.weight_drop;
      d.learner!.gradient_booster = { name: 'gbtree', model: inner } as unknown as Json;
    });
    expect(margins(text, 'dart')).toEqual(golden('dart').margin);
  });

  it('keeps the names of categories that 3.1 writes', () => {
    const genre = readXgboost(goldenText('named')).schema[1]!;
    expect(genre.kind === 'coded' && genre.levels).toEqual(golden('named').levels);
    // é, as XGBoost tears it: the names cannot be trusted, the codes can
    const torn = readXgboost(goldenText('named').replace('"values":[97,109', '"values":[-61,-87')).schema[1]!;
    expect(torn.kind === 'coded' && torn.levels).toEqual(['0', '1', '2', '3', '4']);
  });

  it('takes names of categories from the caller, and refuses too few', () => {
    const levels = Array.from({ length: 25 }, (_, i) => `genre ${i}`);
    const read = readXgboost(goldenText('categorical'), { levels: { f4: levels } });
    expect(read.schema[4]).toEqual({ kind: 'coded', name: 'f4', levels });
    const data = tableOf(
      read.schema,
      golden('categorical').rows.map((r) => r.map((v, i) => (i === 4 ? 24 : v))),
    );
    expect(predictEnsemble(read.ensemble, data)).toHaveLength(60); // beyond every set and known: goes left
    expect(() => readXgboost(goldenText('categorical'), { levels: { f4: ['a'] } })).toThrow(
      /has 1 categories/,
    );
  });

  it('reads a tree whose children stand before their parent, and keeps the file’s ids', () => {
    const expected = golden('numeric');
    const text = edited('numeric', (d) => {
      // the last two nodes change places with nodes 1 and 2, in every array that tells of them
      for (const t of model(d).trees!) {
        const nodes = (t.left_children as unknown as number[]).length;
        const swap = (i: number) => [0, nodes - 2, nodes - 1][i] ?? (i >= nodes - 2 ? i - nodes + 3 : i);
        for (const key of Object.keys(t)) {
          const values = t[key] as unknown as number[];
          if (!Array.isArray(values) || values.length !== nodes) continue;
          const moved = values.map((_, i) => values[swap(i)]!);
          const ids = key === 'left_children' || key === 'right_children';
          t[key] = (ids ? moved.map((v) => (v < 0 ? v : swap(v))) : moved) as unknown as Json;
        }
      }
    });
    expect(margins(text, 'numeric')).toEqual(expected.margin);
    expect(readXgboost(text).nodeIds).toBeDefined();
    expect(readXgboost(goldenText('numeric')).nodeIds).toBeUndefined();
  });

  it('tells the trees of a range of rounds and of the best round', () => {
    for (const name of ['numeric', 'parallel']) {
      const read = readXgboost(goldenText(name));
      const { iterationRange, rangedMargin, rows } = golden(name);
      const [from, to] = iterationRange.map((round) => read.roundStarts[round]!);
      const found = predictEnsemble(read.ensemble, tableOf(read.schema, rows), { from: from!, to: to! });
      expect([...found]).toEqual(rangedMargin);
    }
    const stopped = readXgboost(goldenText('stopped'));
    expect(stopped.bestTrees).toBe(golden('stopped').bestIteration + 1);
    expect(stopped.bestTrees).toBeLessThan(stopped.ensemble.treeStarts.length - 1);
    expect(readXgboost(goldenText('numeric')).bestTrees).toBe(15);
  });
});

describe('refusals', () => {
  it.each(['multiclass', 'vector-leaf', 'gblinear'])('a %s model is of another kind', (name) => {
    expect(refusal(goldenText(name)).code).toBe('unsupported-model');
  });

  it.each<[string, RegExp, (d: Json) => void]>([
    [
      'a loop',
      /reached twice/,
      (d) => {
        tree(d).left_children![3] = 0 as unknown as Json;
      },
    ],
    [
      'two parents',
      /reached twice/,
      (d) => {
        tree(d).left_children![0] = tree(d).right_children![0]!;
      },
    ],
    [
      'one child',
      /one child/,
      (d) => {
        tree(d).left_children![0] = -1 as unknown as Json;
      },
    ],
    [
      'a child out of range',
      /whole number from -1 to/,
      (d) => {
        tree(d).left_children![0] = 999 as unknown as Json;
      },
    ],
    [
      'a fraction as index',
      /left_children\[0\]/,
      (d) => {
        tree(d).left_children![0] = 1.5 as unknown as Json;
      },
    ],
    [
      'a feature out of range',
      /feature 77/,
      (d) => {
        tree(d).split_indices![0] = 77 as unknown as Json;
      },
    ],
    [
      'a short array',
      /expected \d+ items/,
      (d) => {
        (tree(d).sum_hessian as unknown as number[]).pop();
      },
    ],
    [
      'a missing array',
      /default_left.*nothing/,
      (d) => {
        delete tree(d).default_left;
      },
    ],
    [
      'text for a number',
      /split_conditions\[2\]/,
      (d) => {
        tree(d).split_conditions![2] = 'x' as unknown as Json;
      },
    ],
    [
      'no threshold',
      /no number/,
      (d) => {
        tree(d).split_conditions![0] = null as unknown as Json;
      },
    ],
    [
      'a negative cover',
      /cover -1/,
      (d) => {
        tree(d).sum_hessian![0] = -1 as unknown as Json;
      },
    ],
    [
      'an infinite leaf',
      /leaf value/,
      (d) => {
        const leaf = (tree(d).left_children as unknown as number[]).indexOf(-1);
        tree(d).split_conditions![leaf] = 1e300 as unknown as Json;
      },
    ],
    [
      'an unknown objective',
      /reg:other/,
      (d) => {
        d.learner!.objective!.name = 'reg:other' as unknown as Json;
      },
    ],
    [
      'no base_score',
      /base_score/,
      (d) => {
        d.learner!.learner_model_param!.base_score = '[]' as unknown as Json;
      },
    ],
    [
      'two base_scores',
      /2 values/,
      (d) => {
        d.learner!.learner_model_param!.base_score = '[1,2]' as unknown as Json;
      },
    ],
    [
      'wrong rounds',
      /iteration_indptr/,
      (d) => {
        model(d).iteration_indptr![1] = 99 as unknown as Json;
      },
    ],
    [
      'no learner',
      /learner/,
      (d) => {
        delete d.learner;
      },
    ],
  ])('%s', (_, message, edit) => {
    expect(refusal(edited('numeric', edit)).message).toMatch(message);
  });

  it('categories out of range', () => {
    const of = (edit: (t: Json) => void) =>
      refusal(
        edited('categorical', (d) => edit(model(d).trees!.find((t) => t.categories_nodes!.length > 0)!)),
      );
    expect(
      of((t) => {
        t.categories![0] = -1 as unknown as Json;
      }).message,
    ).toMatch(/categories\[0\]/);
    expect(
      of((t) => {
        t.categories![0] = (2 ** 30) as unknown as Json;
      }).message,
    ).toMatch(/categories\[0\]/);
    expect(
      of((t) => {
        t.categories_sizes![0] = 999 as unknown as Json;
      }).message,
    ).toMatch(/categories_sizes\[0\]/);
    expect(
      of((t) => {
        t.categories_nodes = [] as unknown as Json;
      }).message,
    ).toMatch(/categories/);
  });

  it('files that are no model', () => {
    expect(refusal('').code).toBe('bad-model');
    expect(refusal('[1]').message).toMatch(/not an object/);
    expect(refusal('{"learner": {').code).toBe('bad-model');
    expect(refusal(new TextEncoder().encode('binf....')).code).toBe('unsupported-model');
    expect(refusal(Uint8Array.of(0xff, 0xfe, 0)).message).toMatch(/neither JSON nor UBJSON/);
  });

  it('UBJSON cut anywhere, and hostile lengths and depths', () => {
    const whole = goldenBytes('present.ubj');
    for (let end = 2; end < whole.length; end += 37) {
      expect(refusal(whole.slice(0, end)).code).toBe('bad-model');
    }
    const more = new Uint8Array(whole.length + 1);
    more.set(whole);
    expect(refusal(more).message).toMatch(/1 bytes follow/);
    const start = [...new TextEncoder().encode('{i\x01a')];
    expect(refusal(Uint8Array.from([...start, ...new Array<number>(100_000).fill(0x5b)])).message).toMatch(
      /levels/,
    );
    const huge = [...new TextEncoder().encode('[$d#L'), 0, 0, 1, 0, 0, 0, 0, 0];
    expect(refusal(Uint8Array.from([...start, ...huge])).message).toMatch(/length/);
  });
});

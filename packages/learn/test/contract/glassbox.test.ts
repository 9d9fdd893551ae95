import { glassbox } from '../../src/models/glassbox/glassbox.js';
import { runContract } from './contract.js';

const methods: NonNullable<
  Parameters<typeof runContract<object, Awaited<ReturnType<typeof glassbox.fit>>>>[1]['methods']
> = {
  contributions: (model, data) => model.contributions(data),
  margin: (model, data) => model.predictMargin(data),
  importance: (model) => model.importance(),
  terms: ({ terms, intercept, rows, rounds, options }) => [terms, intercept, rows, rounds, options],
};

runContract(glassbox, {
  options: { minLeaf: 3, pairs: 2 },
  missing: 'accepted',
  infinite: 'refused',
  infinitePredicted: 'accepted',
  badOption: { learningRate: 0 },
  methods,
});

runContract(glassbox, {
  options: { minLeaf: 3, pairs: 1, bags: 3, earlyStoppingRounds: 10, learningRate: 0.3 },
  missing: 'accepted',
  infinite: 'refused',
  infinitePredicted: 'accepted',
  badOption: { bags: 0 },
  methods,
});

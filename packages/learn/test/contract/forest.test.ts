import { forest } from '../../src/models/forest/forest.js';
import { runContract } from './contract.js';

runContract(forest, {
  options: { nEstimators: 12, oob: true },
  missing: 'accepted',
  infinite: 'accepted',
  badOption: { minSamplesLeaf: 0 },
  methods: {
    importance: (model) => model.importance(),
    outOfBag: (model) => model.oob,
    ensemble: (model) => model.toEnsemble(),
    binary: (model) => model.toBinary(),
    size: ({ nodeCount, trainingRows, options }) => [nodeCount, trainingRows, options],
  },
});

runContract(forest, {
  options: { nEstimators: 20, bootstrap: false, maxFeatures: 'sqrt', maxDepth: 8, minSamplesLeaf: 2 },
  missing: 'accepted',
  infinite: 'accepted',
  badOption: { maxFeatures: 1.5 },
});

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

runContract(forest, {
  options: { nEstimators: 12, maxBin: 64, minSamplesLeaf: 2, maxFeatures: 0.5, oob: true },
  missing: 'accepted',
  infinite: 'refused',
  infinitePredicted: 'accepted',
  badOption: { maxBin: 1 },
  skip: {
    'takes a weight of zero as a row that is not there':
      'the cuts of a column come from all rows, whatever their weight',
  },
  methods: {
    importance: (model) => model.importance(),
    outOfBag: (model) => model.oob,
    ensemble: (model) => model.toEnsemble(),
  },
});

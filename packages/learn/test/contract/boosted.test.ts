import { boosted } from '../../src/models/boosted/boosted.js';
import { runContract } from './contract.js';

const skip = {
  'takes a weight of zero as a row that is not there':
    'the cuts of a column come from all rows, whatever their weight',
};

runContract(boosted, {
  options: { nEstimators: 30, maxDepth: 4, minChildWeight: 0, learningRate: 0.5, lambda: 0 },
  missing: 'accepted',
  infinite: 'refused',
  infinitePredicted: 'accepted',
  badOption: { learningRate: 0 },
  threads: (model) => model.path?.threads ?? 0,
  skip,
  methods: {
    margin: (model, data) => model.predictMargin(data),
    gain: (model) => model.importance('gain'),
    cover: (model) => model.importance('cover'),
    weight: (model) => model.importance('weight'),
    rounds: ({ bestRound, history, options }) => [bestRound, history, options],
  },
});

runContract(boosted, {
  options: {
    nEstimators: 60,
    maxDepth: 4,
    learningRate: 0.3,
    subsample: 0.8,
    colsampleBytree: 0.7,
    categories: 'partition',
    lambda: 0,
  },
  missing: 'accepted',
  infinite: 'refused',
  infinitePredicted: 'accepted',
  badOption: { subsample: 1.5 },
  threads: (model) => model.path?.threads ?? 0,
  skip,
});

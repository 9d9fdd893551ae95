import { linear } from '../../src/models/linear/linear.js';
import { runContract } from './contract.js';

runContract(linear, {
  missing: 'refused',
  infinite: 'refused',
  badOption: { ridge: -1 },
  methods: {
    coefficients: (model) => model.coefficients(),
    contributions: (model, data) => model.contributions(data),
    intercept: (model) => model.intercept,
    state: ({ baseline, terms, rank, aliased, rows, options }) => [
      baseline,
      terms,
      rank,
      aliased,
      rows,
      options,
    ],
  },
});

runContract(
  { ...linear, name: 'linear' },
  {
    options: { ridge: 3, standardise: false },
    missing: 'refused',
    infinite: 'refused',
    badOption: { ridge: Number.NaN },
  },
);

const fit = (line) => ({ seconds: line.fit_s, r2: line.r2, mae: line.mae });

/** Each comparison: what we run, what the peer runs, and how its answer is read. */
export const WORKS = {
  clean: {
    title: 'read, clean and write the published table',
    byDefault: true,
    ours: { script: 'clean' },
    peer: { step: 'clean', read: (line) => ({ seconds: line.seconds, rows: line.rows }) },
  },
  linear: {
    title: 'fit the published linear model',
    byDefault: true,
    ours: { script: 'fit', args: ['linear'] },
    peer: { step: 'linear', read: fit },
  },
  boosted: {
    title: 'fit boosted, 400 trees of depth 6',
    byDefault: true,
    ours: { script: 'fit', args: ['boosted'] },
    peer: { step: 'boosted', read: fit },
  },
  'boosted-tuned': {
    title: 'fit boosted-tuned, 750 trees of depth 11',
    byDefault: true,
    ours: { script: 'fit', args: ['boosted-tuned'] },
    peer: { step: 'boosted-tuned', read: fit },
  },
  predict: {
    title: 'predict 22,685 rows with boosted-tuned',
    byDefault: true,
    ours: { script: 'fit', args: ['boosted-tuned', 'predict'] },
    peer: { step: 'boosted-tuned', read: (line) => ({ seconds: line.predict_s, rows: line.predict_rows }) },
  },
  forest: {
    title: 'fit forest, 300 full-depth trees',
    byDefault: true,
    maxRounds: 1,
    ours: { script: 'fit', args: ['forest'] },
    peer: { step: 'forest', read: fit },
  },
};

const searched = (line) => ({ seconds: line.seconds, r2: line.best_r2, best: line.best });
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
    maxRounds: 1,
    peerThreads: 'most',
    ours: { script: 'fit', args: ['boosted-tuned'] },
    peer: { step: 'boosted-tuned', read: fit },
  },
  predict: {
    title: 'predict 22,685 rows with boosted-tuned',
    byDefault: true,
    maxRounds: 1,
    peerThreads: 'most',
    ours: { script: 'fit', args: ['boosted-tuned', 'predict'] },
    peer: { step: 'boosted-tuned', read: (line) => ({ seconds: line.predict_s, rows: line.predict_rows }) },
  },
  forest: {
    title: 'fit forest, 300 full-depth trees',
    byDefault: true,
    maxRounds: 1,
    peerThreads: 'most',
    ours: { script: 'fit', args: ['forest'] },
    peer: { step: 'forest', read: fit },
  },
  shap: {
    title: 'contributions (SHAP) of 1,000 rows, boosted-tuned',
    byDefault: true,
    maxRounds: 1,
    peerThreads: 'most',
    ours: { script: 'shap' },
    peer: { script: 'shap.py', step: 'shap', read: (line) => ({ seconds: line.seconds, rows: line.rows }) },
  },
  search: {
    title: 'published search, 40 candidates × 3 folds (r2: best mean of folds)',
    byDefault: true,
    maxRounds: 1,
    peerThreads: 'most',
    ours: { script: 'search', args: ['40'] },
    peer: { step: 'search', args: ['--candidates', '40'], read: searched },
  },
  'search-4': {
    title: 'published search, 4 candidates × 3 folds (r2: best mean of folds)',
    byDefault: false,
    maxRounds: 1,
    peerThreads: 'most',
    ours: { script: 'search', args: ['4'] },
    peer: { step: 'search', args: ['--candidates', '4'], read: searched },
  },
  run: {
    title: 'whole run: all protocols, units, folds and models (r2: boosted, known artist, recordings)',
    byDefault: true,
    maxRounds: 1,
    ours: { script: 'run' },
  },
  'run-quick': {
    title: 'run --quick (r2: boosted, known artist, recordings, one fold)',
    byDefault: true,
    ours: { script: 'run', args: ['quick'] },
  },
  growth: {
    title: 'boosted on 2,000,000 generated rows × 15 columns, 50 trees of depth 6',
    byDefault: true,
    maxRounds: 1,
    ours: { script: 'growth' },
  },
  'predict-call': {
    title: 'one prediction over HTTP, median of a call',
    byDefault: true,
    maxRounds: 1,
    peerThreads: 'most',
    ours: { script: 'api', args: ['predict'] },
    peer: {
      script: 'gradio_predict.py',
      step: 'gradio',
      read: (line) => ({ seconds: line.seconds, p99: line.p99, gradio: line.gradio }),
    },
  },
  score: {
    title: 'score 100,000 rows of CSV over HTTP with boosted',
    byDefault: true,
    maxRounds: 1,
    ours: { script: 'api', args: ['score'] },
  },
};

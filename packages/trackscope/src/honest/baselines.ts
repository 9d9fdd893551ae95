import { type HistorySource, historyOf, historyTable, type TrackRows } from '@trackscope/catalogue';
import type { BaselineName } from '../workspace/format.js';

/** What a baseline says of held-out rows, from the training rows alone; strangers get the overall mean. */
export function baseline(
  name: BaselineName,
  tracks: TrackRows,
  target: Float64Array,
  train: Uint32Array,
  test: Uint32Array,
): Float64Array {
  const source: HistorySource = {
    name,
    of: name === 'artist-mean' ? tracks.primary : tracks.firstGenre,
    smoothing: name === 'artist-mean' ? 3 : 10,
    detailed: false,
  };
  const table = historyTable(source, target, train);
  if (name === 'mean') return new Float64Array(test.length).fill(table.overall.mean);
  return Float64Array.from(historyOf(table, source, test)[0]!);
}

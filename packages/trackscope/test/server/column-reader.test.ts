import { matchColumns } from '@trackscope/catalogue';
import { createRandom } from '@trackscope/learn';
import { describe, expect, it } from 'vitest';
import type { TrackInput } from '../../src/score/contract.js';
import { ColumnReader } from '../../src/server/score-stream/column-reader.js';
import { matchedCells } from '../../src/server/score-stream/matched-cells.js';
import { RawRows } from '../../src/server/score-stream/raw-rows.js';
import { BATCH_ROWS } from '../../src/server/score-stream/row.js';
import { trackReader } from '../../src/server/score-stream/track-reader.js';

const COLUMNS = [
  'Track Name',
  'artist',
  'album',
  'genre',
  'energy',
  'key',
  'tempo',
  'explicit',
  'Duration_ms',
  'note',
];
const CELLS: readonly (readonly unknown[])[] = [
  ['One', '', null, 'Тhree', 7],
  ['A;B', ' A ', "['A', 'B;C']", '', null, ['A', '', 'D'], undefined],
  ['', 'Album', 'ALBUM', null, undefined],
  ['hip-hop', 'Hip_Hop', '', null, ['techno', 'Rock'], '["a","b"]'],
  ['0.5', '1e-3', '', null, 0.25, 'loud', '1.5', Number.NaN],
  ['c#', '3', '-1', '', 'H', true],
  ['0', '120', '', '-1', '119.5'],
  ['yes', 'False', '1', '', true, '2'],
  ['200000', '', '-5', 180000],
  ['x'],
];

/** Columns as the tracks that they hold, value by value. */
function tracksIn(reader: ColumnReader): TrackInput[] {
  const { rows, titles, albums, artists, genres, sound } = reader.columns();
  return Array.from({ length: rows }, (_, row) => ({
    title: titles[row]!,
    album: albums.values[albums.places[row]!]!,
    artists: artists.values[artists.places[row]!]!,
    genres: genres.values[genres.places[row]!]!,
    sound: Object.fromEntries(
      Object.entries(sound).flatMap(([name, values]) =>
        Number.isNaN(values[row]!) ? [] : [[name, values[row]!]],
      ),
    ),
  }));
}

describe('rows read column by column', () => {
  it('are the tracks and the complaints that reading one by one gives', () => {
    const random = createRandom(3);
    const match = matchColumns(COLUMNS);
    const rows = Array.from({ length: 3000 }, () =>
      CELLS.map((cells) => cells[Math.floor(random.next() * cells.length)]),
    );
    const one = trackReader(match, 60_000, false);
    const reader = new ColumnReader(matchedCells(match, 60_000, false), rows.length);
    const tracks: TrackInput[] = [];
    let refused = 0;
    for (const row of rows) {
      const found = one(row);
      expect(reader.add(row)).toBe('wrong' in found ? found.wrong : null);
      if ('track' in found) tracks.push(found.track);
      else refused++;
    }
    expect(tracksIn(reader)).toEqual(tracks);
    expect([tracks.length > 100, refused > 100]).toEqual([true, true]);
    expect(reader.columns().artists.values.length).toBeLessThan(tracks.length / 2);
  });

  it('say nothing of columns that a file lacks', () => {
    const match = matchColumns(['energy']);
    const reader = new ColumnReader(matchedCells(match, 1, false), 2);
    expect([reader.add(['0.5']), reader.add([''])]).toEqual([null, null]);
    expect(tracksIn(reader)).toEqual([
      { title: '', album: '', artists: [], genres: [], sound: { energy: 0.5 } },
      { title: '', album: '', artists: [], genres: [], sound: {} },
    ]);
  });
});

describe('rows that wait to be read', () => {
  it('come in batches by number and by bytes, with their lines and faults', () => {
    const raw = new RawRows();
    const text = new TextEncoder().encode('abcdef');
    for (let i = 0; i < BATCH_ROWS + 2; i++) raw.add(text, i % 3, 4, 10 + i);
    expect([raw.hasFull, raw.isEmpty]).toEqual([true, false]);
    raw.reject(900, 'torn');
    const long = new Uint8Array(1_500_000).fill(65);
    raw.add(long, 0, long.length, 901);
    raw.add(text, 0, 1, 902);
    const batches = raw.take();
    expect(batches.map(({ ends }) => ends.length)).toEqual([BATCH_ROWS, 4, 1]);
    const [, second, third] = batches;
    expect([...second!.lines]).toEqual([10 + BATCH_ROWS, 11 + BATCH_ROWS, 900, 901]);
    expect([...second!.wrong]).toEqual([[2, 'torn']]);
    expect([...second!.ends]).toEqual([2, 6, 6, 6 + long.length]);
    expect(new TextDecoder().decode(second!.bytes.subarray(0, 5))).toBe('cdabc');
    expect(new TextDecoder().decode(third!.bytes)).toBe('a');
    expect([raw.isEmpty, raw.take()]).toEqual([true, []]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bench, csv, HEADER, issue, type Row, row, rows } from './catalogue-file.js';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open();
});
afterAll(() => bench.close());

/** The table with its columns called otherwise. */
function renamed(names: Record<string, string>, table: readonly Row[] = rows(4)): string {
  return csv(
    table.map((cells) =>
      Object.fromEntries(Object.entries(cells).map(([name, text]) => [names[name] ?? name, text])),
    ),
    { header: HEADER.map((name) => names[name] ?? name) },
  );
}

describe('columns are found by name', () => {
  it('takes synonyms, any case and any separator, and leaves a row number out in silence', async () => {
    const text = renamed({
      track_id: 'URI',
      artists: 'Artist Name(s)',
      album_name: 'Track Album-Name',
      track_name: 'TITLE',
      popularity: 'track_popularity',
      duration_ms: 'Duration (ms)',
      track_genre: 'playlist_genre',
      tempo: 'BPM',
      explicit: 'is.explicit',
    });
    const numbered = text
      .trimEnd()
      .split('\n')
      .map((line, i) => (i === 0 ? `,${line},mood` : `${i - 1},${line},sad`));
    const quality = await bench.read(numbered.join('\n'));
    expect(quality.absent).toEqual([]);
    expect(quality.columns[0]).toEqual({ theirs: '', ours: null, by: 'unused' });
    expect(quality.columns[1]).toEqual({ theirs: 'URI', ours: 'track_id', by: 'synonym' });
    expect(quality.columns[6]).toEqual({ theirs: 'Duration (ms)', ours: 'duration_min', by: 'synonym' });
    expect(quality.columns[10]).toEqual({ theirs: 'key', ours: 'key', by: 'name' });
    expect(issue(quality, 'ignored-column')).toMatchObject({
      severity: 'info',
      count: 1,
      examples: [{ value: 'mood' }],
    });
    expect(await bench.column('track_name')).toEqual(['Title 0', 'Title 1', 'Title 2', 'Title 3']);
    expect(await bench.column('duration_min')).toEqual([0, 1, 2, 3].map((i) => (200_000 + i) / 60_000));
  });

  it('prefers the exact name to a synonym', async () => {
    const header = [...HEADER, 'name', 'playlist_genre', 'id'];
    const quality = await bench.read(
      csv(
        rows(2).map((cells) => ({ ...cells, name: 'no', playlist_genre: 'no', id: 'no' })),
        { header },
      ),
    );
    expect(await bench.listings('track_id, track_name, track_genre')).toEqual([
      { track_id: 'id0', track_name: 'Title 0', track_genre: 'techno' },
      { track_id: 'id1', track_name: 'Title 1', track_genre: 'jazz' },
    ]);
    expect(issue(quality, 'ignored-column').count).toBe(3);
  });

  it('refuses two columns for one, naming both, until one is chosen', async () => {
    const text = renamed({ track_name: 'song', album_name: 'title' });
    const error = await bench.refusal(text);
    expect(error.code).toBe('ambiguous-column');
    expect(error.message).toContain('"title" and "song" could each be track_name');
    expect(error.remedy).toContain('--map title=track_name');
    await bench.read(text, { map: { song: 'track_name', title: 'album_name' } });
    expect(await bench.column('track_name')).toEqual(['Title 0', 'Title 1', 'Title 2', 'Title 3']);
    expect(await bench.column('album_name')).toEqual(['Album 0', 'Album 1', 'Album 2', 'Album 3']);
  });

  it('takes a mapping, given or saved, the given one first', async () => {
    const text = renamed({ artists: 'Band', track_name: 'Lied' });
    const mapFile = await bench.write('map.json', '{"Band": "artists", "Lied": "album_name"}');
    const quality = await bench.read(text, { mapFile, map: { lied: 'track_name' } }).catch((e) => e);
    // "Lied" and "lied" are the same column, mapped twice.
    expect(quality.code ?? '').toBe('');
    expect(await bench.column('track_name')).toEqual(['Title 0', 'Title 1', 'Title 2', 'Title 3']);
  });

  it('leaves a column out that is mapped to nothing', async () => {
    const quality = await bench.read(csv(rows(3)), { map: { popularity: '' } });
    expect(quality.absent).toEqual([
      {
        column: 'popularity',
        consequence: 'the catalogue can be explored and scored, but nothing can be learnt from it',
      },
    ]);
    expect(quality.rows.published).toBeNull();
  });

  it('refuses mappings that lead nowhere', async () => {
    const target = await bench.refusal(csv(rows(2)), { map: { tempo: 'temp0' } });
    expect(target.code).toBe('unknown-column');
    expect(target.message).toContain('"temp0", which is not a column of ours; the closest is "tempo"');
    const source = await bench.refusal(csv(rows(2)), { map: { tempoo: 'tempo' } });
    expect(source.message).toContain(
      '"tempoo" is mapped to "tempo", but the file has no such column; the closest is "tempo"',
    );
    for (const text of ['{', '[]', '{"a": 1}']) {
      const mapFile = await bench.write('broken.json', text);
      expect((await bench.refusal(csv(rows(2)), { mapFile })).code).toBe('broken-mapping');
    }
    expect((await bench.refusal(csv(rows(2)), { mapFile: bench.path('none.json') })).code).toBe(
      'file-not-found',
    );
  });

  it('names what is required and missing, what was found, what is close and how to say so', async () => {
    const error = await bench.refusal(renamed({ artists: 'artistes', valence: 'x' }));
    expect(error.code).toBe('missing-column');
    expect(error.message).toContain('artists (also accepted: artist, artistname');
    expect(error.message).toContain('is required and missing, the closest is "artistes"');
    expect(error.message).toContain('the column valence is required and missing');
    expect(error.message).toContain('Columns found: "track_id", "artistes"');
    expect(error.remedy).toContain('--map artistes=artists');
  });

  it('does without the optional ones, and says what follows', async () => {
    const optional = [
      'track_id',
      'album_name',
      'popularity',
      'explicit',
      'key',
      'mode',
      'time_signature',
      'track_genre',
    ];
    const header = HEADER.filter((name) => !optional.includes(name));
    const table = [
      row(0),
      row(1),
      { ...row(2), artists: 'ARTIST 0 ', track_name: 'title_0', duration_ms: '200000' },
    ];
    const quality = await bench.read(csv(table, { header }));
    expect(quality.valid).toBe(true);
    expect(quality.absent.map(({ column }) => column)).toEqual(optional);
    expect(quality.rows).toMatchObject({ listings: 3, tracks: 2, published: null });
    expect(
      await bench.listings(
        'track, track_id, popularity, explicit, key, track_genres, first_of_track, published',
      ),
    ).toEqual(
      [0, 1, 0].map((track, i) => ({
        track,
        track_id: null,
        popularity: null,
        explicit: null,
        key: null,
        track_genres: [],
        first_of_track: i < 2,
        published: false,
      })),
    );
  });
});

describe('durations', () => {
  it.each([
    ['duration_ms', '180000'],
    ['Track Duration (ms)', '180000'],
    ['duration_s', '180'],
    ['Duration sec', '180'],
    ['duration_min', '3'],
    ['Duration', '180000'],
    ['length', '180'],
    ['duration', '3'],
  ])('reads %s of %s as three minutes', async (name, value) => {
    const quality = await bench.read(
      renamed(
        { duration_ms: name },
        rows(3).map((cells) => ({ ...cells, duration_ms: value })),
      ),
    );
    expect(await bench.column('duration_min')).toEqual([3, 3, 3]);
    const guessed = quality.issues.filter(({ code }) => code === 'guessed-unit');
    expect(guessed.length).toBe(/^(duration|length)$/i.test(name) ? 1 : 0);
  });

  it('lets a mapping state the unit', async () => {
    const table = rows(3).map((cells) => ({ ...cells, duration_ms: '20' }));
    await bench.read(renamed({ duration_ms: 'length' }, table), { map: { length: 'duration_s' } });
    expect(await bench.column('duration_min')).toEqual([20 / 60, 20 / 60, 20 / 60]);
  });
});

describe('cells', () => {
  it('reads ids out of URIs and addresses', async () => {
    const ids = [
      '4uLU6hMCjMI75M1A2tKUQC',
      'spotify:track:4uLU6hMCjMI75M1A2tKUQC',
      'https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC?si=x',
    ];
    await bench.read(csv(ids.map((track_id, i) => row(i, { track_id }))));
    expect(new Set(await bench.column('track_id'))).toEqual(new Set(['4uLU6hMCjMI75M1A2tKUQC']));
  });

  it('reads lists of artists and genres as other feeds write them', async () => {
    const artists = [`['Simon', "Garfunkel's"]`, '["A", "B"]', 'A;B; C', '[K]', "['It\\'s']"];
    await bench.read(
      csv(
        artists.map((text, i) =>
          row(i, { artists: text, track_genre: i === 0 ? "['folk', 'rock']" : 'pop' }),
        ),
      ),
    );
    expect(await bench.column('artist_list')).toEqual([
      ['Simon', "Garfunkel's"],
      ['A', 'B'],
      ['A', 'B', 'C'],
      ['[K]'],
      ["It's"],
    ]);
    expect(await bench.column('primary_artist')).toEqual(['simon', 'a', 'a', '[k]', "it's"]);
    expect(await bench.column('track_genres')).toEqual([
      ['folk', 'rock'],
      ['pop'],
      ['pop'],
      ['pop'],
      ['pop'],
    ]);
  });

  it('reads words for what is kept as a number', async () => {
    const words = [
      { explicit: 'TRUE', key: 'C#', mode: 'Major', time_signature: '4/4' },
      { explicit: '0', key: 'b♭'.toUpperCase().replace('B♭', 'Bb'), mode: 'minor', time_signature: '3/4' },
      { explicit: 'yes', key: '11.0', mode: '1', time_signature: '5' },
      { explicit: 'No', key: '-1', mode: '0.0', time_signature: '0' },
    ];
    const quality = await bench.read(csv(words.map((cells, i) => row(i, cells))));
    expect(quality.valid).toBe(true);
    expect(await bench.listings('explicit, key, mode, time_signature')).toEqual([
      { explicit: true, key: 1, mode: 1, time_signature: 4 },
      { explicit: false, key: 10, mode: 0, time_signature: 3 },
      { explicit: true, key: 11, mode: 1, time_signature: 5 },
      { explicit: false, key: -1, mode: 0, time_signature: 0 },
    ]);
  });

  it('takes only an empty field for missing', async () => {
    const names = ['NA', 'null', 'nan', 'NaN', 'None', '-', ' ', '0'];
    const quality = await bench.read(
      csv(names.map((text, i) => row(i, { track_name: text, album_name: text, artists: text }))),
    );
    expect(quality.rows).toMatchObject({ rejected: 0, published: names.length });
    expect(await bench.column('track_name')).toEqual(names);
    expect(quality.issues.filter(({ code }) => code.startsWith('missing'))).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { conditionsOf, rangeWords, withRange, withValue } from '../../src/pages/explore/conditions.js';
import { downloadName } from '../../src/pages/explore/download-name.js';

const column = (name: string, min: number, max: number) => ({
  name,
  title: name,
  unit: '',
  description: '',
  min,
  max,
  median: min,
  integer: false,
});
const info = { columns: [column('energy', 0, 1), column('tempo', 0, 243), column('key', 0, 11)] };

describe('conditions in words', () => {
  it('says what each is, and gives the filter without it', () => {
    const filter = {
      search: 'night',
      genres: ['techno', 'house'],
      explicit: true,
      ranges: { energy: [0.8, 1], tempo: [120, 140] },
    } as const;
    const found = conditionsOf(filter, info);
    expect(found.map(({ about, words }) => `${about} ${words}`.trim())).toEqual([
      'search “night”',
      'genre techno or house',
      'explicit',
      'energy 0.8 to 1',
      'tempo 120 to 140 BPM',
    ]);
    expect(found[3]?.without).toEqual({ ...filter, ranges: { tempo: [120, 140] } });
    expect(found[0]?.without).not.toHaveProperty('search');
  });

  it('shortens a long list of genres', () => {
    const genres = ['a', 'b', 'c', 'd', 'e', 'f'];
    expect(conditionsOf({ genres }, info)[0]?.words).toBe('a, b, c or 3 more');
    expect(conditionsOf({ genres: genres.slice(0, 4) }, info)[0]?.words).toBe('a, b, c or d');
  });

  it('says ranges as a musician would', () => {
    expect(rangeWords('key', [0, 4], { min: 0, max: 11 })).toBe('C to E');
    expect(rangeWords('mode', [1, 1], { min: 0, max: 1 })).toBe('major');
    expect(rangeWords('tempo', [0, 90], { min: 0, max: 243 })).toBe('up to 90 BPM');
    expect(rangeWords('tempo', [160, 243], { min: 0, max: 243 })).toBe('from 160 BPM');
    expect(rangeWords('loudness', [-12.5, -5], { min: -49, max: 4 })).toBe('−12.5 to −5 dB');
    expect(rangeWords('popularity', [70, 100], { min: 0, max: 100 })).toBe('from 70 points');
  });

  it('leaves no empty condition behind', () => {
    expect(withRange({ ranges: { energy: [0, 0.5] } }, 'energy', null)).toEqual({});
    expect(withValue({ search: 'x' }, 'search', '')).toEqual({});
    expect(withValue({ genres: ['x'] }, 'genres', [])).toEqual({});
    expect(withValue({}, 'explicit', false)).toEqual({ explicit: false });
  });
});

describe('the name of a download', () => {
  it('says what is in it', () => {
    expect(downloadName(1204, { ranges: { energy: [0.8, 1] }, genres: ['techno'] }, info, 'csv')).toBe(
      'trackscope-1204-listings-genre-techno-energy-0.8-to-1.csv',
    );
    expect(downloadName(5, {}, info, 'parquet')).toBe('trackscope-5-listings-all.parquet');
  });

  it('holds nothing that a file system minds', () => {
    const name = downloadName(
      1,
      { search: '../../etc/passwd\u0000:*?"<>|', artist: 'É'.repeat(300) },
      info,
      'csv',
    );
    expect(name).toMatch(/^trackscope-1-listings-[\p{L}\p{N}.-]+\.csv$/u);
    expect(name).not.toContain('..');
    expect(name.length).toBeLessThan(120);
  });
});

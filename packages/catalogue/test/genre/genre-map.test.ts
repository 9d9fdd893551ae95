import { describe, expect, it } from 'vitest';
import { macroGenre } from '../../src/genre/genre-map.js';
import { genreTags } from '../../src/genre/genre-tags.js';
import { GenreMapError, parseGenreMap } from '../../src/genre/parse-genre-map.js';
import { PUBLISHED_MACRO_GENRES, publishedMacroGenre } from '../../src/genre/published.js';
import { STYLE_MAP } from '../../src/genre/style-map.js';
import { GENRES } from './genres.js';

describe('the style map', () => {
  it('places every published genre, none of them in Other', () => {
    expect(GENRES).toHaveLength(114);
    expect(GENRES.filter((genre) => !Object.hasOwn(STYLE_MAP.macroOf, genre.replace(/-/g, ' ')))).toEqual([]);
    expect(GENRES.filter((genre) => macroGenre(genre, STYLE_MAP) === 'Other')).toEqual([]);
  });

  it('has 19 styles of the sizes it was proposed with', () => {
    const sizes = STYLE_MAP.macros.map(
      (macro) => GENRES.filter((genre) => macroGenre(genre, STYLE_MAP) === macro).length,
    );
    expect(sizes).toEqual([9, 11, 2, 4, 8, 15, 5, 5, 1, 6, 3, 6, 6, 2, 3, 7, 7, 10, 4]);
  });

  it('keeps together what the published rules split', () => {
    for (const family of [
      ['samba', 'pagode', 'mpb'],
      ['reggae', 'dub', 'dancehall'],
      ['soul', 'r-n-b', 'funk'],
    ])
      expect(new Set(family.map((genre) => macroGenre(genre, STYLE_MAP))).size).toBe(1);
  });

  it('reads hyphens, underscores, spaces and case alike', () => {
    for (const name of ['drum-and-bass', 'Drum and Bass', ' drum_and_bass '])
      expect(macroGenre(name, STYLE_MAP)).toBe('Bass, breaks & downtempo');
  });

  it('falls back to the last words, then to Other', () => {
    expect(macroGenre('melodic techno', STYLE_MAP)).toBe('House, techno & club');
    expect(macroGenre('norwegian black-metal', STYLE_MAP)).toBe('Metal & hardcore');
    expect(macroGenre('gamelan', STYLE_MAP)).toBe('Other');
    expect(macroGenre('constructor', STYLE_MAP)).toBe('Other');
    expect(macroGenre('', STYLE_MAP)).toBe('Other');
  });

  it('tags place and use beside the style', () => {
    expect(genreTags('j-dance')).toEqual({ place: 'Japan', use: 'dancing' });
    expect(genreTags('techno')).toEqual({ place: null, use: null });
    expect(genreTags('kids').use).toBe('children');
  });
});

describe('the published rules', () => {
  // From the table in the published pipeline's description: genres in each macro-genre.
  it('give the published number of genres', () => {
    const counts = Object.fromEntries(PUBLISHED_MACRO_GENRES.map((macro) => [macro, 0]));
    for (const genre of GENRES) counts[publishedMacroGenre(genre)]++;
    expect(counts).toEqual({
      Other: 63,
      'Electronic/Dance': 13,
      Pop: 9,
      Rock: 8,
      'Metal/Hardcore': 6,
      Latin: 5,
      'Jazz/Blues': 2,
      'Indie/Alternative': 2,
      Classical: 2,
      Country: 1,
      'R&B/Soul': 1,
      Folk: 1,
      'Hip-Hop/Rap': 1,
    });
  });

  it('keep the published faults', () => {
    expect(publishedMacroGenre('singer-songwriter')).toBe('Other');
    expect(publishedMacroGenre('hip-hop')).toBe('Hip-Hop/Rap');
    expect(publishedMacroGenre('punk-rock')).toBe('Rock');
    expect(publishedMacroGenre('punk')).toBe('Other');
    expect(publishedMacroGenre('pop-film')).toBe('Pop');
    expect(publishedMacroGenre('r-n-b')).toBe('Other');
  });
});

describe('a user’s genres', () => {
  it('overrides what it names and keeps the rest', () => {
    const map = parseGenreMap('genre,macro\n# mine\n\nTech-House,"Club, late"\npunk,Rock\n', 'mine.csv');
    expect(macroGenre('tech house', map)).toBe('Club, late');
    expect(macroGenre('punk', map)).toBe('Rock');
    expect(macroGenre('samba', map)).toBe('Brazil');
    expect(map.macros).toContain('Club, late');
    expect(STYLE_MAP.macros).not.toContain('Club, late');
    expect(macroGenre('punk', STYLE_MAP)).toBe('Punk, emo & ska');
  });

  it('drops a macro-genre that no genre is left in', () => {
    const map = parseGenreMap('indie;Guitars\nalternative;Guitars\nindie poptimism;Guitars', 'mine.csv');
    expect(map.macros).not.toContain('Indie & alternative');
  });

  it('reads JSON, tabs and a byte order mark', () => {
    expect(macroGenre('techno', parseGenreMap('\uFEFF{"techno": "Club"}', 'a.json'))).toBe('Club');
    expect(macroGenre('techno', parseGenreMap('techno\tClub', 'a.tsv'))).toBe('Club');
    expect(macroGenre('say "hi"', parseGenreMap('"say ""hi""",Odd', 'a.csv'))).toBe('Odd');
  });

  it.each([
    ['', 'mine.csv: expected at least one genre, found none', null],
    ['{}', 'mine.csv: expected at least one genre, found none', null],
    [
      'techno,Club\ntrance',
      'mine.csv, line 2: expected two fields, genre and macro-genre, found 1 in "trance"',
      2,
    ],
    ['a,b,c', 'mine.csv, line 1: expected two fields, genre and macro-genre, found 3 in "a,b,c"', 1],
    [
      '"a,b',
      'mine.csv, line 1: expected two fields, genre and macro-genre, found an unclosed quote in ""a,b"',
      1,
    ],
    ['techno,', 'mine.csv, line 1: expected a macro-genre for "techno", found an empty name', 1],
    [',Club', 'mine.csv, line 1: expected a genre, found an empty name', 1],
    [
      'techno,Club\n\nTechno,House',
      'mine.csv, line 3: expected each genre once, found "Techno" as "House" after "Club" in line 1',
      3,
    ],
    ['{\n"a": "b",\n"c": 5}', 'mine.csv, line 3: expected a macro-genre in quotes for "c", found 5', 3],
    ['[1]', 'mine.csv, line 1: expected one JSON object from genre to macro-genre, found a list', 1],
  ])('refuses %j', (text, message, line) => {
    const error = thrown(() => parseGenreMap(text, 'mine.csv'));
    expect(error.message).toBe(message);
    expect(error.line).toBe(line);
    expect(error.code).toBe('genre-map-unreadable');
  });

  it('names the line of broken JSON', () => {
    const error = thrown(() => parseGenreMap('{\n"a": "b",\n"c": "d"\n"e": "f"}', 'mine.json'));
    expect(error.line).toBe(4);
    expect(error.message).toContain('mine.json, line 4: expected JSON');
  });
});

function thrown(action: () => unknown): GenreMapError {
  try {
    action();
  } catch (error) {
    if (error instanceof GenreMapError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

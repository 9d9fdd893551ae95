import { describe, expect, it } from 'vitest';
import { sentence } from '../../src/report/input.js';
import { valueName } from '../../src/report/markup/column-words.js';
import { escapeText, html, name, printable, trusted } from '../../src/report/markup/html.js';
import {
  bytes,
  date,
  fixed,
  interval,
  list,
  percent,
  plural,
  seconds,
  shareInterval,
} from '../../src/report/markup/number.js';
import { table } from '../../src/report/markup/table.js';

describe('markup', () => {
  it('escapes what would end an element or an attribute', () => {
    expect(escapeText(`</script><b a="x" c='y'>&`)).toBe(
      '&lt;/script&gt;&lt;b a=&quot;x&quot; c=&#39;y&#39;&gt;&amp;',
    );
  });

  it('replaces what no document may hold and keeps line ends and emoji', () => {
    expect(printable('a\u0000b\u0007c\ud800d\u009fe\ufffe')).toBe('a\ufffdb\ufffdc\ufffdd\ufffde\ufffd');
    expect(printable('a\tb\nc 👩‍🎤 é')).toBe('a\tb\nc 👩‍🎤 é');
  });

  it('escapes holes, keeps markup, drops nothing but null and false', () => {
    expect(html`<p>${'<i>'}${trusted('<b>')}${null}${false}${0}${['a', '&']}</p>`.markup).toBe(
      '<p>&lt;i&gt;<b>0a&amp;</p>',
    );
  });

  it('isolates names from the text around them', () => {
    expect(name('\u202eabc<').markup).toBe('<bdi>\u202eabc&lt;</bdi>');
  });

  it('names the first cell of a row and carries sorting values', () => {
    const made = table(
      {
        caption: 'c',
        columns: [{ title: 'A' }, { title: 'N', numeric: true }],
        rows: [['x', { text: '1,000', sort: 1000 }]],
      },
      'label',
    ).markup;
    expect(made).toContain('<th scope="row">x</th><td class="num" data-sort="1000">1,000</td>');
    expect(made).toContain('role="region" tabindex="0" aria-label="label"');
  });
});

describe('numbers', () => {
  it('separates thousands, writes a true minus and no negative zero', () => {
    expect(fixed(1234567.891, 1)).toBe('1,234,567.9');
    expect(fixed(-0.58, 2)).toBe('−0.58');
    expect(fixed(-0.001, 2)).toBe('0.00');
    expect(fixed(Number.NaN, 2)).toBe('–');
    expect(fixed(null, 2)).toBe('–');
  });

  it('gives small shares a decimal', () => {
    expect([percent(0.5), percent(0.035), percent(0), percent(0.1234, 2)]).toEqual([
      '50\u202f%',
      '3.5\u202f%',
      '0\u202f%',
      '12.34\u202f%',
    ]);
  });

  it('writes intervals, times, sizes, dates and lists', () => {
    const e = { value: 0.105, low: 0.1032, high: 0.1068, n: 100 };
    expect(interval({ ...e, value: 34.64, low: 34.4, high: 34.8 }, 1)).toBe('34.6 (34.4 to 34.8)');
    expect(shareInterval(e)).toBe('10.5\u202f% (10.3 to 10.7)');
    expect([seconds(0.0312), seconds(1.25), seconds(131.4)]).toEqual(['31 ms', '1.3 s', '2 min 11 s']);
    expect([bytes(999), bytes(20_115_329)]).toEqual(['999 B', '20.1 MB']);
    expect(date('2026-03-03T14:05:09.123Z')).toBe('3 March 2026, 14:05 UTC');
    expect([list(['a']), list(['a', 'b']), list(['a', 'b', 'c'])]).toEqual(['a', 'a and b', 'a, b and c']);
    expect([plural(1, 'track'), plural(2000, 'track')]).toEqual(['one track', '2,000 tracks']);
  });

  it('reads keys, modes and metres as a musician does', () => {
    expect([0, 1, 11, -1].map((k) => valueName('key', k))).toEqual(['C', 'C♯', 'B', 'none']);
    expect([valueName('mode', 0), valueName('mode', 1), valueName('time_signature', 3)]).toEqual([
      'minor',
      'major',
      '3/4',
    ]);
  });

  it('keeps signs and units with their numbers', () => {
    expect(sentence('r = −0.58 in 3 % of all')).toBe('r\u00a0=\u00a0−0.58 in 3\u00a0% of all');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineIndex } from '../../src/ingest/line-index.js';
import { MAX_RECORD_BYTES, RecordScanner, type ScanOptions } from '../../src/ingest/records.js';

const CSV: ScanOptions = { dialect: { delimiter: ',', quote: '"' }, fields: null };

/** Scans a text in chunks of a size; records and rejects as text with their lines. */
function scan(text: string, options: ScanOptions = CSV, chunk = text.length + 1) {
  const records: string[] = [];
  const rejects: string[] = [];
  const index = new LineIndex();
  const bytes = Buffer.from(text);
  const scanner = new RecordScanner(
    options,
    {
      record: (buffer, start, end, offset) => {
        const content = Buffer.from(buffer.subarray(start, end)).toString();
        expect(bytes.subarray(offset, offset + end - start).toString()).toBe(content);
        records.push(content);
      },
      reject: ({ line, reason, content }) => rejects.push(`${line}: ${reason}: ${Buffer.from(content)}`),
    },
    index,
  );
  for (let at = 0; at < bytes.length; at += chunk) scanner.push(bytes.subarray(at, at + chunk));
  scanner.finish();
  return { records: records.map((content, i) => `${index.lineOf(i)}: ${content}`), rejects, scanner };
}

describe('RecordScanner', () => {
  it('finds records, their lines and their line ends', () => {
    const { records, scanner } = scan('a,b\r\n1,"x\r\n""y"""\n\n2,c\r3,d');
    expect(records).toEqual(['1: a,b', '2: 1,"x\r\n""y"""', '5: 2,c', '6: 3,d']);
    expect(scanner.lineEnds).toEqual({ lf: 1, crlf: 1, cr: 1 });
    expect(scanner.blankLines).toBe(1);
  });

  it('takes a quote for one only at the start of a field, one space before it forgiven', () => {
    const { records, rejects } = scan('12" mix,b\na"b,c"\n "x,\ny" ,z\n  "p,q"\n');
    expect(records).toEqual(['1: 12" mix,b', '2: a"b,c"', '3:  "x,\ny" ,z', '5:   "p,q"']);
    expect(rejects).toEqual([]);
  });

  it('rejects a record of another number of fields whole', () => {
    const { records, rejects } = scan('a,b\n1\n1,2,3\n"x\ny"\n1,2\n', { ...CSV, fields: 2 });
    expect(records).toEqual(['1: a,b', '6: 1,2']);
    expect(rejects).toEqual([
      '2: 1 field, the header has 2: 1',
      '3: 3 fields, the header has 2: 1,2,3',
      '4: 1 field, the header has 2: "x\ny"',
    ]);
  });

  it('gives up one line of a malformed record', () => {
    const { records, rejects } = scan('a,b\n1,"open\n2,b\n3,"x"y\n4,"d\n5,e');
    expect(records).toEqual(['1: a,b', '3: 2,b', '6: 5,e']);
    expect(rejects).toEqual([
      '2: text after a closing quote: 1,"open',
      '4: text after a closing quote: 3,"x"y',
      '5: a quote is opened and never closed: 4,"d',
    ]);
  });

  it('holds no more of an endless record than its limit', () => {
    const long = 'x'.repeat(3 * MAX_RECORD_BYTES);
    const { records, rejects } = scan(`a,b\n${long}\nc,"${long}\nd,e`, CSV, 100_000);
    expect(records).toEqual(['1: a,b', '4: d,e']);
    expect(rejects.map((text) => text.slice(0, 40))).toEqual([
      '2: longer than 2,000,000 bytes: xxxxxxxx',
      '3: a quote is opened and never closed: c',
    ]);
    expect(rejects.every((text) => text.length < MAX_RECORD_BYTES + 60)).toBe(true);
  });

  it('reads lines as records when nothing is quoted', () => {
    const { records } = scan('{"a": "x\\"y"}\n{"b": 1,\n', { dialect: null, fields: null });
    expect(records).toEqual(['1: {"a": "x\\"y"}', '2: {"b": 1,']);
  });

  it('finds the same, however the bytes are cut', () => {
    const pieces = fc.constantFrom('a', ',', '"', '\n', '\r', '\r\n', ' ', 'é', '\0', '""', ',"');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (parts, chunk) => {
        const text = parts.join('');
        const whole = scan(text);
        const cut = scan(text, CSV, chunk);
        expect([cut.records, cut.rejects]).toEqual([whole.records, whole.rejects]);
      }),
      { numRuns: 500, seed: 11 },
    );
  });

  it('loses no line: records, rejects and blank lines make the whole', () => {
    const pieces = fc.constantFrom('a', ',', '"', '\n', 'b', '""', ',"', '",');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        const { records, rejects } = scan(parts.join(''), { ...CSV, fields: 2 });
        const bare = [...records, ...rejects].join('').replace(/[^ab]/g, '').length;
        const expected = parts.join('').replace(/[^ab]/g, '').length;
        // Reasons hold the letters a and b; what they add is known.
        const added =
          rejects.join('').length - rejects.map((text) => text.replace(/^\d+: [^:]+: /, '')).join('').length;
        const reasons = rejects.map((text) => /^\d+: [^:]+: /.exec(text)![0].replace(/[^ab]/g, '').length);
        expect(bare - reasons.reduce((sum, n) => sum + n, 0)).toBe(expected);
        expect(added).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 300, seed: 12 },
    );
  });
});

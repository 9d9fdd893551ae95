import { createRandom, type Table, table } from '@trackscope/learn';
import { describe, expect, it } from 'vitest';
import { type AuditSubject, audit } from '../../src/index.js';

const ROWS = 400;
const random = createRandom(3);
const artist = Int32Array.from({ length: ROWS }, (_, row) => Math.floor(row / 4));
const target = Float64Array.from({ length: ROWS }, (_, row) =>
  Math.round(Math.max(0, Math.min(100, 50 + 30 * Math.sin(artist[row]! * 7) + 20 * (random.next() - 0.5)))),
);
const noise = Float64Array.from({ length: ROWS }, () => random.next());
const signal = target.map((value, row) => value + 60 * (noise[row]! - 0.5));
const everyRow = Uint32Array.from({ length: ROWS }, (_, row) => row);
const unlike = Int32Array.from(everyRow);
/** Artists are held out whole: every fifth of them. */
const test = everyRow.filter((row) => artist[row]! % 5 === 0);
const train = everyRow.filter((row) => artist[row]! % 5 !== 0);

function features(columns: Record<string, Float64Array>, rows: Uint32Array): Table {
  return table(
    Object.entries(columns).map(([name, values]) => ({
      kind: 'numeric',
      name,
      values: Float32Array.from(rows, (row) => values[row]!),
    })),
  );
}

function subject(columns: Record<string, Float64Array>, changes: Partial<AuditSubject> = {}): AuditSubject {
  const sides = { train: changes.train ?? train, test: changes.test ?? test };
  return {
    protocol: 'made-up',
    unit: 'track',
    ...sides,
    features: { train: features(columns, sides.train), test: features(columns, sides.test) },
    target,
    identities: [
      { name: 'track', words: 'their track', codes: unlike, severity: 'severe' },
      { name: 'artist', words: 'their artist', codes: artist, severity: 'severe' },
    ],
    categories: [{ name: 'artist', codes: artist }],
    ...changes,
  };
}

const found = async (of: AuditSubject) => {
  const made = await audit(of);
  return {
    made,
    severe: made.findings.filter((f) => f.severity === 'severe').map((f) => `${f.code} ${f.subject}`),
  };
};

/** Mean of each artist over the given rows, with a row's own label or without it. */
function artistMean(labels: Float64Array, over: Uint32Array, own: boolean): Float64Array {
  const overall = over.reduce((sum, row) => sum + labels[row]!, 0) / over.length;
  return Float64Array.from(everyRow, (row) => {
    const others = over.filter((o) => artist[o] === artist[row] && (own || o !== row));
    return others.length === 0 ? overall : others.reduce((sum, o) => sum + labels[o]!, 0) / others.length;
  });
}

describe('audit', () => {
  it('passes clean data', async () => {
    const { made, severe } = await found(subject({ noise, signal }));
    expect(severe).toEqual([]);
    expect(made.passed).toBe(true);
    const drift = made.findings.find(({ code }) => code === 'drift')!;
    expect(drift.severity).toBe('note');
    expect(drift.numbers.auc).toBeGreaterThan(0.3);
    expect(drift.numbers.auc).toBeLessThan(0.7);
  });

  it('counts rows that have a twin in training, by hand', async () => {
    // Every fourth row of each artist is held out: all of them have their artist in training; tracks in pairs: row 4k + 3 with 4k + 2.
    const sides = {
      test: everyRow.filter((row) => row % 4 === 3),
      train: everyRow.filter((row) => row % 4 !== 3),
    };
    const pairs = Int32Array.from(everyRow, (row) =>
      row % 8 === 3 || row % 8 === 2 ? Math.floor(row / 8) : 1000 + row,
    );
    const { made, severe } = await found(
      subject(
        { noise },
        {
          ...sides,
          identities: [
            { name: 'recording', words: 'their recording', codes: pairs, severity: 'severe' },
            { name: 'artist', words: 'their artist', codes: artist, severity: 'note' },
          ],
        },
      ),
    );
    expect(severe).toEqual(['shared-rows recording']);
    const [recording] = made.findings;
    expect(recording!.numbers).toEqual({ rows: 50, heldOut: 100, share: 0.5 });
    expect(recording!.message).toContain('50.0 %');
    expect(made.findings.find(({ subject: name }) => name === 'artist')!.numbers.share).toBe(1);
    expect(made.passed).toBe(false);
  });

  it('finds a mean that has the answer in it', async () => {
    const leak = artistMean(target, everyRow, true);
    const { severe } = await found(subject({ noise, leak }));
    expect(severe).toContain('target-statistic leak');
    expect(severe).toContain('strong-feature leak');
  });

  it('finds the label itself, and a feature that alone explains too much', async () => {
    const mostly = target.map((value, row) => (row % 3 === 0 ? value : value + 9 * (noise[row]! - 0.5)));
    const { severe } = await found(subject({ noise, mostly }));
    expect(severe).toEqual(['own-label mostly', 'strong-feature mostly']);
  });

  it('finds an encoder that saw the rows it scores, or held-out labels', async () => {
    const encoders = (own: boolean, over: Uint32Array) => ({
      build: (labels: Float64Array) => {
        const made = artistMean(labels, over, own);
        return { train: features({ made }, train), test: features({ made }, test) };
      },
      train,
      test,
      names: new Set(['made']),
    });
    const honest = await found(subject({ noise }, { encoders: encoders(false, train) }));
    expect(honest.severe).toEqual([]);
    const own = await found(subject({ noise }, { encoders: encoders(true, train) }));
    expect(own.severe).toEqual(['encoder-saw-row made']);
    const all = await found(subject({ noise }, { encoders: encoders(false, everyRow) }));
    expect(all.severe).toEqual(['held-out-label made']);
  });

  it('takes a strong feature for what it is when its encoder is proven blind', async () => {
    const strong = target.map((value, row) => value + 20 * (noise[row]! - 0.5));
    const build = () => ({ train: features({ strong }, train), test: features({ strong }, test) });
    const { made, severe } = await found(
      subject({ strong }, { encoders: { build, train, test, names: new Set(['strong']) } }),
    );
    expect(severe).toEqual([]);
    expect(made.findings.find(({ code }) => code === 'strong-feature')!.severity).toBe('note');
  });

  it('warns when held-out rows are unlike training rows', async () => {
    const heldOut = new Set(test);
    const moved = noise.map((value, row) => value + (heldOut.has(row) ? 2 : 0));
    const { made } = await found(subject({ moved }));
    const drift = made.findings.find(({ code }) => code === 'drift')!;
    expect(drift.severity).toBe('warning');
    expect(drift.numbers.auc).toBeGreaterThan(0.95);
  });
});

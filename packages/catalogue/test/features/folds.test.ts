import { describe, expect, it } from 'vitest';
import { PROTOCOLS, protocolPlan, unitRows } from '../../src/index.js';
import { codedTracks, madeCatalogue } from './small-catalogue.js';

const made = madeCatalogue();
const tracks = codedTracks(made);

describe('fold plans of honest protocols', () => {
  for (const protocol of PROTOCOLS) {
    for (const unit of ['track', 'recording'] as const) {
      it(`${protocol.name} by ${unit} never lets a held-out row meet its like in training`, () => {
        const rows = unitRows(tracks, unit);
        for (const seed of [0, 1, 2]) {
          const plan = protocolPlan(tracks, rows, protocol, 5, seed);
          const heldOut = new Set<number>();
          for (const { train, test } of plan.folds) {
            const trained = Array.from(train, (i) => made[rows.rows[i]!]!);
            const recordings = new Set(trained.map((t) => t.recording));
            const performers = new Set(trained.flatMap((t) => t.artists));
            for (const i of test) {
              const held = made[rows.rows[i]!]!;
              expect(recordings.has(held.recording)).toBe(false);
              if (protocol.heldOutTogether === 'artists')
                expect(performers.has(held.artists[0]!)).toBe(false);
              expect(heldOut.has(i)).toBe(false);
              heldOut.add(i);
            }
          }
          expect(heldOut.size).toBe(rows.rows.length);
        }
      });
    }
  }

  it('leaves guest appearances of held-out artists out of training, and only where artists are held out', () => {
    const rows = unitRows(tracks, 'track');
    const sizes = PROTOCOLS.map((protocol) => {
      const [first] = protocolPlan(tracks, rows, protocol, 5, 0).folds;
      return rows.rows.length - first!.train.length - first!.test.length;
    });
    expect(sizes.map((left) => left > 0)).toEqual([false, true, false, true]);
  });

  it('refuses fewer groups than folds', () => {
    const few = codedTracks(madeCatalogue(3, 10));
    const protocol = PROTOCOLS.find(({ name }) => name === 'new-artist')!;
    expect(() => protocolPlan(few, unitRows(few, 'track'), protocol, 5, 0)).toThrow(/folds must be/);
  });
});

describe('rows of a unit', () => {
  it('gives a recording the popularity of its best release, and chooses its release without looking at it', () => {
    const rows = unitRows(tracks, 'recording');
    const best = new Map<number, number>();
    for (const t of made) best.set(t.recording, Math.max(best.get(t.recording) ?? 0, t.popularity));
    expect(rows.rows.length).toBe(best.size);
    for (const row of rows.rows) expect(rows.target[row]).toBe(best.get(made[row]!.recording));
    const turned = codedTracks(made.map((t) => ({ ...t, popularity: 100 - t.popularity })));
    expect(Array.from(unitRows(turned, 'recording').rows)).toEqual(Array.from(rows.rows));
  });

  it('leaves tracks without a popularity out, and keeps them in the counts', () => {
    const gaps = codedTracks(
      made.map((t, i) => ({ ...t, popularity: i % 4 === 0 ? Number.NaN : t.popularity })),
    );
    const rows = unitRows(gaps, 'track');
    expect(rows.rows.length).toBe(made.filter((_, i) => i % 4 !== 0).length);
    expect(gaps.rows).toBe(made.length);
  });
});

import { describe, expect, it, vi } from 'vitest';
import type { ReportInput } from '../../src/report/input.js';
import { renderReport } from '../../src/report/render-report.js';
import { page } from './drawn.js';
import { honestAudit, honestEvaluation, honestInput } from './fixtures/honest.js';
import { HOSTILE, syntheticInput } from './fixtures/synthetic.js';

const SMALL = { tracks: 300, genres: 12 };

/** Renders, and refuses any warning and any number that is none. */
function rendered(input: ReportInput): { html: string; document: Document } {
  const warn = vi.spyOn(console, 'warn');
  const html = renderReport(input);
  expect(warn.mock.calls).toEqual([]);
  warn.mockRestore();
  const words = html.replace(/<(script|style)>[\s\S]*?<\/\1>/g, '');
  expect(words.match(/.{0,60}(?:NaN|Infinity|undefined).{0,40}/g)).toBeNull();
  return { html, document: page(html) };
}

const input = honestInput(SMALL);
const { html, document } = rendered(input);
const text = (id: string) => document.getElementById(id)!.textContent!;

describe('a page with honest protocols', () => {
  it('answers what drives popularity before the models, and first of all at the top', () => {
    const order = [...document.querySelectorAll('main > section')].map((e) => e.id);
    expect(order.indexOf('drivers')).toBe(order.indexOf('models') - 1);
    const first = document.querySelector('#headlines a')!;
    expect(first.textContent).toContain('Known artist, by recording (R² 0.83)');
    expect(first.getAttribute('href')).toBe('#figure-driver-families');
  });

  it('has unique ids, live links, and no skipped level of heading', () => {
    const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const a of document.querySelectorAll('a')) expect(ids).toContain(a.getAttribute('href')!.slice(1));
    const levels = [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((h) => Number(h.tagName[1]));
    levels.slice(1).forEach((level, i) => {
      expect(level).toBeLessThanOrEqual(levels[i]! + 1);
    });
  });

  it('describes every picture, captions every figure and has the numbers behind it', () => {
    for (const svg of document.querySelectorAll('svg')) expect(svg.getAttribute('aria-label')).toBeTruthy();
    for (const f of document.querySelectorAll('#drivers figure, #models figure')) {
      expect(f.querySelector('figcaption h3')?.textContent, f.id).toBeTruthy();
      expect(f.querySelector('figcaption p')?.textContent, f.id).toBeTruthy();
      // The falls stand in the table of the shares.
      if (f.id !== 'figure-driver-falls') expect(f.querySelector('table'), f.id).not.toBeNull();
    }
  });

  it('names the protocol and its unit in every figure of the chapter', () => {
    const figures = [...document.querySelectorAll('#drivers figure')];
    expect(figures.map((f) => f.id.replace('figure-', ''))).toEqual([
      'knowledge',
      'protocol-scores',
      'driver-families',
      'driver-falls',
      'sound-beyond-genre',
      'interactions',
      'driver-curves',
      'sound-curves',
    ]);
    for (const f of figures.slice(1)) expect(f.textContent, f.id).toMatch(/, by (recording|track|listing)/);
  });

  it('puts the published figure beside the honest ones, and says why they differ', () => {
    expect(text('figure-protocol-scores')).toContain(
      'The published way of judging gives R² 0.80 (optimistic); without leaks R² lies between 0.34 and 0.85',
    );
    expect(text('drivers')).toContain(
      'artist_popularity alone reaches R² 0.735, because it contains answers',
    );
    expect(text('drivers')).toMatch(/31\.3.% share their track and 36\.4.% share their recording/);
  });

  it('computes the plain answer from the shares', () => {
    // Of 0.36 + 0.24 + 0.17 + 0.13 + 0.06 + 0.04 the sound is 4 %; of 0.13 + 0.06 + 0.04 it is 17 %.
    expect(text('drivers')).toMatch(/the sound of a track is 4.%/);
    expect(text('drivers')).toMatch(
      /Where least is known, sound is 17.% \(At release, new artist, by recording\)/,
    );
  });

  it('says what may not be concluded and what is of the catalogue’s making', () => {
    expect(text('drivers')).toContain('Nothing here is causal');
    expect(text('drivers')).toContain('What may not be concluded');
    expect(text('figure-artefacts')).toContain('30.5');
  });

  it('folds each protocol away under its figures, the first one open, the optimistic last', () => {
    const parts = [...document.querySelectorAll('details.protocol')];
    expect(parts.map((p) => p.id)).toEqual([
      'protocol-known-artist',
      'protocol-new-artist',
      'protocol-at-release-known',
      'protocol-at-release-new',
      'protocol-published',
    ]);
    expect(parts.map((p) => p.hasAttribute('open'))).toEqual([true, false, false, false, false]);
    expect(parts[1]!.querySelector('summary')!.textContent).toMatch(
      /by recording R² 0\.674\s±\s0\.011 \(boosted\)/,
    );
    for (const p of parts.slice(0, 4)) expect(p.querySelectorAll('figure')).toHaveLength(8);
    for (const f of parts[4]!.querySelectorAll('figure')) expect(f.querySelector('.badge')).not.toBeNull();
  });

  it('shows every protocol, unit and model once at a glance, the best in bold', () => {
    const rows = [...document.querySelectorAll('#figure-models > .sideways tbody tr')];
    expect(rows).toHaveLength(9);
    for (const r of rows) expect(r.querySelectorAll('b')).toHaveLength(1);
    expect(rows[0]!.querySelector('.badge')).not.toBeNull();
    expect(rows[1]!.querySelector('b')!.textContent).toMatch(/^0\.834\s±\s0\.007$/);
  });

  it('ranks with dashes where a fold is too small', () => {
    const row = [...document.querySelectorAll('#figure-ranking-new-artist tbody tr')].find((r) =>
      r.textContent!.includes('linear'),
    )!;
    expect([...row.querySelectorAll('td')].map((c) => c.textContent)[3]).toBe('–');
  });

  it('tells classes with every model, and what always saying the most frequent would reach', () => {
    // (900 + 300 + 100) of 2,000.
    expect(text('figure-classes-new-artist')).toMatch(
      /By recording: boosted tells low, medium and high right for 65\.0.% of held-out rows; .* 50\.0.%/,
    );
    expect(text('figure-classes-new-artist')).toContain('low: 0 to 40, medium: 41 to 70 and high: 71 to 100');
    const row = [...document.querySelectorAll('#figure-classes-new-artist tbody tr')].find((r) =>
      r.textContent!.startsWith('track, boosted'),
    )!;
    expect([...row.querySelectorAll('td')].map((c) => c.textContent!.replace('\u202f', ' '))).toEqual([
      '65.0 %',
      '0.600',
      '90.0 %',
      '50.0 %',
      '25.0 %',
    ]);
  });

  it('gives error and bias of every group beside its coverage', () => {
    const rows = [...document.querySelectorAll('#figure-coverage-new-artist tbody tr')];
    const dance = rows.find((r) => r.textContent!.includes('recording, boosted: dance'))!;
    // The second of the genres: 8 + 1 and 3 − 1.
    expect([...dance.querySelectorAll('td')].slice(3).map((c) => c.textContent)).toEqual(['9.0', '2.0']);
    expect(text('figure-coverage-new-artist')).toMatch(/error of boosted is largest in \S+ \(14\.0 points/);
  });

  it('tells the audit plainly: what failed first, the rest folded away', () => {
    expect(text('figure-audit')).toContain('Published, by listing (optimistic): 4 severe findings');
    const items = [...document.querySelectorAll('#figure-audit .issue')];
    expect(items).toHaveLength(9);
    expect(items[0]!.textContent).toContain('✕ failed');
    expect(document.querySelectorAll('#figure-audit > .issues > .issue')).toHaveLength(1);
  });

  it('keeps hostile text as text', () => {
    expect(html).not.toContain(HOSTILE.script);
    expect(html).not.toContain(HOSTILE.attribute);
  });
});

describe('what is not there', () => {
  it('honest protocols: no chapter, and the models as they were', () => {
    const plain = rendered(syntheticInput(SMALL)).document;
    expect(plain.getElementById('drivers')).toBeNull();
    expect(plain.querySelector('details.protocol')).toBeNull();
    expect(plain.querySelectorAll('#models figure')).toHaveLength(8);
  });

  it('drivers: the protocols still stand beside each other', () => {
    const { document: d } = rendered({ ...input, explanation: null });
    expect([...d.querySelectorAll('#drivers figure')].map((f) => f.id)).toEqual([
      'figure-knowledge',
      'figure-protocol-scores',
    ]);
    expect(d.querySelectorAll('#protocol-known-artist figure')).toHaveLength(5);
  });

  it('audit: no word of it', () => {
    const { document: d } = rendered({ ...input, audit: null });
    expect(d.getElementById('figure-audit')).toBeNull();
    expect(d.getElementById('drivers')!.textContent).not.toContain('artist_popularity');
  });

  it('a published protocol: no failure is told', () => {
    const evaluation = honestEvaluation();
    const { document: d } = rendered({
      ...input,
      evaluation: {
        ...evaluation,
        evaluation: evaluation.evaluation.filter((e) => e.protocol !== 'published'),
      },
      audit: honestAudit().filter((a) => a.passed),
    });
    expect(d.getElementById('figure-protocol-scores')!.textContent).toContain(
      'Without leaks R² lies between',
    );
    expect(d.getElementById('figure-audit')!.textContent).toContain('no answer reaches the models');
  });

  it('anything but R² in a quick run: marked as quick, no empty figure', () => {
    const evaluation = honestEvaluation();
    const bare = evaluation.evaluation
      .filter((e) => e.unit === 'recording' && e.model !== 'forest')
      .map(
        ({
          protocol,
          unit,
          model,
          rows,
          trainRows,
          mae,
          rmse,
          r2,
          fitSeconds,
          predictSeconds,
          baseline,
        }) => ({
          protocol,
          unit,
          model,
          rows,
          trainRows,
          mae,
          rmse,
          r2,
          r2Sd: null,
          folds: 1,
          fitSeconds,
          predictSeconds,
          quick: true,
          ...(baseline ? { baseline } : {}),
        }),
      );
    const { document: d } = rendered({
      ...input,
      evaluation: { ...evaluation, evaluation: bare },
      explanation: null,
      audit: null,
    });
    expect(d.querySelectorAll('#protocol-known-artist figure')).toHaveLength(1);
    expect(d.getElementById('models')!.textContent).toContain('quick');
    expect(d.getElementById('models')!.textContent).not.toContain('±\u00a0–');
  });

  it('the zero spike both ways: told where it was asked for, a gain only beyond its spread', () => {
    const both = (gain: number, sd: number | null) =>
      ({
        protocol: 'new-artist',
        unit: 'recording',
        model: 'boosted',
        folds: 5,
        rows: 2790,
        zeroShare: 0.105,
        auc: 0.91,
        brier: 0.052,
        brierShare: 0.094,
        r2: { mean: 0.7 + gain, sd: 0.02 },
        r2Single: { mean: 0.7, sd: 0.02 },
        gain: { mean: gain, sd },
      }) as const;
    const told = (gain: number, sd: number | null) =>
      rendered({ ...input, evaluation: { ...honestEvaluation(), twoPart: [both(gain, sd)] } })
        .document.getElementById('figure-two-part')!
        .textContent!.replace(/\u202f|\u00a0/g, ' ');
    expect(told(0.01, 0.004)).toContain(
      'New artist, by recording: 10.5 % of held-out rows have popularity 0; two models are better than one (0.710 against 0.700).',
    );
    expect(told(-0.01, 0.004)).toContain('two models are worse than one');
    expect(told(0.003, 0.004)).toContain('within the spread over folds');
    expect(told(0.003, null)).toContain('within the spread over folds');
    expect(document.getElementById('figure-two-part')).toBeNull();
  });

  it('an ablation: tabled where it was asked for, each step against the one before', () => {
    const evaluation = honestEvaluation();
    const step = (families: string[], r2: number) =>
      ({
        protocol: 'new-artist',
        unit: 'track',
        model: 'boosted',
        families,
        columns: 9,
        folds: 5,
        r2,
        r2Sd: 0.01,
      }) as const;
    const ablation = [
      step(['sound'], 0.1),
      step(['sound', 'genre'], 0.42),
      step(['sound', 'genre', 'title'], 0.41),
    ];
    const { document: d } = rendered({ ...input, evaluation: { ...evaluation, ablation } });
    const figure = d.getElementById('figure-ablation')!;
    expect(figure.textContent).toContain('genre brings R² from 0.100 to 0.420 (New artist, by track)');
    const steps = [...figure.querySelectorAll('tbody tr')].map((r) => r.lastElementChild!.textContent);
    expect(steps).toEqual(['–', '+0.320', '−0.010']);
  });

  it('interactions, artefacts, curves and sound: the rest of the chapter stands', () => {
    const drivers = input.explanation!.drivers!;
    const { document: d } = rendered({
      ...input,
      explanation: {
        ...input.explanation!,
        drivers: {
          ...drivers,
          models: drivers.models.slice(0, 1).map((m) => ({ ...m, curves: [] })),
          soundBeyondGenre: null,
          interactions: [],
          artefacts: [],
          statements: [],
        },
      },
    });
    expect([...d.querySelectorAll('#drivers figure')].map((f) => f.id.replace('figure-', ''))).toEqual([
      'knowledge',
      'protocol-scores',
      'driver-families',
      'driver-falls',
    ]);
    // Without a computed sentence the figure speaks for itself.
    expect(d.getElementById('figure-driver-families')!.textContent).toMatch(/release context 36.%/);
  });
});

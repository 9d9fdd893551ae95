import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { PUBLISHED_DATASET } from '../../src/fetch/published-dataset.js';
import { toYaml } from '../../src/report/card/front-matter.js';
import { plainText } from '../../src/report/card/markdown.js';
import type { ReportInput } from '../../src/report/input.js';
import { renderModelCard } from '../../src/report/model-card.js';
import { honestInput } from './fixtures/honest.js';
import { HOSTILE, syntheticInput } from './fixtures/synthetic.js';

const SMALL = { tracks: 300, genres: 12 };

interface FrontMatter {
  license?: string;
  license_name?: string;
  library_name: string;
  datasets?: string[];
  tags: string[];
  metrics: string[];
  'model-index'?: {
    name: string;
    results: {
      task: { type: string };
      dataset: { type: string; name: string; config: string; split: string };
      metrics: { type: string; name: string; value: number }[];
    }[];
  }[];
}

function card(input: ReportInput): { front: FrontMatter; body: string } {
  const text = renderModelCard(input);
  expect(text).not.toMatch(/NaN|Infinity|undefined/);
  const [, yaml, body] = /^---\n([\s\S]*?)\n---\n\n([\s\S]*)$/.exec(text)!;
  return { front: parse(yaml!, { strict: true }) as FrontMatter, body: body! };
}

function withSource(over: Partial<ReportInput['manifest']['source']>): ReportInput {
  const input = honestInput(SMALL);
  return { ...input, manifest: { ...input.manifest, source: { ...input.manifest.source, ...over } } };
}

describe('the head of the card', () => {
  const { front } = card(honestInput(SMALL));

  it('has what the hub asks for', () => {
    expect(front.license).toBe('odbl');
    expect(front.library_name).toBe('trackscope');
    expect(front.tags).toContain('tabular-regression');
    expect(front.metrics).toEqual(['r2', 'mae', 'rmse', 'spearmanr', 'precision']);
    expect(front.datasets).toBeUndefined();
  });

  it('has one entry for each protocol, unit and model, the optimistic named so, and no baseline', () => {
    const index = front['model-index']!;
    expect(index).toHaveLength(4 + 4 * 2 * 3);
    const names = index.map((m) => m.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((n) => n.includes('(optimistic)'))).toEqual([
      'linear, published, by listing (optimistic)',
      'forest, published, by listing (optimistic)',
      'boosted, published, by listing (optimistic)',
      'boosted-tuned, published, by listing (optimistic)',
    ]);
    for (const m of index) {
      const [result] = m.results;
      expect(result!.task.type).toBe('tabular-regression');
      expect(result!.dataset.name).toBe('synthetic & <tracks>.csv');
      for (const metric of result!.metrics) {
        expect(Number.isFinite(metric.value)).toBe(true);
        expect(metric.name).toContain(result!.dataset.config);
        if (result!.dataset.config === 'published') expect(metric.name).toContain('(optimistic)');
      }
    }
    const boosted = index.find((m) => m.name === 'boosted, known-artist, by track')!;
    expect(boosted.results[0]!.metrics.find((m) => m.type === 'r2')!.value).toBe(0.852);
  });

  it('names the published dataset and a licence that the hub does not know', () => {
    const published = card(withSource({ sha256: PUBLISHED_DATASET.sha256, licence: null })).front;
    expect(published.datasets).toEqual(['maharshipandya/spotify-tracks-dataset']);
    expect(published.license).toBe('odbl');
    const odd = card(withSource({ licence: 'By agreement: "ask us"\n# no' })).front;
    expect(odd.license).toBe('other');
    expect(odd.license_name).toContain('"ask us"');
    expect(card(withSource({ licence: null })).front.license).toBeUndefined();
  });

  it('is read back as it was written, whatever a name holds', () => {
    for (const text of [
      ...Object.values(HOSTILE),
      '---\nlicense: mit',
      '- x: [y',
      '{{ %tag }} #',
      '"\'\\',
      'null',
      '1e3',
      '\u2028',
    ]) {
      const { front: made } = card(withSource({ name: text }));
      expect(made.license).toBe('odbl');
      expect(made['model-index']![0]!.results[0]!.dataset.name.length).toBeGreaterThan(0);
      expect(parse(toYaml({ a: [{ b: wellFormed(text), c: [1, true] }] }))).toEqual({
        a: [{ b: wellFormed(text), c: [1, true] }],
      });
    }
  });
});

describe('the card', () => {
  const { body } = card(honestInput(SMALL));

  it('says what it is for, what not, how it was judged and what its limits are', () => {
    expect([...body.matchAll(/^## (.*)$/gm)].map((m) => m[1])).toEqual([
      'Intended use',
      'Out of scope',
      'Data',
      'How it was judged',
      'Intervals',
      'Leakage audit',
      'What drives popularity',
      'Limits',
      'How to reproduce',
    ]);
    expect(body).toContain('Nothing here is causal');
    expect(body).toContain('The score belongs to a release');
  });

  it('has a table for each protocol and unit with baselines, the optimistic marked', () => {
    const heads = [...body.matchAll(/^### (.*)$/gm)].map((m) => m[1]);
    expect(heads).toHaveLength(9);
    expect(heads[0]).toBe('Published, by listing (optimistic)');
    expect(body).toMatch(/\| artist mean \(baseline\) \| 0\.490\s±\s0\.014 \|/);
    for (const row of body.split('\n').filter((l) => l.startsWith('| ')))
      expect(row.endsWith(' |')).toBe(true);
  });

  it('keeps catalogue text from becoming markup', () => {
    expect(body).not.toContain('<script>');
    expect(plainText('[a](b) *c* `d` | <e>\n# f')).toBe('\\[a\\](b) \\*c\\* \\`d\\` \\| &lt;e&gt; \\# f');
  });

  it('calls a synthetic catalogue synthetic', () => {
    const { front, body: made } = card(withSource({ synthetic: true }));
    expect(front.tags).toContain('synthetic');
    expect(made).toContain('> **Synthetic.**');
    expect(front['model-index']![0]!.results[0]!.dataset.name).toContain('(synthetic)');
    expect(body).not.toContain('> **Synthetic.**');
  });

  it('stands without models, and without honest protocols', () => {
    const none = card({ ...syntheticInput(SMALL), evaluation: null, explanation: null });
    expect(none.front['model-index']).toBeUndefined();
    expect(none.body).toContain('No model was judged in this run.');
    expect(card(syntheticInput(SMALL)).front['model-index']).toHaveLength(6);
  });
});

/** The text without halves of surrogate pairs, which no file can hold. */
function wellFormed(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text));
}

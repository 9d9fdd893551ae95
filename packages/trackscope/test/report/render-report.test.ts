import { createHash } from 'node:crypto';
import type { Profile } from '@trackscope/catalogue';
import { describe, expect, it, vi } from 'vitest';
import { PUBLISHED_DATASET } from '../../src/fetch/published-dataset.js';
import { renderReport } from '../../src/report/render-report.js';
import { page } from './drawn.js';
import { HOSTILE, syntheticInput, syntheticManifest, syntheticQuality } from './fixtures/synthetic.js';

const input = syntheticInput();
const warn = vi.spyOn(console, 'warn');
const report = renderReport(input);
const warnings = warn.mock.calls.length;
warn.mockRestore();
const document = page(report);

describe('the page', () => {
  it('is drawn without a warning, the same each time', () => {
    expect(warnings).toBe(0);
    expect(renderReport(input) === report).toBe(true);
  });

  it('stays under 2.5 MB with 114 genres', () => {
    expect(Buffer.byteLength(report)).toBeLessThan(2_500_000);
  });

  it('asks for nothing from anywhere', () => {
    expect(report).not.toMatch(/<(?:link|img|iframe|object|embed|base|source|audio|video)\b/i);
    expect(report).not.toMatch(/\ssrc(?:set)?=/i);
    expect(report).not.toMatch(/@import|@font-face/);
    for (const [, href] of report.matchAll(/\shref="([^"]*)"/g)) expect(href).toMatch(/^#/);
    for (const [, url] of report.matchAll(/url\(([^)]*)\)/g)) expect(url).toMatch(/^#/);
  });

  it('lets only its own script run', () => {
    const scripts = [...report.matchAll(/<script>([\s\S]*?)<\/script>/g)];
    expect(scripts).toHaveLength(1);
    const hash = createHash('sha256').update(scripts[0]![1]!).digest('base64');
    const policy = document
      .querySelector('meta[http-equiv="Content-Security-Policy"]')!
      .getAttribute('content')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`script-src 'sha256-${hash}'`);
    expect(report).not.toMatch(/<[^>]*\son\w+="/);
  });

  it('has unique ids, and every link in it leads somewhere', () => {
    const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const a of document.querySelectorAll('a')) expect(ids).toContain(a.getAttribute('href')!.slice(1));
  });

  it('has one h1 and skips no level of heading', () => {
    const levels = [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((h) => Number(h.tagName[1]));
    expect(levels.filter((l) => l === 1)).toHaveLength(1);
    expect(levels[0]).toBe(1);
    levels.slice(1).forEach((level, i) => {
      expect(level).toBeLessThanOrEqual(levels[i]! + 1);
    });
  });

  it('has a caption and a described picture in every figure, and numbers behind its charts', () => {
    const figures = [...document.querySelectorAll('figure')];
    expect(figures.length).toBeGreaterThan(20);
    for (const f of figures) {
      expect(f.querySelector('figcaption h3')?.textContent, f.id).toBeTruthy();
      expect(f.querySelector('figcaption p')?.textContent, f.id).toBeTruthy();
    }
    for (const svg of document.querySelectorAll('svg')) expect(svg.getAttribute('aria-label')).toBeTruthy();
    const without = figures
      .filter((f) => f.querySelector('svg') && !f.querySelector('table'))
      .map((f) => f.id);
    // The same numbers stand in the table of the figure before.
    expect(without).toEqual(['figure-strongest-pairs', 'figure-genre-shares']);
  });

  it('gives its parts in the order of the score', () => {
    const order = [...document.querySelectorAll('main > *')].map((e) => e.id || e.className);
    expect(order).toEqual([
      'headlines',
      'contents',
      'source',
      'popularity',
      'columns',
      'correlations',
      'moods',
      'against',
      'durations',
      'genre-popularity',
      'genre-sound',
      'top',
      'models',
      'published',
      'appendix',
    ]);
  });

  it('opens with the weightiest findings, each linked to its figure', () => {
    const links = [...document.querySelectorAll('#headlines a')];
    expect(links).toHaveLength(6);
    expect(links[0]!.getAttribute('href')).toBe('#figure-popularity');
    expect(links[0]!.textContent).toContain('exactly 0');
  });

  it('shows every finding with its condition in the appendix', () => {
    expect(document.querySelectorAll('.all-findings > li')).toHaveLength(input.profile.findings.length);
    expect(document.querySelector('#finding-unplaced code')!.textContent).toContain('energy > 0.5');
  });

  it('says optimistic and why beside every figure of the published protocol', () => {
    const figures = [...document.querySelectorAll('figure')].filter((f) =>
      f.id.endsWith('-published-listing'),
    );
    expect(figures.map((f) => f.id)).toHaveLength(4);
    for (const f of figures) {
      expect(f.querySelector('.badge')?.textContent, f.id).toBe('optimistic');
      expect(f.textContent).toContain('answers leak into it');
    }
    const honest = [...document.querySelectorAll('figure')].filter((f) =>
      f.id.endsWith('-new-artist-recording'),
    );
    expect(honest.length).toBeGreaterThan(0);
    for (const f of honest) expect(f.querySelector('.badge')).toBeNull();
    const rows = [...document.querySelectorAll('#figure-models tbody tr')];
    expect(rows.filter((r) => r.textContent!.includes('optimistic'))).toHaveLength(4);
  });
});

it('cites the published dataset with links that load nothing', () => {
  const source = { ...input.quality.source, sha256: PUBLISHED_DATASET.sha256 };
  const made = page(
    renderReport({ ...syntheticInput({ tracks: 200, genres: 5 }), quality: { ...input.quality, source } }),
  );
  const out = [...made.querySelectorAll('a')]
    .map((a) => a.getAttribute('href')!)
    .filter((h) => !h.startsWith('#'));
  expect(out).toEqual([`https://doi.org/${PUBLISHED_DATASET.doi}`, PUBLISHED_DATASET.licenceUrl]);
});

describe('hostile text', () => {
  it('stays text', () => {
    expect(report).not.toContain(HOSTILE.script);
    expect(report).not.toContain(HOSTILE.attribute);
    expect(report).not.toContain('<b>bold</b>');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
    expect(report).not.toMatch(/[\u0000\u0007]/);
    const names = [...document.querySelectorAll('bdi')].map((b) => b.textContent);
    expect(names).toContain(HOSTILE.rtl);
    expect(names).toContain(HOSTILE.emoji);
    expect(names).toContain(HOSTILE.script);
    const columns = document.getElementById('columns')!.textContent!;
    expect(columns).toContain(`${HOSTILE.emoji} (91)`);
    expect(columns).toContain('nul\ufffd bell\ufffd lone \ufffd end (3)');
  });
});

describe('what is not there', () => {
  const text = (over: Partial<ReturnType<typeof syntheticInput>>, options = {}) => {
    const spy = vi.spyOn(console, 'warn');
    const html = renderReport({ ...syntheticInput({ tracks: 300, genres: 12, ...options }), ...over });
    expect(spy.mock.calls).toEqual([]);
    spy.mockRestore();
    const words = html.replace(/<(script|style)>[\s\S]*?<\/\1>/g, '');
    expect(words.match(/.{0,60}(?:NaN|Infinity|undefined).{0,40}/g)).toBeNull();
    return page(html);
  };
  const part = (d: Document, id: string) => d.getElementById(id)!;

  it('popularity: says so, draws no empty chart', () => {
    const d = text({ evaluation: null, explanation: null }, { popularity: false });
    for (const id of ['popularity', 'moods', 'against', 'durations', 'genre-popularity']) {
      expect(part(d, id).querySelector('.absent')?.textContent, id).toContain('no popularity');
      expect(part(d, id).querySelector('svg'), id).toBeNull();
    }
    expect(part(d, 'models').textContent).toContain('Nothing can be learnt without popularity');
    expect(part(d, 'columns').querySelector('svg')).not.toBeNull();
    expect(part(d, 'genre-sound').querySelector('svg')).not.toBeNull();
  });

  it('genres: says so', () => {
    const d = text({}, { genres: 0 });
    expect(part(d, 'genre-popularity').textContent).toContain('names no genres');
    expect(part(d, 'genre-sound').textContent).toContain('names no genres');
  });

  it('models: says so', () => {
    expect(part(text({ evaluation: null, explanation: null }), 'models').textContent).toContain(
      'No model was fitted',
    );
  });

  it('figures beside the models: keeps the comparison', () => {
    const d = text({ explanation: null });
    expect(d.querySelectorAll('#models figure')).toHaveLength(2);
  });

  it('more than one row: still a page', () => {
    const d = text({ evaluation: null, explanation: null }, { tracks: 1, genres: 1 });
    expect(part(d, 'correlations').textContent).toContain('need two columns that vary');
    expect(d.querySelectorAll('section')).toHaveLength(14);
  });

  it('everything: still a page', () => {
    const bare: Profile = {
      ...syntheticInput({ tracks: 300, genres: 0, popularity: false }).profile,
      columns: [],
      text: [],
      correlations: { columns: [], pearson: [], spearman: [] },
      target: null,
      mood: { classes: [], quadrants: [] },
      pairs: [],
      leaders: { genres: [], artists: [], albums: [] },
      findings: [],
    };
    const quality = syntheticQuality({ issues: [], columns: [] });
    const d = text({ profile: bare, quality, evaluation: null, explanation: null });
    expect(d.querySelectorAll('svg')).toHaveLength(0);
    expect(d.querySelectorAll('.absent').length).toBeGreaterThanOrEqual(10);
    expect(d.getElementById('headlines')).toBeNull();
  });
});

describe('a synthetic catalogue', () => {
  it('is labelled at the top and at the end, a real one is not', () => {
    const quality = syntheticQuality();
    const source = { ...quality.source, synthetic: true };
    const made = page(
      renderReport({
        ...syntheticInput({ tracks: 200, genres: 5 }),
        quality: { ...quality, source },
        manifest: syntheticManifest({ ...quality, source }),
      }),
    );
    for (const place of ['header', 'footer'])
      expect(made.querySelector(`${place} .banner`)?.textContent).toContain('Synthetic demo catalogue');
    expect(document.querySelector('.banner')).toBeNull();
  });
});

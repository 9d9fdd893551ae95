import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { boosted, metrics, takeRows } from '@trackscope/learn';
import { readCompact } from '@trackscope/learn/formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentProgress } from '../../src/cli/progress.js';
import { writeDemo } from '../../src/demo/write-demo.js';
import { openEngine } from '../../src/engine/engine.js';
import { describeExport } from '../../src/export/describe-export.js';
import { type ExportOptions, type ExportSummary, exportSite } from '../../src/export/export-site.js';
import { loadPublished } from '../../src/modelling/published-data.js';
import { runCatalogue } from '../../src/pipeline/run.js';
import { openListings } from '../../src/queries/listings.js';
import { openScorer } from '../../src/score/open-scorer.js';
import type { Manifest } from '../../src/workspace/format.js';
import { openListings as listingsView } from '../../src/workspace/listings.js';
import { openWorkspace, type Workspace } from '../../src/workspace/read.js';

const folder = mkdtempSync(join(tmpdir(), 'trackscope-export-'));
const app = join(folder, 'app');
const never = new AbortController().signal;
let workspace: Workspace;
let site: string;
let found: ExportSummary;

const run = (options: Partial<ExportOptions> & { to: string }, signal = never, of = workspace) =>
  exportSite(of, { app, ...options }, silentProgress(), signal);

beforeAll(async () => {
  mkdirSync(join(app, 'assets'), { recursive: true });
  writeFileSync(
    join(app, 'index.html'),
    '<!doctype html><html lang="en" data-source="served"><p>app</p></html>',
  );
  writeFileSync(join(app, 'app.js'), 'void 0;');
  writeFileSync(join(app, 'app.js.map'), '{}');
  writeFileSync(join(app, 'assets', 'note.svg'), '<svg/>');
  const csv = join(folder, 'demo.csv');
  await writeDemo(csv, { rows: 1500 });
  const out = join(folder, 'ws');
  await runCatalogue(
    {
      source: csv,
      out,
      models: ['linear', 'boosted'],
      protocols: ['published', 'at-release-new'],
      quick: true,
      allowLeaks: true,
      threads: 1,
    },
    silentProgress(),
    never,
  );
  workspace = await openWorkspace(out);
  site = join(folder, 'site');
  found = await run({ to: site, formats: ['xgboost', 'onnx'], withCatalogue: true });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** All files of a folder, by their names from it on. */
function filesOf(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .sort();
}

/** What a data script hands to the page, by running it. */
function scriptData(name: string): Uint8Array {
  const text = readFileSync(join(site, 'data', `${name}.js`), 'utf8');
  const given: [string, string][] = [];
  new Function('trackscopeData', text)((...args: [string, string]) => given.push(args));
  expect(given).toHaveLength(1);
  expect(given[0]![0]).toBe(name);
  return gunzipSync(Buffer.from(given[0]![1], 'base64'));
}

describe('a site', () => {
  it('has the app, told that its data are script files, without source maps', () => {
    expect(readFileSync(join(site, 'index.html'), 'utf8')).toContain('data-source="exported"');
    expect(readFileSync(join(site, 'index.html'), 'utf8')).not.toContain('served');
    expect(filesOf(site)).toEqual(
      expect.arrayContaining(['app.js', 'assets/note.svg', 'report.html', 'MODEL_CARD.md']),
    );
    expect(filesOf(site)).not.toContain('app.js.map');
  });

  it('has every document byte for byte, and a manifest of what is there', () => {
    for (const name of ['quality.json', 'profile.json', 'evaluation.json', 'explain.json'])
      expect(Buffer.from(scriptData(name)).equals(readFileSync(join(workspace.directory, name))), name).toBe(
        true,
      );
    const manifest = JSON.parse(Buffer.from(scriptData('workspace.json')).toString()) as Manifest;
    expect({ ...manifest, files: [] }).toEqual({ ...workspace.manifest, files: [] });
    for (const name of manifest.files)
      expect(
        [join('data', `${name}.js`), name].some((file) => filesOf(site).includes(file)),
        name,
      ).toBe(true);
    expect(manifest.files.some((name) => name.includes('.published.'))).toBe(false);
  });

  it('has listings that open', () => {
    expect(openListings(new Uint8Array(scriptData('listings.bin'))).listings).toBe(
      workspace.manifest.rows.listings,
    );
  });

  it('has models that answer as those of the workspace', async () => {
    const { files } = JSON.parse(Buffer.from(scriptData('workspace.json')).toString()) as Manifest;
    const wish = { protocol: 'at-release-new', unit: 'recording' } as const;
    const there = await openScorer(async (name) => new Uint8Array(scriptData(name)), files, wish);
    const here = await openScorer(
      async (name) => readFileSync(join(workspace.directory, name)),
      workspace.manifest.files,
      wish,
    );
    const track = { genres: ['techno'], sound: { energy: 0.9, danceability: 0.7, tempo: 130 } };
    expect(there.answer(track)).toEqual(here.answer(track));
  });

  it('states what the small form of a published model costs, on rows that it was not fitted on', async () => {
    const [model] = found.about.compact;
    expect(model).toMatchObject({ model: 'boosted', file: 'models/boosted.published.compact' });
    const { ensemble, schema } = readCompact(readFileSync(join(site, model!.file)));
    expect(ensemble.treeStarts.length - 1).toBe(model!.cost.trees.after);
    expect(schema.map(({ name }) => name)).toContain('artist_popularity');
    // R² of the whole model on the held-out rows, by itself.
    const engine = await openEngine({ threads: 1 });
    await listingsView(engine, workspace);
    const data = await loadPublished(engine);
    engine.close();
    const rows = data.test.slice(0, 4000);
    const file = JSON.parse(readFileSync(join(workspace.directory, 'models/boosted.published.json'), 'utf8'));
    const predicted = boosted.fromJSON(file.body).predict(takeRows(data.trees, rows));
    const actual = Float64Array.from(rows, (row) => data.popularity[row]!);
    expect(model!.rows).toBe(rows.length);
    expect(model!.cost.r2!.before).toBeCloseTo(metrics(actual, predicted).r2, 6);
    expect(Math.abs(model!.cost.r2!.after - model!.cost.r2!.before)).toBeLessThan(0.01);
    expect(describeExport(found)).toMatch(
      /boosted \(published, optimistic\) in small form: .* held-out rows/,
    );
  });

  it('has models for other tools, and says which have no form there', () => {
    const names = filesOf(site).filter((name) => name.startsWith('formats/'));
    expect(names).toEqual(
      expect.arrayContaining([
        'formats/boosted.published.ubj',
        'formats/boosted.published.onnx',
        'formats/linear.published.onnx',
        'formats/boosted.at-release-new.recording.ubj',
      ]),
    );
    expect(names).not.toContain('formats/linear.published.ubj');
    expect(found.about.formats).toContainEqual({
      model: 'linear.published',
      format: 'xgboost',
      left: 'XGBoost has no form for it',
    });
  });

  it('counts its files and bytes', () => {
    const files = filesOf(site);
    expect(found.files).toBe(files.length);
    expect(found.bytes).toBe(files.reduce((sum, name) => sum + statSync(join(site, name)).size, 0));
    expect(JSON.parse(readFileSync(join(site, 'about.json'), 'utf8'))).toMatchObject({
      format: 'trackscope-site',
      source: { synthetic: true },
      compact: found.about.compact,
    });
    expect(files).toContain('catalogue.parquet');
  });
});

describe('exporting', () => {
  const leftovers = () => readdirSync(folder).filter((name) => name.startsWith('.'));

  it('replaces an older export whole, and leaves what is only in that', async () => {
    const to = join(folder, 'again');
    const plain = {
      ...workspace,
      manifest: { ...workspace.manifest, files: ['workspace.json', 'profile.json'] },
    };
    await run({ to }, never, plain);
    writeFileSync(join(to, 'stray.txt'), 'x');
    const first = await run({ to }, never, plain);
    expect(filesOf(to)).not.toContain('stray.txt');
    expect(filesOf(to)).not.toContain('catalogue.parquet');
    expect(first.about.compact).toEqual([]);
    expect(leftovers()).toEqual([]);
  });

  it('refuses folders that are no export', async () => {
    const to = join(folder, 'mine');
    mkdirSync(to);
    writeFileSync(join(to, 'about.json'), '{"format":"something else"}');
    await expect(run({ to })).rejects.toMatchObject({ code: 'not-a-site' });
    expect(filesOf(to)).toEqual(['about.json']);
    await expect(run({ to: join(app, 'app.js') })).rejects.toMatchObject({ code: 'not-a-site' });
  });

  it('leaves nothing, and an older export as it was, when it fails or is stopped', async () => {
    const before = filesOf(site).map((name) => [name, statSync(join(site, name)).mtimeMs]);
    const broken = { ...workspace, directory: join(folder, 'nothing-here') };
    await expect(run({ to: join(folder, 'new') }, never, broken)).rejects.toMatchObject({
      code: 'workspace-damaged',
    });
    await expect(run({ to: site }, never, broken)).rejects.toThrow();
    await expect(run({ to: site, app: join(folder, 'no-app') })).rejects.toMatchObject({
      code: 'app-not-built',
    });
    const stopped = AbortSignal.abort(new Error('stopped'));
    await expect(run({ to: site }, stopped)).rejects.toThrow('stopped');
    expect(filesOf(site).map((name) => [name, statSync(join(site, name)).mtimeMs])).toEqual(before);
    expect(readdirSync(folder)).not.toContain('new');
    expect(leftovers()).toEqual([]);
  });

  it('refuses catalogues that no browser could hold', async () => {
    const rows = { ...workspace.manifest.rows, listings: 1_000_001 };
    await expect(
      run({ to: join(folder, 'large') }, never, { ...workspace, manifest: { ...workspace.manifest, rows } }),
    ).rejects.toMatchObject({ code: 'too-many-listings' });
  });
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProgressDisplay } from '../cli/progress.js';
import { openEngine } from '../engine/engine.js';
import { lockEngine } from '../engine/lock.js';
import { listingsFile } from '../queries/listings-file.js';
import { VERSION } from '../version.js';
import type { Manifest } from '../workspace/format.js';
import { openListings } from '../workspace/listings.js';
import type { Workspace } from '../workspace/read.js';
import { writeApp } from './app-files.js';
import { type CompactModel, heldOutRows, writeCompact } from './compact-models.js';
import { type ForeignFormat, type ForeignModel, writeForeign } from './foreign-models.js';
import { planSite, type SitePlan } from './plan-site.js';
import { ABOUT_FILE, draftSite, SITE_FORMAT } from './site-draft.js';
import { type PartSize, SiteWriter } from './site-writer.js';

export interface ExportOptions {
  readonly to: string;
  /** Folder of the built app. Default: that of this package. */
  readonly app?: string;
  /** Include `catalogue.parquet`. Default: false, as the listings that the app shows are in the site anyhow. */
  readonly withCatalogue?: boolean;
  /** Write the models for other tools too. Default: none. */
  readonly formats?: readonly ForeignFormat[];
}

/** `about.json` of a site, and what `export --json` prints with the folder. */
export interface SiteAbout {
  readonly format: typeof SITE_FORMAT;
  readonly formatVersion: 1;
  readonly tool: { readonly name: 'trackscope'; readonly version: string };
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly source: Pick<Manifest['source'], 'name' | 'sha256' | 'synthetic' | 'licence'>;
  readonly rows: Manifest['rows'];
  /** Without this file. */
  readonly parts: readonly PartSize[];
  /** Published models in small form, and what that costs. */
  readonly compact: readonly CompactModel[];
  readonly formats: readonly ForeignModel[];
}

export interface ExportSummary {
  readonly directory: string;
  readonly bytes: number;
  readonly files: number;
  readonly about: SiteAbout;
}

const APP = fileURLToPath(new URL('../../app', import.meta.url));

/**
 * Writes a workspace and the app as a static site that opens from any server, and from a disk. It appears whole or not at all.
 * @throws UserError `not-a-site`, `cannot-write`, `app-not-built`, `too-many-listings`, `workspace-damaged`, `model-damaged`
 */
export async function exportSite(
  workspace: Workspace,
  options: ExportOptions,
  progress: ProgressDisplay,
  signal: AbortSignal,
): Promise<ExportSummary> {
  const plan = planSite(workspace.manifest);
  const draft = await draftSite(options.to);
  const site = new SiteWriter(draft.directory);
  const step = async <T>(title: string, body: () => Promise<T>): Promise<T> => {
    signal.throwIfAborted();
    const shown = progress.step(title);
    try {
      const result = await body();
      shown.succeed();
      return result;
    } catch (error) {
      shown.fail();
      throw error;
    }
  };
  try {
    await step('Copying the app', () => writeApp(site, options.app ?? APP));
    await step('Packing the listings', async () =>
      site.script('listings', 'listings.bin', await listingsFile(workspace)),
    );
    await step('Packing documents and models', () => writeData(site, workspace, plan, signal));
    const compact = await writeCompactModels(site, workspace, plan, step);
    const formats = await writeFormats(site, workspace, plan, options.formats ?? [], step, draft.directory);
    if (options.withCatalogue) {
      await step('Copying the catalogue', () =>
        site.copy('catalogue', 'catalogue.parquet', join(workspace.directory, 'catalogue.parquet')),
      );
    }
    signal.throwIfAborted();
    const about = aboutSite(workspace.manifest, site.parts, compact, formats);
    await site.write('app', ABOUT_FILE, `${JSON.stringify(about, null, 1)}\n`);
    await draft.publish();
    const sum = (of: 'bytes' | 'files') => site.parts.reduce((total, part) => total + part[of], 0);
    return { directory: options.to, bytes: sum('bytes'), files: sum('files'), about };
  } catch (error) {
    await draft.discard();
    throw error;
  }
}

type Step = <T>(title: string, body: () => Promise<T>) => Promise<T>;

async function writeData(
  site: SiteWriter,
  { directory, manifest }: Workspace,
  plan: SitePlan,
  signal: AbortSignal,
): Promise<void> {
  // The app asks the manifest what there is: it names what the site has.
  const files = ['workspace.json', ...plan.documents, ...plan.scorerFiles, ...plan.beside];
  const shown: Manifest = { ...manifest, files };
  await site.script('data', 'workspace.json', Buffer.from(JSON.stringify(shown)));
  for (const name of plan.documents) await site.script('data', name, await readFile(join(directory, name)));
  for (const name of plan.scorerFiles) {
    signal.throwIfAborted();
    await site.script('models', name, await readFile(join(directory, name)));
  }
  for (const name of plan.beside) await site.copy('report', name, join(directory, name));
}

async function writeCompactModels(
  site: SiteWriter,
  workspace: Workspace,
  plan: SitePlan,
  step: Step,
): Promise<CompactModel[]> {
  for (const name of plan.small) await site.copy('compact', name, join(workspace.directory, name));
  if (plan.compact.length === 0) return [];
  const engine = await openEngine();
  try {
    await openListings(engine, workspace);
    await lockEngine(engine, [workspace.directory]);
    const held = await step('Reading held-out rows', () => heldOutRows(engine));
    const found: CompactModel[] = [];
    for (const model of plan.compact)
      found.push(await step(`Making ${model} small`, () => writeCompact(site, workspace, model, held)));
    return found;
  } finally {
    engine.close();
  }
}

async function writeFormats(
  site: SiteWriter,
  workspace: Workspace,
  plan: SitePlan,
  formats: readonly ForeignFormat[],
  step: Step,
  draft: string,
): Promise<ForeignModel[]> {
  if (formats.length === 0) return [];
  const written: ForeignModel[] = [];
  for (const name of plan.models) {
    const small = `${name.slice(0, -'.json'.length)}.compact`;
    const compact = await readFile(join(draft, small)).catch(() => null);
    written.push(
      ...(await step(`Writing ${name} as ${formats.join(' and ')}`, () =>
        writeForeign(site, workspace.directory, name, formats, compact),
      )),
    );
  }
  return written;
}

function aboutSite(
  { source, rows }: Manifest,
  parts: readonly PartSize[],
  compact: readonly CompactModel[],
  formats: readonly ForeignModel[],
): SiteAbout {
  const { name, sha256, synthetic, licence } = source;
  return {
    format: SITE_FORMAT,
    formatVersion: 1,
    tool: { name: 'trackscope', version: VERSION },
    created: new Date().toISOString(),
    source: { name, sha256, synthetic, licence },
    rows,
    parts,
    compact,
    formats,
  };
}

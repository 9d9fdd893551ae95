import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LoadFile } from '../../score/contract.js';
import type { Workspace } from '../../workspace/read.js';
import { APP_POLICY, selfContainedPolicy } from '../guard/security-headers.js';
import { Shelf } from './shelf.js';
import { type StoredFile, storeFile } from './stored-file.js';

/** Where the built app lies, seen from `src/server/files` and from `dist/server/files` alike. */
export const APP_FOLDER = fileURLToPath(new URL('../../../app', import.meta.url));

/** Workspace documents that the app reads. */
export const DOCUMENTS = [
  'workspace.json',
  'quality.json',
  'profile.json',
  'evaluation.json',
  'explain.json',
  'audit.json',
] as const;

/** Listings as columns, as the app reads them. */
export const LISTINGS = 'listings.bin';

export interface ShelfSources {
  readonly workspace: Workspace;
  readonly load: LoadFile;
  /** Folder of the built app; it need not be there. */
  readonly app: string;
  /** Makes {@link LISTINGS}. */
  readonly listings: () => Promise<Uint8Array>;
}

/** Everything that is served as a file. The app is read now, the data when they are first asked for. */
export async function fillShelf({ workspace, load, app, listings }: ShelfSources): Promise<Shelf> {
  const shelf = new Shelf();
  for (const [path, file] of await appFiles(app)) shelf.put(path, () => Promise.resolve(file));
  const listed = new Set(workspace.manifest.files);
  const put = (path: string, name: string, policy?: (text: string) => string) => {
    if (!listed.has(name)) return;
    shelf.put(path, async () => {
      const bytes = await load(name);
      return storeFile(name, bytes, policy ? policy(Buffer.from(bytes).toString('utf8')) : null);
    });
  };
  put('/report.html', 'report.html', selfContainedPolicy);
  put('/MODEL_CARD.md', 'MODEL_CARD.md');
  for (const name of DOCUMENTS) put(`/data/${name}`, name);
  for (const name of listed) if (isScorerFile(name)) put(`/data/${name}`, name);
  shelf.put(`/data/${LISTINGS}`, async () => storeFile(LISTINGS, await listings()));
  return shelf;
}

/** Models of the honest protocols and their features; the published ones are read by the command line alone. */
function isScorerFile(name: string): boolean {
  return /^models\/[\w.-]+\.(?:json|bin)$/.test(name) && !/\.published\.(?:json|bin)$/.test(name);
}

async function appFiles(folder: string): Promise<[string, StoredFile][]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.')).map((e) => e.name);
  if (!names.includes('index.html')) return [];
  return Promise.all(
    names.map(async (name): Promise<[string, StoredFile]> => {
      const page = name === 'index.html';
      const file = await storeFile(name, await readFile(join(folder, name)), page ? APP_POLICY : null);
      return [page ? '/' : `/${name}`, file];
    }),
  );
}

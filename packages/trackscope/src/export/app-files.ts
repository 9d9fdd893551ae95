import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { UserError } from '../errors/user-error.js';
import type { SiteWriter } from './site-writer.js';

const PAGE = 'index.html';
const SERVED = 'data-source="served"';
const EXPORTED = 'data-source="exported"';

/**
 * Copies the built app, its page told that data come from script files.
 * @throws UserError `app-not-built`
 */
export async function writeApp(site: SiteWriter, app: string): Promise<void> {
  const names = await filesIn(app);
  if (!names.includes(PAGE)) {
    throw new UserError(
      'app-not-built',
      `no app at ${app}: it has no ${PAGE}`,
      'Build it with: npm run build',
    );
  }
  for (const name of names) {
    if (name === PAGE)
      await site.write('app', PAGE, exportedPage(await readFile(join(app, PAGE), 'utf8'), app));
    else await site.copy('app', name, join(app, name));
  }
}

function exportedPage(html: string, app: string): string {
  if (html.split(SERVED).length !== 2) {
    throw new UserError(
      'app-not-built',
      `${join(app, PAGE)} does not say ${SERVED} once`,
      'Build the app anew.',
    );
  }
  return html.replace(SERVED, EXPORTED);
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

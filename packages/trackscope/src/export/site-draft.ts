import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { draftFolder, type FolderDraft, type FolderKind } from '../workspace/draft-folder.js';

/** Says what a site is, and that the folder is one of ours. */
export const ABOUT_FILE = 'about.json';
export const SITE_FORMAT = 'trackscope-site';

const SITE: FolderKind = {
  what: 'an exported site',
  refusal: 'not-a-site',
  option: '--to',
  async foreign(directory) {
    try {
      const about = JSON.parse(await readFile(join(directory, ABOUT_FILE), 'utf8')) as { format?: unknown };
      if (about?.format === SITE_FORMAT) return null;
    } catch {
      // Nothing that we wrote is unreadable.
    }
    return `holds other files and no ${ABOUT_FILE} of an exported site`;
  },
};

/**
 * Starts a site at `to`: written beside it and put in its place at the end.
 * @throws UserError `not-a-site` when something else is there, `cannot-write`
 */
export function draftSite(to: string): Promise<FolderDraft> {
  return draftFolder(to, SITE);
}

import type { StoredFile } from './stored-file.js';

/**
 * Files by the paths under which they are served. A path of a request is looked up here and nowhere else, so that
 * none reaches the disk.
 */
export class Shelf {
  private readonly makers = new Map<string, () => Promise<StoredFile>>();
  private readonly made = new Map<string, Promise<StoredFile>>();

  /** Puts a file on the shelf; it is made when it is first asked for, and kept. */
  put(path: string, make: () => Promise<StoredFile>): void {
    this.makers.set(path, make);
  }

  has(path: string): boolean {
    return this.makers.has(path);
  }

  /** Null for a path that is not on the shelf. A file that could not be made is tried again the next time. */
  async get(path: string): Promise<StoredFile | null> {
    const make = this.makers.get(path);
    if (!make) return null;
    let file = this.made.get(path);
    if (!file) {
      file = make();
      this.made.set(path, file);
      file.catch(() => this.made.delete(path));
    }
    return file;
  }
}

import { copyFile, mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** What a file of a site belongs to. */
export type SitePart =
  | 'app'
  | 'data'
  | 'listings'
  | 'models'
  | 'report'
  | 'compact'
  | 'formats'
  | 'catalogue';

/** What one part of a site came to. */
export interface PartSize {
  readonly part: SitePart;
  readonly files: number;
  readonly bytes: number;
}

const packed = promisify(gzip);

/** Writes the files of a site and keeps count. */
export class SiteWriter {
  private readonly written = new Map<string, { readonly part: SitePart; readonly bytes: number }>();

  constructor(private readonly directory: string) {}

  /** @param name from the site's folder on, with slashes */
  async write(part: SitePart, name: string, content: string | Uint8Array): Promise<number> {
    await writeFile(await this.place(name), content);
    return this.counted(part, name);
  }

  /** Copies a file as it is. */
  async copy(part: SitePart, name: string, from: string): Promise<number> {
    await copyFile(from, await this.place(name));
    return this.counted(part, name);
  }

  /**
   * Writes data as a script: it opens from a disk, where a page may not fetch. Scripts call
   * `trackscopeData(name, base64 of gzip)`.
   */
  async script(part: SitePart, name: string, bytes: Uint8Array): Promise<number> {
    const base64 = (await packed(bytes, { level: 9 })).toString('base64');
    return this.write(part, `data/${name}.js`, `trackscopeData(${JSON.stringify(name)},"${base64}");\n`);
  }

  get parts(): PartSize[] {
    const sizes = new Map<SitePart, PartSize>();
    for (const { part, bytes } of this.written.values()) {
      const { files = 0, bytes: before = 0 } = sizes.get(part) ?? {};
      sizes.set(part, { part, files: files + 1, bytes: before + bytes });
    }
    return [...sizes.values()];
  }

  private async place(name: string): Promise<string> {
    const path = join(this.directory, name);
    await mkdir(dirname(path), { recursive: true });
    return path;
  }

  private async counted(part: SitePart, name: string): Promise<number> {
    const bytes = (await stat(join(this.directory, name))).size;
    this.written.set(name, { part, bytes });
    return bytes;
  }
}

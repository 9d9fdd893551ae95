import type { Audit, Profile, QualityReport } from '@trackscope/catalogue';
import {
  type CatalogueQueries,
  type Evaluation,
  type Explanation,
  type Manifest,
  openCatalogue,
  openScorer,
  type Scorer,
} from 'trackscope/browser';
import { pageSource, type Source, SourceError } from './source.js';

/** The documents of a workspace, each read once and when it is first asked for. */
export class WorkspaceData {
  readonly source: Source;
  readonly #kept = new Map<string, Promise<unknown>>();
  /** One function for all: scorers that share files know by it that these are the same. */
  readonly #load = (name: string) => this.source.bytes(name);

  constructor(source: Source = pageSource()) {
    this.source = source;
  }

  get manifest(): Promise<Manifest> {
    return this.#json('workspace.json');
  }
  get quality(): Promise<QualityReport> {
    return this.#json('quality.json');
  }
  get profile(): Promise<Profile> {
    return this.#json('profile.json');
  }
  /** Null where nothing was judged. */
  get evaluation(): Promise<Evaluation | null> {
    return this.#optional('evaluation.json');
  }
  get explanation(): Promise<Explanation | null> {
    return this.#optional('explain.json');
  }
  get audit(): Promise<readonly Audit[] | null> {
    return this.#optional<{ audits: readonly Audit[] }>('audit.json').then((found) => found?.audits ?? null);
  }

  /** Answers about listings. */
  get catalogue(): Promise<CatalogueQueries> {
    return this.#once('catalogue', async () => {
      const { rows } = await this.manifest;
      return openCatalogue({
        listings: rows.listings,
        load: this.#load,
        post: this.source.served ? (body) => this.post('api/query', body) : null,
      });
    });
  }

  /** The kept models of a protocol and unit. */
  scorer(protocol: Scorer['protocol'], unit: Scorer['unit']): Promise<Scorer> {
    return this.#once(`scorer ${protocol} ${unit}`, async () => {
      const { files } = await this.manifest;
      return openScorer(this.#load, files, { protocol, unit });
    });
  }

  /**
   * Asks the API.
   * @throws SourceError with the problem's words
   */
  async post(path: string, body: unknown): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    } catch (cause) {
      throw new SourceError('the server does not answer', false, { cause });
    }
    if (response.ok) return response;
    const problem = (await response.json().catch(() => ({}))) as { title?: string; detail?: string };
    throw new SourceError(
      problem.detail ?? problem.title ?? `the server answered ${response.status}`,
      response.status === 404,
    );
  }

  #json<T>(name: string): Promise<T> {
    return this.#once(name, () => this.source.json<T>(name));
  }

  #optional<T>(name: string): Promise<T | null> {
    return this.#once(`optional ${name}`, async () => {
      const { files } = await this.manifest;
      return files.includes(name) ? this.#json<T>(name) : null;
    });
  }

  /** Keeps what succeeded; what failed may be asked for again. */
  #once<T>(key: string, make: () => Promise<T>): Promise<T> {
    const kept = this.#kept.get(key) as Promise<T> | undefined;
    if (kept) return kept;
    const made = make();
    this.#kept.set(key, made);
    made.catch(() => this.#kept.delete(key));
    return made;
  }
}

export const workspace = new WorkspaceData();

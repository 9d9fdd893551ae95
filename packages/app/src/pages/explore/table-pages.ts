import type { CatalogueQueries, Filter, ListingRow, SortKey } from 'trackscope/browser';

/** Rows a page has. */
export const PAGE = 100;
/** Pages kept: further ones push out those used longest ago. */
const KEPT = 60;

/** Rows of one filter and sort, fetched page by page as they come into sight. */
export class TablePages {
  readonly #queries: Pick<CatalogueQueries, 'table'>;
  #filter: Filter = {};
  #sort: readonly SortKey[] = [];
  #pages = new Map<number, readonly ListingRow[]>();
  #underWay = new Set<number>();
  #round = 0;
  /** Rows in all; null before the first answer. */
  total: number | null = null;
  /** Something new can be shown. */
  onchange: () => void = () => {};
  onfailed: (error: unknown) => void = () => {};

  constructor(queries: Pick<CatalogueQueries, 'table'>) {
    this.#queries = queries;
  }

  /**
   * Turns to another filter or sort. Old rows stay until the first new page is here, so that nothing flashes.
   *
   * @param near row whose page is wanted first
   */
  async turn(filter: Filter, sort: readonly SortKey[], near: number): Promise<void> {
    const round = ++this.#round;
    const wanted = Math.max(0, Math.floor(near / PAGE));
    try {
      let answer = await this.#queries.table(filter, sort, wanted * PAGE, PAGE);
      if (round !== this.#round) return;
      // The list has become shorter than where it was looked at.
      const last = Math.max(0, Math.ceil(answer.total / PAGE) - 1);
      const page = Math.min(wanted, last);
      if (page !== wanted) answer = await this.#queries.table(filter, sort, page * PAGE, PAGE);
      if (round !== this.#round) return;
      this.#filter = filter;
      this.#sort = sort;
      this.#pages = new Map([[page, answer.rows]]);
      this.#underWay = new Set();
      this.total = answer.total;
      this.onchange();
    } catch (error) {
      if (round === this.#round) this.onfailed(error);
    }
  }

  /** A row, or undefined while its page is on the way. */
  row(index: number): ListingRow | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** Fetches what is missing between two rows. */
  want(first: number, last: number): void {
    if (this.total === null) return;
    const end = Math.min(last, this.total);
    for (let page = Math.floor(first / PAGE); page * PAGE < end; page++) {
      const kept = this.#pages.get(page);
      if (kept) {
        // Used just now: last to go.
        this.#pages.delete(page);
        this.#pages.set(page, kept);
      } else if (!this.#underWay.has(page)) void this.#fetch(page);
    }
  }

  /** Where a track stands in the rows that are here. */
  indexOf(trackId: string): number | null {
    for (const [page, rows] of this.#pages) {
      const at = rows.findIndex((row) => row.trackId === trackId);
      if (at >= 0) return page * PAGE + at;
    }
    return null;
  }

  async #fetch(page: number): Promise<void> {
    const [pages, underWay] = [this.#pages, this.#underWay];
    underWay.add(page);
    try {
      const { rows } = await this.#queries.table(this.#filter, this.#sort, page * PAGE, PAGE);
      // Another filter has come in the meantime.
      if (pages !== this.#pages) return;
      pages.set(page, rows);
      for (const old of pages.keys()) {
        if (pages.size <= KEPT) break;
        pages.delete(old);
      }
      this.onchange();
    } catch (error) {
      if (pages === this.#pages) this.onfailed(error);
    } finally {
      underWay.delete(page);
    }
  }
}

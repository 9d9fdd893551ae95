/** The pages, in the order of the navigation. */
export const PAGES = ['overview', 'explore', 'genres', 'models', 'predict'] as const;
export type Page = (typeof PAGES)[number];

/** Everything that a page shows is in the address: `#/explore?energy=0.8..1`. */
class Route {
  page: Page = $state('overview');
  /** Parameters of the page. Read with `get`; written through {@link set}, never in place. */
  params: URLSearchParams = $state.raw(new URLSearchParams());
  /** The address names a page that there is not. */
  unknown: string | null = $state(null);

  constructor() {
    this.#read();
    addEventListener('hashchange', () => this.#read());
    addEventListener('popstate', () => this.#read());
  }

  get(name: string): string | null {
    return this.params.get(name);
  }

  /**
   * Changes parameters of this page; null or '' takes one away.
   *
   * @param how `push` (default) makes a step that "back" undoes; `replace` none, for what changes while a hand moves
   */
  set(patch: Readonly<Record<string, string | null>>, how: 'push' | 'replace' = 'push'): void {
    const params = new URLSearchParams(this.params);
    for (const [name, value] of Object.entries(patch)) {
      if (value === null || value === '') params.delete(name);
      else params.set(name, value);
    }
    if (params.toString() === this.params.toString()) return;
    this.#write(this.page, params, how);
  }

  /** Goes to a page. */
  go(page: Page, params: Readonly<Record<string, string>> = {}): void {
    this.#write(page, new URLSearchParams(params), 'push');
    scrollTo(0, 0);
  }

  #write(page: Page, params: URLSearchParams, how: 'push' | 'replace'): void {
    const hash = hrefOf(page, params);
    if (how === 'push') history.pushState(null, '', hash);
    else history.replaceState(null, '', hash);
    this.page = page;
    this.params = params;
    this.unknown = null;
  }

  #read(): void {
    const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?');
    const page = PAGES.find((name) => name === path);
    this.unknown = page || path === '' ? null : path;
    this.page = page ?? 'overview';
    this.params = new URLSearchParams(query);
  }
}

/** The address of a page, for links. */
export function hrefOf(page: Page, params: URLSearchParams | Readonly<Record<string, string>> = {}): string {
  // Commas, colons and dots read better as they are, and are allowed in a fragment.
  const query = new URLSearchParams(params).toString().replace(/%2C/g, ',').replace(/%3A/g, ':');
  return `#/${page}${query ? `?${query}` : ''}`;
}

export const route = new Route();

import { Refusal } from '../problem.js';

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])(?::\d{1,5})?$/i;

/** True for an address that only this machine reaches. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host.includes(':') && !host.startsWith('[') ? `[${host}]` : host);
}

/**
 * A page elsewhere must not reach a loopback server under a name of its own (DNS rebinding).
 * @throws Refusal `wrong-host`
 */
export function refuseForeignHost(host: string | undefined): void {
  if (!LOOPBACK.test(host ?? ''))
    throw new Refusal('wrong-host', 'this server answers to localhost and 127.0.0.1 only');
}

/**
 * Requests that change or cost something are taken from our own pages and from programs, which send no `Origin`.
 * @throws Refusal `foreign-origin`
 */
export function refuseForeignOrigin(headers: {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly site?: string | undefined;
}): void {
  const { host, origin, site } = headers;
  const foreign =
    (origin !== undefined && hostOf(origin) !== (host ?? '').toLowerCase()) ||
    (site !== undefined && site !== 'same-origin' && site !== 'none');
  if (foreign) throw new Refusal('foreign-origin', 'pages of other sites may not use this server');
}

/** Behind a proxy that adds TLS the scheme differs and the host does not. */
function hostOf(origin: string): string | null {
  return /^https?:\/\/([^/]+)$/i.exec(origin)?.[1]?.toLowerCase() ?? null;
}

import type { HttpBindings } from '@hono/node-server';
import type { MiddlewareHandler } from 'hono';
import { Refusal } from '../problem.js';
import type { Load } from './load.js';
import { refuseForeignHost, refuseForeignOrigin } from './same-site.js';
import { DATA_POLICY, SECURITY_HEADERS } from './security-headers.js';
import type { AuthToken } from './token.js';

export interface GuardOptions {
  readonly load: Load;
  /** Null: whoever reaches the server may use it. */
  readonly token: AuthToken | null;
  /** Bound to loopback: only loopback names are answered to. */
  readonly loopback: boolean;
}

const SECURITY = Object.entries({ ...SECURITY_HEADERS, 'Content-Security-Policy': DATA_POLICY });

/** What every request passes first, in one step: headers, load, host, origin, token. */
export function guard({ load, token, loopback }: GuardOptions): MiddlewareHandler {
  return async (c, next) => {
    const outgoing = (c.env as Partial<HttpBindings> | undefined)?.outgoing;
    for (const [name, value] of SECURITY) {
      // The connection takes them without a Headers object; what an answer sets itself comes over them.
      if (outgoing) outgoing.setHeader(name, value);
      else c.header(name, value);
    }
    load.enter();
    try {
      const host = c.req.header('host');
      if (loopback) refuseForeignHost(host);
      if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
        refuseForeignOrigin({
          host,
          origin: c.req.header('origin'),
          site: c.req.header('sec-fetch-site'),
        });
      }
      if (token) {
        const shown = c.req.path === '/' ? c.req.query('token') : undefined;
        if (shown !== undefined && token.matches(shown)) {
          // The token leaves the address bar and the history at once.
          c.header('Set-Cookie', token.cookie());
          c.header('Cache-Control', 'no-store');
          return c.redirect('/', 303);
        }
        if (!token.admits({ authorization: c.req.header('authorization'), cookie: c.req.header('cookie') })) {
          throw new Refusal(
            'token-needed',
            'send "Authorization: Bearer TOKEN", or open /?token=TOKEN in a browser',
            { headers: { 'WWW-Authenticate': 'Bearer realm="trackscope"' } },
          );
        }
      }
      return await next();
    } finally {
      load.leave();
    }
  };
}

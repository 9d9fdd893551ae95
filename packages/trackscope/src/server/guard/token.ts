import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { UserError } from '../../errors/user-error.js';

/** Fewer characters could be guessed over a network. */
export const MIN_TOKEN_LENGTH = 12;

/** Whoever shows this token may use the server. */
export interface AuthToken {
  /** True when the `Authorization` or `Cookie` header carries it. */
  admits(headers: {
    readonly authorization?: string | undefined;
    readonly cookie?: string | undefined;
  }): boolean;
  matches(text: string): boolean;
  /** `Set-Cookie` for a browser that has shown the token once. */
  cookie(): string;
}

/** A token that nobody can guess. */
export function randomToken(): string {
  return randomBytes(24).toString('base64url');
}

/**
 * @throws UserError `weak-token` for a token that is too short or has characters that no header can hold
 */
export function authToken(token: string, port: () => number): AuthToken {
  if (token.length < MIN_TOKEN_LENGTH || !/^[\x21-\x7e]+$/.test(token)) {
    throw new UserError(
      'weak-token',
      `a token must have at least ${MIN_TOKEN_LENGTH} characters, letters, digits and signs without spaces; found ${token.length}`,
      'Leave --token out to have one made.',
    );
  }
  // The cookie is not the token itself, so that a leaked cookie jar does not give it away.
  const session = createHmac('sha256', token).update('trackscope session').digest('base64url');
  // Cookies are shared by all ports of a host.
  const name = () => `trackscope-${port()}`;
  return {
    matches: (text) => same(text, token),
    admits({ authorization, cookie }) {
      const bearer = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
      if (bearer !== undefined) return same(bearer, token);
      const prefix = `${name()}=`;
      const mine = (cookie ?? '').split(/; */).find((part) => part.startsWith(prefix));
      return mine !== undefined && same(mine.slice(prefix.length), session);
    },
    cookie: () => `${name()}=${session}; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000`,
  };
}

/** Compared by digests, so that neither length nor common beginning shows in the time it takes. */
function same(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

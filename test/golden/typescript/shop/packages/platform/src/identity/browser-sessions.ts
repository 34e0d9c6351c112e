import type { Result } from '@packages/kernel';
import type { Principal } from './principal.ts';

/**
 * Browsers take the prefix at its word: such a cookie is set by this host alone, over HTTPS, for all
 * paths, and no script sees it.
 */
export const sessionCookieName = '__Host-Http-session';

/** Somebody who signed in by a browser, as the cookie of the request says. */
export interface BrowserSession {
  /** Of the row that keeps it; the cookie is never kept. */
  readonly id: string;
  readonly principal: Principal;
  /** What an unsafe request has to repeat in `X-CSRF-Token`. */
  readonly csrfToken: string;
  readonly expiresAt: Date;
}

/** `unavailable`: the provider is needed, and does not answer. */
export type SessionRefusal = 'no-session' | 'unavailable';

/** Which request it is about, for the log of what it led to; address and method are null where none is. */
export interface RequestOrigin {
  readonly address: string | null;
  readonly method: string | null;
  readonly route: string | null;
  readonly context: { readonly correlationId: string };
}

export interface BrowserSessions {
  /** The value of the session's cookie; null where the request has none. */
  cookieOf(headers: Headers): string | null;
  find(cookie: string, origin: RequestOrigin): Promise<Result<BrowserSession, SessionRefusal>>;
  /** Whether a browser of the own pages sent the request, which another page cannot forge. */
  isOwnRequest(headers: Headers, session: BrowserSession): boolean;
}

import type { Result } from '@packages/kernel';
import type { AuthenticationError } from './identity.ts';
import type { Principal } from './principal.ts';

/** Somebody who signed in by a browser, as the cookie of the request says. */
export interface BrowserSession {
  /** Of the row that keeps it; the cookie is never kept. */
  readonly id: string;
  readonly principal: Principal;
  /** What an unsafe request has to repeat in `X-CSRF-Token`. */
  readonly csrfToken: string;
  readonly expiresAt: Date;
}

export interface BrowserSessions {
  /** The value of the session's cookie; null where the request has none. */
  cookieOf(headers: Headers): string | null;
  find(cookie: string): Promise<Result<BrowserSession, AuthenticationError>>;
  /** Whether a browser of the own pages sent the request, which another page cannot forge. */
  isOwnRequest(headers: Headers, session: BrowserSession): boolean;
}

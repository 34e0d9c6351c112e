import { err, ok, type Result } from '@packages/kernel';
import { readBody, unavailable, type Exchange, type Problem, type Serve } from '../http/index.ts';
import { readLogoutToken } from './logout-token.ts';
import type { SignIn } from './routes.ts';

/** A token is no longer than the longest access token. */
const longestFormBytes = 16 * 1024;
const mediaType = /^application\/x-www-form-urlencoded(?:;|$)/i;

/**
 * OpenID Connect Back-Channel Logout 1.0: the provider ends sessions without the browser. It sends
 * one request for each session, all of them from its own address and often none of them twice, so
 * only what is refused counts as an attempt: no session goes on because many have ended.
 */
export function obeyLogout({ admission, identity, clientId, store }: SignIn): Serve {
  async function refuse(exchange: Exchange, reason: string): Promise<Result<never, Problem>> {
    const counted = await admission.count(exchange, 'auth');
    if (!counted.ok) return counted;
    admission.refused(exchange, { action: 'session.refused', actor: null, details: { reason } });
    return err(refusedLogout);
  }

  return async (request, exchange) => {
    if (!mediaType.test(request.headers.get('content-type') ?? '')) {
      const counted = await admission.count(exchange, 'auth');
      return counted.ok ? err(wrongMediaType) : counted;
    }
    exchange.receiving = true;
    const bytes = await readBody(request, longestFormBytes);
    exchange.receiving = false;
    if (!bytes.ok) {
      const counted = await admission.count(exchange, 'auth');
      return counted.ok ? bytes : counted;
    }
    const form = new URLSearchParams(new TextDecoder().decode(bytes.value));
    const [token, ...others] = form.getAll('logout_token');
    if (token === undefined || others.length > 0) return refuse(exchange, 'no logout token');
    const logout = await readLogoutToken(token, clientId, identity);
    if (!logout.ok) {
      return logout.error === 'unavailable'
        ? err(unavailable(5))
        : refuse(exchange, 'logout token');
    }
    const obeyed = await store.endNamed(logout.value, exchange);
    return obeyed ? ok({ status: 200 }) : refuse(exchange, 'logout token used before');
  };
}

const refusedLogout: Problem = {
  code: 'bad-request',
  detail: 'logout_token is not a logout token of the identity provider for this service.',
};

const wrongMediaType: Problem = {
  code: 'unsupported-media-type',
  detail: 'Send application/x-www-form-urlencoded.',
};

import { err, ok } from '@packages/kernel';
import { sessionCookieName } from '../identity/index.ts';
import { unavailable, type Problem, type Serve } from '../http/index.ts';
import { fingerprintOf, isRandomText, loginCookie, readCookie } from './cookies.ts';
import { loginSeconds } from './login-statements.ts';
import { returnAddress } from './return-to.ts';
import type { SignIn } from './routes.ts';

/** Sends a browser to the provider, and remembers which one it was. */
export const beginLogin =
  ({ admission, scopes, origin, provider, logins }: SignIn): Serve =>
  async (request, exchange) => {
    const counted = await admission.count(exchange, 'auth');
    if (!counted.ok) return counted;
    const [path = '/', ...others] = new URL(request.url).searchParams.getAll('returnTo');
    const returnTo = others.length === 0 ? returnAddress(path, origin) : null;
    if (returnTo === null) return err(foreignReturn);

    const before = readCookie(request.headers, sessionCookieName);
    const { login, cookie } = await logins.begin({
      returnTo,
      replaces: before !== null && isRandomText(before) ? fingerprintOf(before) : null,
    });
    const address = await provider.authorizationUrl(login, scopes);
    if (!address.ok) return err(unavailable(5));
    return ok({
      status: 302,
      headers: { location: address.value },
      cookies: [loginCookie(cookie, loginSeconds)],
    });
  };

const foreignReturn: Problem = {
  code: 'bad-request',
  detail: 'returnTo is a path of this service, such as /orders.',
};

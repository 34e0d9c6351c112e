import { err, ok, type Result } from '@packages/kernel';
import { unavailable, type Exchange, type Problem, type Serve } from '../http/index.ts';
import { sessionCookieName, type Principal } from '../identity/index.ts';
import {
  fingerprintOf,
  isRandomText,
  loginCookie,
  loginCookieName,
  randomText,
  readCookie,
  sessionCookie,
} from './cookies.ts';
import type { PendingLogin } from './logins.ts';
import type { Tokens } from './provider-client.ts';
import type { SignIn } from './routes.ts';
import { longestHours } from './session-statements.ts';

/** What a sign-in brought. */
interface SignedIn {
  readonly tokens: Tokens;
  readonly principal: Principal;
  readonly providerSubject: string;
  readonly providerSession: string | null;
}

/** Makes of the provider's answer a session with a new id, whatever the browser had before. */
export function finishLogin(signIn: SignIn): Serve {
  const { admission, logins, store, tokens } = signIn;

  const refuse = (exchange: Exchange, reason: string): Result<never, Problem> => {
    admission.refused(exchange, { action: 'session.refused', actor: null, details: { reason } });
    return err({ ...refusedCallback, cookies: [loginCookie('', 0)] });
  };

  return async (request, exchange) => {
    const counted = await admission.count(exchange, 'auth');
    if (!counted.ok) return counted;
    const { search, searchParams } = new URL(request.url);
    const cookie = readCookie(request.headers, loginCookieName);
    const [state, ...others] = searchParams.getAll('state');
    if (cookie === null || !isRandomText(cookie)) return refuse(exchange, 'no sign-in under way');
    if (state === undefined || others.length > 0) return refuse(exchange, 'no state');
    const login = await logins.take(state, cookie);
    if (login === null) return refuse(exchange, 'unknown state');

    const signedIn = await redeem(signIn, search, login);
    if (!signedIn.ok) {
      if (signedIn.error === null) {
        return err({ ...unavailable(5), cookies: [loginCookie('', 0)] });
      }
      return refuse(exchange, signedIn.error);
    }
    const { principal, providerSubject, providerSession } = signedIn.value;
    const before = readCookie(request.headers, sessionCookieName);
    const value = randomText();
    const id = fingerprintOf(value);
    const replaced = new Set(before === null ? [] : [fingerprintOf(before)]);
    if (login.replaces !== null) replaced.add(login.replaces);
    await store.start(
      {
        id,
        subject: principal.actor.id,
        client_id: principal.actor.clientId ?? signIn.clientId,
        tenant: principal.actor.tenant,
        provider_subject: providerSubject,
        provider_session: providerSession,
        ...tokens.seal(id, signedIn.value.tokens, principal),
      },
      [...replaced],
      exchange,
    );
    return ok({
      status: 302,
      headers: { location: login.returnTo },
      cookies: [sessionCookie(value, longestHours * 3600), loginCookie('', 0)],
    });
  };
}

/** Null: the provider cannot be asked now; a text: why it is no sign-in. */
async function redeem(
  { provider, identity, clientId }: SignIn,
  query: string,
  login: PendingLogin,
): Promise<Result<SignedIn, string | null>> {
  const exchanged = await provider.exchange(query, login);
  if (!exchanged.ok) {
    return err(exchanged.error.kind === 'refused' ? exchanged.error.reason : null);
  }
  const { idToken, ...tokens } = exchanged.value;
  // Nonce and claims were compared with the exchange; that the provider has signed them is new.
  const claims = await identity.verify(idToken, {
    audience: clientId,
    type: null,
    requiredClaims: ['sub', 'exp', 'iat'],
  });
  if (!claims.ok) return err(claims.error === 'unavailable' ? null : 'ID token');
  const principal = await identity.authenticate(tokens.accessToken);
  if (!principal.ok) return err(principal.error === 'unavailable' ? null : 'access token');
  const { sub, sid } = claims.value;
  if (sub === undefined) return err('ID token');
  return ok({
    tokens,
    principal: principal.value,
    providerSubject: sub,
    providerSession: typeof sid === 'string' ? sid : null,
  });
}

const refusedCallback: Problem = {
  code: 'bad-request',
  detail: 'This is not the end of a sign-in that this browser has begun. Start again.',
};

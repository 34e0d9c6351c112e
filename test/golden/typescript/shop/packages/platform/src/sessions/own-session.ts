import { err, ok, type Result } from '@packages/kernel';
import {
  unauthenticated,
  type Admitted,
  type Exchange,
  type Problem,
  type Serve,
} from '../http/index.ts';
import type { BrowserSession } from '../identity/index.ts';
import { sessionCookie } from './cookies.ts';
import type { SignIn } from './routes.ts';

/** What a page needs to know of who is signed in. */
export const showSession =
  (signIn: SignIn): Serve =>
  async (request, exchange) => {
    const session = await ownSession(signIn, request, exchange);
    if (!session.ok) return session;
    const { principal, csrfToken, expiresAt } = session.value;
    return ok({
      status: 200,
      body: {
        authenticated: true,
        subject: principal.actor.id,
        csrfToken,
        expiresAt: expiresAt.toISOString(),
      },
    });
  };

/** Ends the session here at once; at the provider it ends where the answer says. */
export const logOut =
  (signIn: SignIn): Serve =>
  async (request, exchange) => {
    const session = await ownSession(signIn, request, exchange);
    if (!session.ok) return session;
    const { store, tokens, provider } = signIn;
    const ended = await store.end(session.value.id, 'logout', exchange);
    const opened = ended === null ? null : tokens.open(ended);
    const [endSessionUrl] = await Promise.all([
      provider.endSessionUrl(),
      opened === null ? null : provider.revoke(opened.refreshToken ?? opened.accessToken),
    ]);
    return ok({ status: 200, body: { endSessionUrl }, cookies: [sessionCookie('', 0)] });
  };

/** An access token is no session. */
async function ownSession(
  { admission }: SignIn,
  request: Request,
  exchange: Exchange,
): Promise<Result<BrowserSession, Problem>> {
  const admitted: Result<Admitted, Problem> = await admission.admit(request, exchange, {
    scope: null,
  });
  if (!admitted.ok) return admitted;
  const { session, principal } = admitted.value;
  if (session !== null) return ok(session);
  admission.refused(exchange, { action: 'authentication.missing', actor: principal.actor });
  return err(unauthenticated);
}

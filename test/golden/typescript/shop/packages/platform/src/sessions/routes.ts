import { ok } from '@packages/kernel';
import { Elysia, type AnyElysia } from 'elysia';
import { serviceEndpoint, type Admission } from '../http/index.ts';
import type { Identity } from '../identity/index.ts';
import type { Telemetry } from '../telemetry/index.ts';
import { obeyLogout } from './back-channel.ts';
import { finishLogin } from './callback.ts';
import type { ClientCredentials } from './client-credentials.ts';
import { beginLogin } from './login.ts';
import type { Logins } from './logins.ts';
import { logOut, showSession } from './own-session.ts';
import type { ProviderClient } from './provider-client.ts';
import * as described from './route-descriptions.ts';
import type { SealedTokens } from './sealed-tokens.ts';
import type { SessionStore } from './session-store.ts';

/** What the routes of a sign-in work with. */
export interface SignIn {
  readonly admission: Admission;
  readonly scopes: readonly string[];
  /** Our own, as browsers know it. */
  readonly origin: string;
  readonly clientId: string;
  readonly credentials: ClientCredentials;
  readonly provider: ProviderClient;
  readonly identity: Identity;
  readonly logins: Logins;
  readonly store: SessionStore;
  readonly tokens: SealedTokens;
  readonly telemetry: Telemetry;
}

export function signInRoutes(signIn: SignIn): AnyElysia {
  const { telemetry } = signIn;
  return new Elysia({ name: 'sign-in', prefix: '/auth' })
    .get('/login', serviceEndpoint(telemetry, described.login, beginLogin(signIn)))
    .get('/callback', serviceEndpoint(telemetry, described.callback, finishLogin(signIn)))
    .get('/session', serviceEndpoint(telemetry, described.session, showSession(signIn)))
    .post('/logout', serviceEndpoint(telemetry, described.logout, logOut(signIn)))
    .post(
      '/backchannel-logout',
      serviceEndpoint(telemetry, described.backChannelLogout, obeyLogout(signIn)),
    )
    .get(
      '/jwks.json',
      serviceEndpoint(telemetry, described.clientKeys, async (_request, exchange) => {
        const counted = await signIn.admission.count(exchange);
        if (!counted.ok) return counted;
        const keys = await signIn.credentials.publicKeys();
        const headers = { 'cache-control': 'public, max-age=300' };
        return ok({ status: 200, headers, body: { keys } });
      }),
    );
}

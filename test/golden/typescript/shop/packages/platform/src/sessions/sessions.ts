import { err, ok } from '@packages/kernel';
import type { AnyElysia } from 'elysia';
import type { Database } from '../database/index.ts';
import type { Admission } from '../http/index.ts';
import { sessionCookieName, type BrowserSessions, type Identity } from '../identity/index.ts';
import { createLoop } from '../messaging/loop.ts';
import type { SecurityLog } from '../security/index.ts';
import type { Telemetry } from '../telemetry/index.ts';
import { createClientCredentials } from './client-credentials.ts';
import type { SignInConfig } from './config.ts';
import { csrfTokenOf, fingerprintOf, isRandomText, isSameText, readCookie } from './cookies.ts';
import { createKeyRing } from './key-ring.ts';
import { createLogins } from './logins.ts';
import { createProviderClient } from './provider-client.ts';
import { createRenewal } from './renewal.ts';
import { signInRoutes } from './routes.ts';
import { createSealedTokens } from './sealed-tokens.ts';
import { createSealing } from './sealing.ts';
import { createSessionStore } from './session-store.ts';

/** People who signed in by a browser: their tokens stay here, and they get a cookie. */
export interface Sessions extends BrowserSessions {
  /** @param scopes what is asked for at a sign-in */
  routes(admission: Admission, scopes: readonly string[]): AnyElysia;
  /** Begins to end what is over. */
  start(): void;
  stop(): Promise<void>;
}

export interface SessionsOptions {
  readonly config: {
    readonly oidc: { readonly issuer: string };
    readonly signIn: SignInConfig;
    readonly publicUrl: string;
  };
  readonly database: Database;
  readonly identity: Identity;
  readonly securityLog: SecurityLog;
  readonly telemetry: Telemetry;
}

const purgeMilliseconds = 60_000;

export function createSessions(options: SessionsOptions): Sessions {
  const { config, database, identity, securityLog, telemetry } = options;
  const { logger } = telemetry;
  const { signIn, publicUrl: origin } = config;
  const credentials = createClientCredentials(signIn.credential);
  const sealing = createSealing(createKeyRing(signIn));
  const tokens = createSealedTokens(sealing);
  const store = createSessionStore(database, securityLog);
  const provider = createProviderClient({
    issuer: config.oidc.issuer,
    clientId: signIn.clientId,
    credentials,
    origin,
    logger,
  });
  const renewal = createRenewal({ store, tokens, provider, identity, logger });
  const sweep = createLoop({
    name: 'sessions',
    round: store.purge,
    everyMs: purgeMilliseconds,
    logger,
  });

  return {
    cookieOf: (headers) => readCookie(headers, sessionCookieName),

    async find(cookie, request) {
      if (!isRandomText(cookie)) return err('no-session');
      const row = await store.find(fingerprintOf(cookie));
      if (row === null) return err('no-session');
      if (row.over !== null) {
        await store.end(row.id, row.over, request);
        return err('no-session');
      }
      const opened = tokens.open(row);
      if (opened === null) {
        logger.error('a session is sealed with a key that is not there any more');
        return err('no-session');
      }
      if (row.unseen) await store.seen(row.id);
      const present = row.stale ? null : await identity.authenticate(opened.accessToken);
      if (present?.ok === false && present.error === 'unavailable') return err('unavailable');
      const principal = present?.ok === true ? present : await renewal.renew(row, request);
      if (!principal.ok) return principal;
      return ok({
        id: row.id,
        principal: principal.value,
        csrfToken: csrfTokenOf(cookie),
        expiresAt: row.ends_at,
      });
    },

    isOwnRequest(headers, { csrfToken }) {
      const from = headers.get('origin');
      if (from !== null && from !== origin) return false;
      return isSameText(headers.get('x-csrf-token') ?? '', csrfToken);
    },

    routes: (admission, scopes) =>
      signInRoutes({
        admission,
        scopes,
        origin,
        clientId: signIn.clientId,
        credentials,
        provider,
        identity,
        logins: createLogins(database, sealing),
        store,
        tokens,
        telemetry,
      }),

    start: () => sweep.start(purgeMilliseconds),
    stop: sweep.stop,
  };
}

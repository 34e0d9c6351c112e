import { err, ok, type Result } from '@packages/kernel';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  AuthorizationResponseError,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  Configuration,
  customFetch,
  discovery,
  None,
  refreshTokenGrant,
  ResponseBodyError,
  tokenRevocation,
  type ClientAuth,
  type CustomFetch,
  type ServerMetadata,
  type TokenEndpointResponse,
} from 'openid-client';
import { readAtMost } from '../read-at-most.ts';
import type { Logger } from '../telemetry/index.ts';
import type { ClientCredentials } from './client-credentials.ts';

/** What the provider gave for a code or a refresh token. */
export interface Tokens {
  readonly accessToken: string;
  /** Null: the session ends with the access token. */
  readonly refreshToken: string | null;
}

export interface Login {
  readonly state: string;
  readonly nonce: string;
  /** Of PKCE; it never leaves the service. */
  readonly verifier: string;
}

/** Refused for good, with a reason for the log, or nothing that could be said now. */
export type ProviderError =
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unavailable' };

export interface ProviderClient {
  authorizationUrl(login: Login, scopes: readonly string[]): Promise<Result<string, ProviderError>>;
  /** @param query of the callback, as it came */
  exchange(
    query: string,
    login: Login,
  ): Promise<Result<Tokens & { readonly idToken: string }, ProviderError>>;
  refresh(refreshToken: string): Promise<Result<Tokens, ProviderError>>;
  /** Where the provider can, and as well as it goes. */
  revoke(token: string): Promise<void>;
  /** Null where the provider has none, or cannot be asked for it. */
  endSessionUrl(): Promise<string | null>;
}

export interface ProviderClientOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly credentials: ClientCredentials;
  /** Our own. */
  readonly origin: string;
  readonly logger: Logger;
}

const timeoutSeconds = 5;
const longestAnswerBytes = 512 * 1024;
const metadataMilliseconds = 10 * 60_000;

export function createProviderClient(options: ProviderClientOptions): ProviderClient {
  const { issuer, clientId, credentials, origin, logger } = options;
  const insecure = issuer.startsWith('http:');
  const callback = `${origin}/auth/callback`;
  let known: { readonly metadata: ServerMetadata; readonly at: number } | null = null;
  let underWay: Promise<ServerMetadata> | null = null;

  /** Where the provider has what; kept through an outage. */
  async function metadata(): Promise<ServerMetadata> {
    if (known !== null && performance.now() - known.at < metadataMilliseconds)
      return known.metadata;
    try {
      return await (underWay ??= discover().finally(() => (underWay = null)));
    } catch (error) {
      if (known === null) throw error;
      return known.metadata;
    }
  }

  async function discover(): Promise<ServerMetadata> {
    const found = await discovery(new URL(issuer), clientId, {}, None(), {
      timeout: timeoutSeconds,
      [customFetch]: boundedFetch,
      execute: insecure ? [allowInsecureRequests] : [],
    });
    known = { metadata: found.serverMetadata(), at: performance.now() };
    return known.metadata;
  }

  function configured(provider: ServerMetadata, auth: ClientAuth): Configuration {
    const configuration = new Configuration(provider, clientId, {}, auth);
    configuration.timeout = timeoutSeconds;
    configuration[customFetch] = boundedFetch;
    if (insecure) allowInsecureRequests(configuration);
    return configuration;
  }

  /** While a new credential is on its way to the provider, the former one is still good. */
  async function authenticated<T>(ask: (client: Configuration) => Promise<T>): Promise<T> {
    const provider = await metadata();
    let refusal: unknown = new Error('There is no client credential.');
    for (const way of await credentials.ways(provider)) {
      try {
        return await ask(configured(provider, way));
      } catch (error) {
        if (!isClientRefused(error)) throw error;
        refusal = error;
      }
    }
    throw refusal;
  }

  const unavailable = (error: unknown, asked: string): Result<never, ProviderError> => {
    logger.warn(
      { reason: reasonOf(error), asked },
      'the identity provider does not answer as it should',
    );
    return err({ kind: 'unavailable' });
  };

  return {
    async authorizationUrl({ state, nonce, verifier }, scopes) {
      try {
        const parameters = {
          redirect_uri: callback,
          scope: ['openid', ...scopes].join(' '),
          state,
          nonce,
          code_challenge: await calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        };
        return ok(buildAuthorizationUrl(configured(await metadata(), None()), parameters).href);
      } catch (error) {
        return unavailable(error, 'discovery');
      }
    },

    async exchange(query, { state, nonce, verifier }) {
      try {
        const tokens = await authenticated((client) =>
          authorizationCodeGrant(client, new URL(`${callback}${query}`), {
            expectedState: state,
            expectedNonce: nonce,
            pkceCodeVerifier: verifier,
            idTokenExpected: true,
          }),
        );
        return ok({ ...tokensOf(tokens), idToken: tokens.id_token ?? '' });
      } catch (error) {
        return isOutage(error)
          ? unavailable(error, 'code')
          : err({ kind: 'refused', reason: reasonOf(error) });
      }
    },

    async refresh(refreshToken) {
      try {
        const tokens = tokensOf(
          await authenticated((client) => refreshTokenGrant(client, refreshToken)),
        );
        // A provider that does not rotate leaves the token out (RFC 6749 §6).
        return ok({ ...tokens, refreshToken: tokens.refreshToken ?? refreshToken });
      } catch (error) {
        return error instanceof ResponseBodyError && error.error === 'invalid_grant'
          ? err({ kind: 'refused', reason: error.error })
          : unavailable(error, 'refresh');
      }
    },

    async revoke(token) {
      try {
        if ((await metadata()).revocation_endpoint === undefined) return;
        await authenticated((client) => tokenRevocation(client, token));
      } catch (error) {
        logger.warn({ reason: reasonOf(error) }, 'a token was not revoked');
      }
    },

    async endSessionUrl() {
      try {
        const provider = await metadata();
        if (provider.end_session_endpoint === undefined) return null;
        // No ID token as a hint: it would be read by whoever reads addresses.
        return buildEndSessionUrl(configured(provider, None()), {
          post_logout_redirect_uri: `${origin}/`,
        }).href;
      } catch (error) {
        logger.warn(
          { reason: reasonOf(error) },
          'the identity provider cannot be told to sign out',
        );
        return null;
      }
    },
  };
}

/** Whatever the provider answers, it does not fill our memory. */
const boundedFetch: CustomFetch = async (address, options) => {
  const { method, headers, redirect, signal, body } = options;
  const response = await fetch(address, {
    method,
    headers,
    redirect,
    signal: signal ?? AbortSignal.timeout(timeoutSeconds * 1000),
    ...(body === undefined ? {} : { body }),
  });
  const bytes = response.body === null ? null : await readAtMost(longestAnswerBytes, response.body);
  if (bytes === null && response.body !== null) throw new Error('The answer is too long.');
  return new Response(bytes, { status: response.status, headers: response.headers });
};

const tokensOf = (tokens: TokenEndpointResponse): Tokens => ({
  accessToken: tokens.access_token,
  refreshToken: tokens.refresh_token ?? null,
});

const isClientRefused = (error: unknown): boolean =>
  error instanceof ResponseBodyError &&
  (error.error === 'invalid_client' || error.error === 'unauthorized_client');

/** Codes of openid-client for answers that are none, as opposed to wrong ones. */
const outages = new Set([
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_PARSE_ERROR',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
]);

function isOutage(error: unknown): boolean {
  if (error instanceof AuthorizationResponseError) return false;
  if (error instanceof ResponseBodyError) return error.status >= 500 || isClientRefused(error);
  const code = codeOf(error);
  return code === null || !code.startsWith('OAUTH_') || outages.has(code);
}

/** Errors carry answers of the provider, and with them tokens: their codes alone are told. */
function reasonOf(error: unknown): string {
  const told = error instanceof ResponseBodyError || error instanceof AuthorizationResponseError;
  if (told) return /^[a-z_]{1,40}$/.test(error.error) ? error.error : 'unknown error';
  return codeOf(error) ?? (error instanceof Error ? error.name : 'unknown error');
}

const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;

import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type SigningKey,
  type TokenParts,
  createSigningKey,
  publicJwk,
  signToken,
} from './tokens.ts';

/** How an endpoint of the provider answers. */
export type Behaviour = 'answer' | 'fail' | 'hang' | 'nonsense';

export type ProviderEndpoint = 'discovery' | 'jwks';

export interface TokenRequest {
  readonly subject?: string;
  readonly scopes?: readonly string[];
  readonly lifetimeSeconds?: number;
  /** Laid over the claims; `undefined` leaves a claim out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Laid over the protected header; `undefined` leaves a parameter out. */
  readonly header?: Readonly<Record<string, unknown>>;
  /** Signs instead of the current key. */
  readonly key?: SigningKey;
  /** Signs otherwise than the header says. */
  readonly signWith?: TokenParts['signWith'];
}

/** An OpenID provider that a test holds in its hand. */
export interface IdentityProvider {
  readonly issuer: string;
  readonly audience: string;
  token(request?: TokenRequest): string;
  currentKey(): SigningKey;
  /** Signs with a new key from now on; the old ones stay published unless `retire`. */
  rotate(options?: { readonly retire?: boolean; readonly algorithm?: 'RS256' | 'ES256' }): void;
  behave(endpoint: ProviderEndpoint, behaviour: Behaviour): void;
  /** Requests received since the start, by endpoint. */
  count(endpoint: ProviderEndpoint): number;
  stop(): Promise<void>;
}

export async function startIdentityProvider(
  audience = 'https://api.example.test',
): Promise<IdentityProvider> {
  const counts: Record<ProviderEndpoint, number> = { discovery: 0, jwks: 0 };
  const behaviours: Record<ProviderEndpoint, Behaviour> = { discovery: 'answer', jwks: 'answer' };
  let keys: readonly SigningKey[] = [createSigningKey('RS256')];
  const current = (): SigningKey => {
    const key = keys.at(-1);
    if (key === undefined) throw new Error('the provider has no key');
    return key;
  };

  const server = createServer((request, response) => {
    const endpoint = endpointOf(request.url ?? '');
    if (endpoint === undefined) {
      response.writeHead(404).end();
      return;
    }
    counts[endpoint] += 1;
    answer(response, behaviours[endpoint], () =>
      endpoint === 'discovery' ? discovery(issuer) : { keys: keys.map(publicJwk) },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const issuer = `http://127.0.0.1:${portOf(server.address())}`;

  return {
    issuer,
    audience,
    token(request = {}) {
      const now = Math.floor(Date.now() / 1000);
      const key = request.key ?? current();
      return signToken({
        key,
        signWith: request.signWith,
        header: { alg: key.algorithm, typ: 'at+jwt', kid: key.id, ...request.header },
        claims: {
          iss: issuer,
          aud: audience,
          sub: request.subject ?? 'user-1',
          client_id: 'conformance',
          iat: now,
          exp: now + (request.lifetimeSeconds ?? 600),
          jti: randomUUID(),
          tenant: 'tenant-1',
          scope: (request.scopes ?? []).join(' '),
          ...request.claims,
        },
      });
    },
    currentKey: current,
    rotate({ retire = false, algorithm = 'RS256' } = {}) {
      keys = [...(retire ? [] : keys), createSigningKey(algorithm)];
    },
    behave(endpoint, behaviour) {
      behaviours[endpoint] = behaviour;
    },
    count: (endpoint) => counts[endpoint],
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function endpointOf(url: string): ProviderEndpoint | undefined {
  if (url === '/.well-known/openid-configuration') return 'discovery';
  if (url === '/jwks') return 'jwks';
  return undefined;
}

function answer(response: ServerResponse, behaviour: Behaviour, document: () => unknown): void {
  if (behaviour === 'hang') return;
  if (behaviour === 'fail') {
    response.writeHead(500).end();
    return;
  }
  response.setHeader('Content-Type', 'application/json');
  response.end(behaviour === 'nonsense' ? '<html>' : JSON.stringify(document()));
}

function discovery(issuer: string): unknown {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    revocation_endpoint: `${issuer}/revoke`,
    end_session_endpoint: `${issuer}/end-session`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'private_key_jwt'],
    authorization_response_iss_parameter_supported: true,
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('no port was assigned');
  return address.port;
}

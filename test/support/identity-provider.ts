import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { type Behaviour, answerWith } from './identity-provider/behaviour.ts';
import { listening } from './identity-provider/listening.ts';
import { type OddKeys, createOddKeys } from './identity-provider/odd-keys.ts';
import {
  type SignIn,
  type SignInEndpoint,
  createSignIn,
  signInEndpointOf,
  signInEndpoints,
} from './identity-provider/sign-in.ts';
import {
  type SigningKey,
  type TokenParts,
  createSigningKey,
  publicJwk,
  signToken,
} from './tokens.ts';

export type ProviderEndpoint = DocumentEndpoint | SignInEndpoint;
type DocumentEndpoint = 'discovery' | 'jwks';

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
  /** Changes the texts of header and claims before they are signed. */
  readonly rewrite?: TokenParts['rewrite'];
}

/** An OpenID provider that a test holds in its hand. */
export interface IdentityProvider {
  readonly issuer: string;
  readonly audience: string;
  token(request?: TokenRequest): string;
  currentKey(): SigningKey;
  /** Published beside its own from the start. */
  readonly oddKeys: OddKeys;
  /** Of people, by a browser. */
  readonly signIn: SignIn;
  /** Laid over the discovery document. */
  announce(changes: Readonly<Record<string, unknown>>): void;
  /** Signs with a new key from now on; the old ones stay published unless `retire`. */
  rotate(options?: Rotation): void;
  behave(endpoint: ProviderEndpoint, behaviour: Behaviour): void;
  /** Requests received since the start, by endpoint. */
  count(endpoint: ProviderEndpoint): number;
  stop(): Promise<void>;
}

export interface Rotation {
  readonly retire?: boolean;
  readonly algorithm?: SigningKey['algorithm'];
}

export async function startIdentityProvider(
  audience = 'https://api.example.test',
): Promise<IdentityProvider> {
  const counts = each(0);
  const behaviours = each<Behaviour>('answer');
  let announced: Readonly<Record<string, unknown>> = {};
  let keys: readonly SigningKey[] = [createSigningKey('RS256')];
  const oddKeys = createOddKeys();
  const current = (): SigningKey => {
    const key = keys.at(-1);
    if (key === undefined) throw new Error('the provider has no key');
    return key;
  };

  const documents: Readonly<Record<DocumentEndpoint, () => unknown>> = {
    discovery: () => ({ ...discovery(issuer), ...announced }),
    jwks: () => ({ keys: [...keys.map(publicJwk), ...oddKeys.published] }),
  };
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    const endpoint = endpointOf(url.replace(/^\/elsewhere/, ''));
    if (endpoint === undefined) {
      response.writeHead(404).end();
      return;
    }
    const moved = url.startsWith('/elsewhere');
    if (!moved) counts[endpoint] += 1;
    const behaviour = moved ? 'answer' : behaviours[endpoint];
    const document = isDocument(endpoint) ? documents[endpoint]() : {};
    if (!isDocument(endpoint) && behaviour === 'answer') {
      void signIn.answer(endpoint, request, response);
    } else {
      answerWith(response, behaviour, document, `/elsewhere${url}`);
    }
  });
  const { url: issuer, stop } = await listening(server);

  const token = (request: TokenRequest = {}): string => {
    const now = Math.floor(Date.now() / 1000);
    const key = request.key ?? current();
    return signToken({
      key,
      signWith: request.signWith,
      rewrite: request.rewrite,
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
  };
  const signIn = createSignIn(() => issuer, token);

  return {
    issuer,
    audience,
    token,
    signIn,
    announce(changes) {
      announced = changes;
    },
    currentKey: current,
    oddKeys,
    rotate({ retire = false, algorithm = 'RS256' } = {}) {
      keys = [...(retire ? [] : keys), createSigningKey(algorithm)];
    },
    behave(endpoint, behaviour) {
      behaviours[endpoint] = behaviour;
    },
    count: (endpoint) => counts[endpoint],
    stop,
  };
}

function endpointOf(url: string): ProviderEndpoint | undefined {
  if (url === '/.well-known/openid-configuration') return 'discovery';
  if (url === '/jwks') return 'jwks';
  return signInEndpointOf(url);
}

const isDocument = (endpoint: ProviderEndpoint): endpoint is DocumentEndpoint =>
  !signInEndpoints.some((each) => each === endpoint);

const each = <T>(value: T): Record<ProviderEndpoint, T> => ({
  discovery: value,
  jwks: value,
  authorize: value,
  token: value,
  revoke: value,
});

function discovery(issuer: string): object {
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

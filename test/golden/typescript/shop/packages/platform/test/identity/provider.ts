import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';

export const issuer = 'https://identity.example';
export const audience = 'shop';

interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

/** An identity provider that can be told to misbehave. */
export interface TestProvider {
  readonly fetch: (address: string, options: RequestInit) => Promise<Response>;
  /** How often its keys were asked for. */
  keyFetches(): number;
  behaviour: 'answers' | 'fails' | 'hangs';
  /** Where it says that its keys are. */
  keysAddress: string;
  /** Signs with a new key from now on. */
  rotate(kid?: string): Promise<void>;
  /** Puts a key beside its own, whatever it is. */
  publish(key: JWK): void;
  forgetOldest(): void;
  /** A token as it should be, but for what is given. */
  token(change?: TokenChange): Promise<string>;
}

export interface TokenChange {
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Undefined takes a parameter away. */
  readonly header?: Readonly<Record<string, unknown>>;
  readonly lifetimeSeconds?: number;
  /** Seconds since the epoch. */
  readonly issuedAt?: number;
}

export async function createTestProvider(): Promise<TestProvider> {
  const keys: SigningKey[] = [await createKey('key-1')];
  const others: JWK[] = [];
  let keyFetches = 0;

  const provider: TestProvider = {
    behaviour: 'answers',
    keysAddress: `${issuer}/keys`,
    keyFetches: () => keyFetches,
    async fetch(address) {
      const isDiscovery = address === `${issuer}/.well-known/openid-configuration`;
      if (!isDiscovery) keyFetches += 1;
      if (provider.behaviour === 'hangs') return new Promise<Response>(() => {});
      if (provider.behaviour === 'fails') return new Response(null, { status: 500 });
      return Response.json(
        isDiscovery
          ? { issuer, jwks_uri: provider.keysAddress }
          : { keys: [...keys.map(({ jwk }) => jwk), ...others] },
      );
    },
    async rotate(kid = `key-${keys.length + 1}`) {
      keys.push(await createKey(kid));
    },
    publish: (key) => void others.push(key),
    forgetOldest: () => void keys.shift(),
    token(change = {}) {
      const key = keys.at(-1);
      if (key === undefined) throw new Error('The provider has no key.');
      return sign(key, change);
    },
  };
  return provider;
}

async function createKey(kid: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  return {
    kid,
    privateKey,
    jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' },
  };
}

function sign(
  { kid, privateKey }: SigningKey,
  {
    claims = {},
    header = {},
    lifetimeSeconds = 600,
    issuedAt = Math.floor(Date.now() / 1000),
  }: TokenChange,
): Promise<string> {
  const payload = {
    iss: issuer,
    aud: audience,
    sub: 'jane',
    client_id: 'web',
    jti: crypto.randomUUID(),
    iat: issuedAt,
    exp: issuedAt + lifetimeSeconds,
    scope: 'ordering:read ordering:write',
    ...claims,
  };
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid, ...header })
    .sign(privateKey, { crit: { x: true } });
}

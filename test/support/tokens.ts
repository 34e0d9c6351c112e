import {
  type JsonWebKey,
  type KeyObject,
  constants,
  createHmac,
  generateKeyPairSync,
  randomBytes,
  sign,
} from 'node:crypto';

/**
 * JWTs made by hand: a library refuses to make most of the wrong ones that a service must refuse
 * to take.
 */
export interface SigningKey {
  readonly id: string;
  readonly algorithm: 'RS256' | 'ES256';
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export interface TokenParts {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly key: SigningKey;
  /** `none` leaves the signature empty, `hmac-of-public-key` is the classic confusion of algorithms. */
  readonly signWith?: 'none' | 'hmac-of-public-key' | 'RS512' | 'PS256' | undefined;
}

export function createSigningKey(algorithm: SigningKey['algorithm']): SigningKey {
  const pair =
    algorithm === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { id: randomBytes(8).toString('hex'), algorithm, ...pair };
}

export function publicJwk(key: SigningKey): JsonWebKey {
  return {
    ...key.publicKey.export({ format: 'jwk' }),
    kid: key.id,
    alg: key.algorithm,
    use: 'sig',
  };
}

export function signToken({ header, claims, key, signWith }: TokenParts): string {
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${signature(input, key, signWith).toString('base64url')}`;
}

function signature(input: string, key: SigningKey, signWith: TokenParts['signWith']): Buffer {
  const data = Buffer.from(input);
  switch (signWith) {
    case 'none':
      return Buffer.alloc(0);
    case 'hmac-of-public-key':
      return createHmac('sha256', key.publicKey.export({ type: 'spki', format: 'pem' }))
        .update(data)
        .digest();
    case 'RS512':
      return sign('sha512', data, key.privateKey);
    case 'PS256':
      return sign('sha256', data, {
        key: key.privateKey,
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: 32,
      });
    case undefined:
      return sign('sha256', data, { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  }
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

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
  /** Otherwise than the header says; `none` leaves the signature empty. */
  readonly signWith?: 'none' | 'RS512' | 'PS256' | Secret | undefined;
  /** Changes the texts of header and claims before they are signed. */
  readonly rewrite?:
    | { readonly [part in 'header' | 'claims']?: (json: string) => string }
    | undefined;
}

/** What a confused service may take for the secret of an HMAC: the public key in some form. */
export type Secret = keyof typeof secrets;

const secrets = {
  'hmac-of-public-key': (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }),
  'hmac-of-trimmed-pem': (key: KeyObject) =>
    String(key.export({ type: 'spki', format: 'pem' })).trim(),
  'hmac-of-pkcs1': (key: KeyObject) => key.export({ type: 'pkcs1', format: 'pem' }),
  'hmac-of-der': (key: KeyObject) => key.export({ type: 'spki', format: 'der' }),
  'hmac-of-jwk': (key: KeyObject) => JSON.stringify(key.export({ format: 'jwk' })),
  'hmac-of-modulus': (key: KeyObject) =>
    Buffer.from(String(key.export({ format: 'jwk' }).n), 'base64url'),
  'hmac-of-nothing': () => '',
} as const satisfies Readonly<Record<string, (key: KeyObject) => string | Buffer>>;

export function createSigningKey(
  algorithm: SigningKey['algorithm'],
  /** Other than the algorithm asks for. */
  { bits = 2048, curve = 'P-256' } = {},
): SigningKey {
  const pair =
    algorithm === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: bits })
      : generateKeyPairSync('ec', { namedCurve: curve });
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

export function signToken({ header, claims, key, signWith, rewrite = {} }: TokenParts): string {
  const input = `${encode(header, rewrite.header)}.${encode(claims, rewrite.claims)}`;
  return `${input}.${signature(input, key, signWith).toString('base64url')}`;
}

function signature(input: string, key: SigningKey, signWith: TokenParts['signWith']): Buffer {
  const data = Buffer.from(input);
  switch (signWith) {
    case 'none':
      return Buffer.alloc(0);
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
    default:
      return createHmac('sha256', secrets[signWith](key.publicKey)).update(data).digest();
  }
}

function encode(value: unknown, rewrite = (json: string): string => json): string {
  return Buffer.from(rewrite(JSON.stringify(value))).toString('base64url');
}

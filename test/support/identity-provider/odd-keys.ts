import { type JsonWebKey, randomBytes } from 'node:crypto';
import { type SigningKey, createSigningKey, publicJwk } from '../tokens.ts';

/** Keys as key sets have them beside the ones that are in use. */
export interface OddKeys {
  /** Of the other algorithm that is taken. */
  readonly elliptic: SigningKey;
  /** Published for encryption. */
  readonly encryption: SigningKey;
  /** An RSA key of 1024 bits. */
  readonly weak: SigningKey;
  /** Of another curve than its algorithm asks for. */
  readonly foreignCurve: SigningKey;
  /** Published for an algorithm that nobody takes. */
  readonly otherAlgorithm: SigningKey;
  /** Published for making signatures, not for verifying them. */
  readonly otherOperation: SigningKey;
  /** Two keys of one id. */
  readonly twins: readonly [SigningKey, SigningKey];
  /** All as they are published, and some that nobody can sign with. */
  readonly published: readonly JsonWebKey[];
}

export function createOddKeys(): OddKeys {
  const first = createSigningKey('RS256');
  const keys = {
    elliptic: createSigningKey('ES256'),
    encryption: createSigningKey('RS256'),
    weak: createSigningKey('RS256', { bits: 1024 }),
    foreignCurve: createSigningKey('ES256', { curve: 'P-384' }),
    otherAlgorithm: createSigningKey('RS256'),
    otherOperation: createSigningKey('RS256'),
    twins: [first, { ...createSigningKey('RS256'), id: first.id }],
  } as const;
  return {
    ...keys,
    published: [
      publicJwk(keys.elliptic),
      { ...publicJwk(keys.encryption), use: 'enc' },
      publicJwk(keys.weak),
      publicJwk(keys.foreignCurve),
      { ...publicJwk(keys.otherAlgorithm), alg: 'RS512' },
      { ...publicJwk(keys.otherOperation), key_ops: ['sign'] },
      ...keys.twins.map(publicJwk),
      { kty: 'oct', kid: 'symmetric', k: randomBytes(32).toString('base64url') },
      { kty: 'RSA', kid: 'incomplete', alg: 'RS256', use: 'sig' },
      { kty: 'XXX', kid: 'of another world' },
      {},
    ],
  };
}

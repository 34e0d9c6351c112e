import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, importPKCS8, type CryptoKey, type JWK } from 'jose';

const pemForm = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/g;
const shortestModulusBits = 2048;

/** The private keys of a file, as PEM (PKCS#8): RSA or P-256. Null where one is something else. */
export function readClientKeys(text: string): readonly string[] | null {
  const pems = text.match(pemForm) ?? [];
  return pems.length > 0 && pems.every((pem) => algorithmOf(pem) !== null) ? pems : null;
}

export interface ClientKey {
  readonly id: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: JWK;
}

/** The id follows from the key (RFC 7638), so that replicas name it alike. */
export async function importClientKey(pem: string): Promise<ClientKey> {
  const algorithm = algorithmOf(pem);
  if (algorithm === null) throw new Error('The client key is neither RSA nor P-256.');
  const jwk = await exportJWK(createPublicKey(pem));
  const id = await calculateJwkThumbprint(jwk);
  return {
    id,
    privateKey: await importPKCS8(pem, algorithm),
    publicKey: { ...jwk, kid: id, alg: algorithm, use: 'sig' },
  };
}

function algorithmOf(pem: string): 'RS256' | 'ES256' | null {
  try {
    return algorithmOfKey(createPrivateKey(pem));
  } catch {
    return null;
  }
}

function algorithmOfKey({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject) {
  const { modulusLength = 0, namedCurve } = asymmetricKeyDetails ?? {};
  if (asymmetricKeyType === 'rsa' && modulusLength >= shortestModulusBits) return 'RS256';
  return asymmetricKeyType === 'ec' && namedCurve === 'prime256v1' ? 'ES256' : null;
}

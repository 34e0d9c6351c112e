import {
  ClientSecretBasic,
  ClientSecretPost,
  PrivateKeyJwt,
  type ClientAuth,
  type ServerMetadata,
} from 'openid-client';
import type { JWK } from 'jose';
import { importClientKey, readClientKeys, type ClientKey } from './client-keys.ts';
import type { ClientCredential } from './config.ts';
import { linesOf } from './key-ring.ts';

/** Ways to prove to the provider that it is us, the preferred one first. */
export interface ClientCredentials {
  ways(provider: ServerMetadata): Promise<readonly ClientAuth[]>;
  /** What the provider verifies our signatures with; none where a secret is used. */
  publicKeys(): Promise<readonly JWK[]>;
}

export function createClientCredentials({ kind, secret }: ClientCredential): ClientCredentials {
  let known: { readonly text: string; readonly keys: readonly ClientKey[] } | null = null;

  async function keys(): Promise<readonly ClientKey[]> {
    const text = secret.current();
    if (known?.text === text) return known.keys;
    const pems = readClientKeys(text);
    // A file that was changed into nonsense leaves the former keys in use.
    if (pems === null && known !== null) return known.keys;
    const imported = await Promise.all((pems ?? []).map(importClientKey));
    known = { text, keys: imported };
    return imported;
  }

  return kind === 'secret'
    ? {
        ways: async (provider) =>
          linesOf(secret.current()).map((line) =>
            takesBasic(provider) ? ClientSecretBasic(line) : ClientSecretPost(line),
          ),
        publicKeys: () => Promise.resolve([]),
      }
    : {
        ways: async () =>
          (await keys()).map(({ id, privateKey }) => PrivateKeyJwt({ key: privateKey, kid: id })),
        publicKeys: async () => (await keys()).map(({ publicKey }) => publicKey),
      };
}

/** OpenID Connect Discovery §3: whoever announces nothing takes this. */
const takesBasic = ({ token_endpoint_auth_methods_supported: methods }: ServerMetadata): boolean =>
  methods === undefined || methods.includes('client_secret_basic');

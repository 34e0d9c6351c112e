import type { JSONWebKeySet } from 'jose';
import { readJsonAtMost } from '../read-at-most.ts';

/** The identity provider, known by OpenID Connect Discovery alone. */
export interface Provider {
  /** Throws when the provider does not answer, or not as the specification says. */
  fetchKeys(): Promise<JSONWebKeySet>;
}

export type Fetch = (address: string, options: RequestInit) => Promise<Response>;

/** For both documents together: whoever waits for a new key gets an answer within five seconds. */
const timeoutMilliseconds = 4000;
const longestDocumentBytes = 512 * 1024;

/** The address of the keys is looked up once, and again after fetching them has failed. */
export function createProvider(issuer: string, fetch: Fetch): Provider {
  let keysAddress: string | null = null;
  return {
    async fetchKeys() {
      const signal = AbortSignal.timeout(timeoutMilliseconds);
      try {
        keysAddress ??= await discoverKeysAddress(issuer, fetch, signal);
        const document = await fetchDocument(keysAddress, fetch, signal);
        if (!isKeySet(document)) throw new Error('The provider published no key set.');
        return document;
      } catch (error) {
        keysAddress = null;
        throw error;
      }
    },
  };
}

async function discoverKeysAddress(issuer: string, fetch: Fetch, signal: AbortSignal) {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const metadata = await fetchDocument(address, fetch, signal);
  // OpenID Connect Discovery 1.0 §4.3: a document about another issuer must not be used.
  if (!isRecord(metadata) || metadata['issuer'] !== issuer) {
    throw new Error('The discovery document names another issuer.');
  }
  const keysAddress = metadata['jwks_uri'];
  if (typeof keysAddress !== 'string') throw new Error('The discovery document has no jwks_uri.');
  // A provider behind a proxy that it knows nothing of says http: then whoever is on the way could
  // put keys of their own in.
  if (issuer.startsWith('https:') && !keysAddress.startsWith('https:')) {
    throw new Error('The jwks_uri of an issuer that is reached by https is not.');
  }
  return keysAddress;
}

async function fetchDocument(address: string, fetch: Fetch, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(address, {
    signal,
    redirect: 'error',
    headers: { accept: 'application/json' },
  });
  if (response.status !== 200) throw new Error(`The provider answered ${response.status}.`);
  return readJsonAtMost(longestDocumentBytes, response);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isKeySet = (value: unknown): value is JSONWebKeySet =>
  isRecord(value) && Array.isArray(value['keys']) && value['keys'].every(isRecord);

import { createServer } from 'node:http';
import { type SigningKey, createSigningKey, publicJwk } from '../tokens.ts';
import { listening } from './listening.ts';

/** Somebody with a server and a key of their own, who would like both to be looked at. */
export interface Attacker {
  readonly url: string;
  readonly key: SigningKey;
  /** What was asked of the server so far. */
  requests(): readonly string[];
  stop(): Promise<void>;
}

/** Its server publishes a discovery document and a key set under any address. */
export async function startAttacker(): Promise<Attacker> {
  const key = createSigningKey('RS256');
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ keys: [publicJwk(key)], jwks_uri: `${url}/jwks`, issuer: url }));
  });
  const { url, stop } = await listening(server);
  return { url, key, requests: () => requests, stop };
}

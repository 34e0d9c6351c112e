import { createServer } from 'node:http';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { RelyingParty } from './relying-party.ts';

/** Answers Keycloak in the place of the service: publishes the keys of its client, keeps logout tokens. */
export interface StandIn {
  /** Bodies of back-channel logouts, in the order they came in. */
  readonly logouts: readonly URLSearchParams[];
  stop(): Promise<void>;
}

export async function standIn(party: RelyingParty): Promise<StandIn> {
  const logouts: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const route = `${request.method} ${request.url}`;
      if (route === 'GET /auth/jwks.json') {
        void party.publicKeys().then((keys) => {
          response.setHeader('Content-Type', 'application/json');
          response.end(JSON.stringify(keys));
        });
      } else if (route === 'POST /auth/backchannel-logout') {
        logouts.push(new URLSearchParams(body));
        response.end();
      } else {
        response.writeHead(404).end();
      }
    });
  });
  const { hostname, port } = new URL(party.registration.publicUrl);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(Number(port), hostname, resolve);
  });
  return {
    logouts,
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export function opened(token: string): {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
} {
  return { header: { ...decodeProtectedHeader(token) }, claims: { ...decodeJwt(token) } };
}

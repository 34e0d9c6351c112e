import { createServer, type IncomingMessage } from 'node:http';

/**
 * A provider that repeats to whoever asks for tokens all that it was told, secrets decoded, in
 * ever other ways. Its keys are those of another one.
 */
export interface EchoingProvider {
  readonly issuer: string;
  /** What it was told at its token endpoint. */
  readonly told: readonly string[];
  stop(): Promise<void>;
}

export async function startEchoingProvider(keysOf: string): Promise<EchoingProvider> {
  const told: string[] = [];
  const server = createServer((request, response) => {
    void read(request).then(async (body) => {
      response.setHeader('Content-Type', 'application/json');
      if (request.url === '/.well-known/openid-configuration') {
        const document = await (await fetch(`${keysOf}/.well-known/openid-configuration`)).text();
        response.end(document.replaceAll(keysOf, issuer));
      } else if (request.url === '/jwks') {
        response.end(await (await fetch(`${keysOf}/jwks`)).text());
      } else {
        const echo = [request.headers.authorization ?? '', decoded(request), body].join(' ');
        const turn = answers[told.push(echo) % answers.length];
        response.writeHead(turn?.status ?? 500);
        response.end(turn?.body(echo) ?? echo);
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the provider has no port');
  const issuer = `http://127.0.0.1:${address.port}`;
  return {
    issuer,
    told,
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const answers: readonly { readonly status: number; readonly body: (echo: string) => string }[] = [
  { status: 500, body: (echo) => `<html>${echo}` },
  {
    status: 400,
    body: (echo) => JSON.stringify({ error: 'invalid_grant', error_description: echo }),
  },
  { status: 401, body: (echo) => JSON.stringify({ error: echo, error_uri: echo }) },
  {
    status: 200,
    body: (echo) =>
      JSON.stringify({ access_token: echo, refresh_token: echo, id_token: echo, token_type: echo }),
  },
];

function decoded({ headers }: IncomingMessage): string {
  const [scheme = '', credentials = ''] = (headers.authorization ?? '').split(' ');
  return /^basic$/i.test(scheme) ? Buffer.from(credentials, 'base64').toString() : '';
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

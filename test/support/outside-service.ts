import { createServer } from 'node:http';
import { type Json, parseJson } from './json.ts';

export interface OutsideCall {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Json;
}

export interface OutsideAnswer {
  readonly status: number;
  readonly body?: Json;
}

/** The stand-in of an external HTTP dependency: remembers its calls and answers as told. */
export interface OutsideService {
  readonly url: string;
  calls(): readonly OutsideCall[];
  answerWith(answer: (call: OutsideCall) => OutsideAnswer | 'hang'): void;
  stop(): Promise<void>;
}

export async function startOutsideService(): Promise<OutsideService> {
  const calls: OutsideCall[] = [];
  let answer: (call: OutsideCall) => OutsideAnswer | 'hang' = () => ({ status: 200, body: {} });
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const call: OutsideCall = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: text === '' ? null : parseJson(text),
      };
      calls.push(call);
      const chosen = answer(call);
      if (chosen === 'hang') return;
      response.writeHead(chosen.status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(chosen.body ?? {}));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was assigned');
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls: () => calls,
    answerWith(next) {
      answer = next;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

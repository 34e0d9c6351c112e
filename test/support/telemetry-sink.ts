import { createServer, type IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { type Span, spansOfJson, spansOfProtobuf } from './otlp-decode.ts';

/** An OpenTelemetry collector that only remembers. */
export interface TelemetrySink {
  readonly endpoint: string;
  spans(): readonly Span[];
  /** Everything received, as text, for looking after what must never be there. */
  received(): string;
  stop(): Promise<void>;
}

export async function startTelemetrySink(): Promise<TelemetrySink> {
  const spans: Span[] = [];
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    void read(request).then((body) => {
      bodies.push(body.toString('latin1'));
      if (request.url === '/v1/traces') {
        const json = request.headers['content-type']?.includes('json');
        spans.push(...(json ? spansOfJson(body.toString('utf8')) : spansOfProtobuf(body)));
      }
      response.writeHead(200, { 'Content-Type': request.headers['content-type'] ?? 'text/plain' });
      response.end(request.headers['content-type']?.includes('json') ? '{}' : '');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the sink has no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    spans: () => spans,
    received: () => bodies.join('\n'),
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
}

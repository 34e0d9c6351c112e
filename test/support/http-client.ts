import { request as httpRequest } from 'node:http';
import { type Json, type JsonObject, asObject, parseJson } from './json.ts';

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  /** In the order given; a name may occur more than once. */
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string | Buffer;
  /** Sends the body without a Content-Length. */
  readonly chunked?: boolean;
  readonly timeoutMs?: number;
}

export interface Reply {
  readonly status: number;
  /** By lower-case name; repeated headers joined as Node.js joins them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  readonly text: string;
  /** The body parsed; throws where it is not JSON. */
  readonly json: Json;
  /** The body as an object; throws where it is something else. */
  readonly object: JsonObject;
}

/** One request on one connection of its own, sent exactly as described. */
export function send(request: HttpRequest): Promise<Reply> {
  const url = new URL(request.url);
  const body = request.body === undefined ? undefined : Buffer.from(request.body);
  const headers: string[] = ['Host', url.host, 'Connection', 'close'];
  for (const [name, value] of request.headers ?? []) headers.push(name, value);
  if (request.chunked) headers.push('Transfer-Encoding', 'chunked');
  else if (body !== undefined) headers.push('Content-Length', String(body.length));

  return new Promise((resolve, reject) => {
    // The path is cut from the text: URL would normalise `..` and `%2e` away.
    const path = request.url.slice(url.origin.length) || '/';
    const outgoing = httpRequest(
      { host: url.hostname, port: url.port, method: request.method, path, headers, agent: false },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          resolve(reply(incoming.statusCode ?? 0, incoming.headers, Buffer.concat(chunks)));
        });
      },
    );
    outgoing.setTimeout(request.timeoutMs ?? 30_000, () => {
      outgoing.destroy(new Error(`no answer: ${request.method} ${request.url}`));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function reply(
  status: number,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  bytes: Buffer,
): Reply {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const text = bytes.toString('utf8');
  return {
    status,
    headers: flat,
    bytes,
    text,
    get json() {
      return parseJson(text);
    },
    get object() {
      return asObject(parseJson(text), `the body of the ${status} answer`);
    },
  };
}

import { connect } from 'node:net';

export interface RawReply {
  /** 0 where the server closed without an answer. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * Writes bytes as they are and reads what comes until the connection closes or nothing more comes
 * for a while: for requests that no HTTP client would send.
 */
export function sendRaw(
  origin: string,
  bytes: string | Buffer,
  { quietMs = 500, withinMs = 10_000 } = {},
): Promise<RawReply> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    const chunks: Buffer[] = [];
    const finish = (): void => {
      socket.destroy();
      resolve(parse(Buffer.concat(chunks).toString('latin1')));
    };
    let timer = setTimeout(finish, withinMs);
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      clearTimeout(timer);
      timer = setTimeout(finish, quietMs);
    });
    socket.on('close', () => {
      clearTimeout(timer);
      finish();
    });
    socket.on('error', (error) => {
      // A server may reset once it has answered and refuses to read on.
      if (chunks.length === 0 && !('code' in error && error.code === 'ECONNRESET')) reject(error);
    });
    socket.write(bytes);
  });
}

/** Sends the start of a request, and then a piece of it every second for as long as it is let. */
export function trickle(
  origin: string,
  start: string,
  piece: string,
  withinMs = 60_000,
): Promise<RawReply & { readonly milliseconds: number }> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve) => {
    const startedAt = Date.now();
    const chunks: Buffer[] = [];
    const socket = connect({ host: hostname, port: Number(port) });
    const dripping = setInterval(() => socket.write(piece), 1000);
    const timer = setTimeout(() => socket.destroy(), withinMs);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      clearInterval(dripping);
      clearTimeout(timer);
      const answer = parse(Buffer.concat(chunks).toString('latin1'));
      resolve({ ...answer, milliseconds: Date.now() - startedAt });
    });
    socket.write(start);
  });
}

function parse(answer: string): RawReply {
  const [head = '', ...rest] = answer.split('\r\n\r\n');
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return {
    status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(statusLine)?.[1] ?? 0),
    headers,
    text: rest.join('\r\n\r\n'),
  };
}

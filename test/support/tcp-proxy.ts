import { connect, createServer, type Socket } from 'node:net';

export type ProxyMode = 'pass' | 'refuse' | 'hang';

/** A TCP relay that can take a dependency away: `refuse` resets connections, `hang` swallows bytes. */
export interface TcpProxy {
  readonly port: number;
  become(mode: ProxyMode): void;
  stop(): Promise<void>;
}

export async function startTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  let mode: ProxyMode = 'pass';
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((inbound) => {
    if (mode === 'refuse') {
      inbound.resetAndDestroy();
      return;
    }
    const outbound = connect(target);
    const pair = [inbound, outbound] as const;
    pairs.add(pair);
    for (const [from, to] of [[inbound, outbound] as const, [outbound, inbound] as const]) {
      from.setNoDelay(true);
      from.on('data', (chunk) => {
        if (mode !== 'hang') to.write(chunk);
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        pairs.delete(pair);
        to.destroy();
      });
    }
  });
  const cut = (): void => {
    for (const pair of pairs) for (const socket of pair) socket.resetAndDestroy();
  };
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    port: address.port,
    become(next) {
      mode = next;
      if (next === 'refuse') cut();
    },
    async stop() {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

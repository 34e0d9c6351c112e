import { once } from 'node:events';
import type { Server } from 'node:http';

export interface Listening {
  readonly url: string;
  /** Also ends what is still open. */
  stop(): Promise<void>;
}

/** Listens on this machine alone, on a port that is free. */
export async function listening(server: Server): Promise<Listening> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was assigned');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

import { createServer } from 'node:net';

/**
 * A free port of the loopback interface: the wished one if it is free.
 * @param {number} [wish]
 * @returns {Promise<number>}
 */
export async function freePort(wish = 0) {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => (wish === 0 ? reject(error) : resolve(freePort())));
    server.listen({ host: '127.0.0.1', port: wish, exclusive: true }, () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

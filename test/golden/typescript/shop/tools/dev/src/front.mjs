import { createServer } from 'node:http';

/**
 * @typedef {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => Promise<void>} Answer
 *
 * @typedef {object} Front
 * @property {number} port
 * @property {string} origin
 * @property {(answer: Answer) => void} serve
 * @property {() => Promise<void>} stop
 */

/** Where a run says which one it is. */
export const runPath = '/.dev/run';

/**
 * The run's own HTTP server on the loopback interface. It proves that the run is alive, since its
 * socket dies with the process, and carries the identity provider where there is one.
 * @param {string} runId
 * @param {number} [wish] a port
 * @returns {Promise<Front>}
 */
export async function startFront(runId, wish = 0) {
  /** @type {Answer | null} */
  let rest = null;
  const server = createServer((request, response) => {
    if (request.url === runPath) {
      response.end(runId);
    } else if (rest === null) {
      response.writeHead(404).end();
    } else {
      rest(request, response).catch((error) => {
        if (!response.headersSent) response.writeHead(400, { 'content-type': 'text/plain' });
        response.end(error instanceof Error ? error.message : '');
      });
    }
  });
  const port = await listen(server, wish);
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    serve: (answer) => void (rest = answer),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * @param {import('node:http').Server} server
 * @param {number} wish
 * @returns {Promise<number>} the port: the wished one if it is free
 */
async function listen(server, wish) {
  return await new Promise((resolve, reject) => {
    server.once('error', (error) => (wish === 0 ? reject(error) : resolve(listen(server, 0))));
    server.listen({ host: '127.0.0.1', port: wish, exclusive: true }, () => {
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : 0);
    });
  });
}

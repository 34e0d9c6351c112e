import { createServer } from 'node:net';

import { Problem } from './problem.mjs';

/** Where the app listens: processes count up from the first one's ports. */
const ports = /** @type {const} */ ([
  ['PORT', 8080],
  ['MANAGEMENT_PORT', 9464],
]);

/**
 * The port of one of several processes.
 * @param {Record<string, string | undefined>} environment
 * @param {'PORT' | 'MANAGEMENT_PORT'} name
 * @param {number} index
 */
export function portOf(environment, name, index) {
  const fallback = ports.find(([each]) => each === name)?.[1] ?? 0;
  return Number(environment[name] ?? fallback) + index;
}

/**
 * Throws where another program has a port of the app: it would answer in the app's place.
 * @param {Record<string, string | undefined>} environment
 * @param {number} processes
 */
export async function requirePorts(environment, processes) {
  for (const [name] of ports) {
    for (let index = 0; index < processes; index += 1) {
      const port = portOf(environment, name, index);
      if (await taken(port, environment.HOST ?? '0.0.0.0'))
        throw new Problem(
          `port ${port} is taken by another program`,
          `Take another one: ${name}=${portOf(environment, name, 0) + 100}`,
        );
    }
  }
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<boolean>}
 */
async function taken(port, host) {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return false;
  return await new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve('code' in error && error.code === 'EADDRINUSE'));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(false)));
  });
}

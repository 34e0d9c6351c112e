import { createRequire } from 'node:module';
import path from 'node:path';

import { installDependencies } from '../install.mjs';
import { toolFolder } from '../places.mjs';
import { randomSecret } from '../private-file.mjs';
import { Problem } from '../problem.mjs';
import { addressOf, ensureDatabase, namesFor } from './roles.mjs';

/**
 * PostgreSQL in a throw-away container, with the same database and roles as the embedded one.
 * Testcontainers removes the container even when this program is killed.
 * @param {{ name: string, image: string }} wish
 * @returns {Promise<import('./embedded.mjs').Database>}
 */
export async function startContainer({ name, image }) {
  const folder = path.join(toolFolder, 'testcontainers');
  await installDependencies(folder);
  /** @type {Testcontainers} */
  const { GenericContainer, Wait } = createRequire(path.join(folder, 'package.json'))(
    'testcontainers',
  );
  const passwords = {
    superuser: randomSecret(),
    owner: randomSecret(),
    application: randomSecret(),
  };
  const container = await new GenericContainer(image)
    .withEnvironment({ POSTGRES_PASSWORD: passwords.superuser, TZ: 'UTC' })
    .withCommand([
      'postgres',
      '-c',
      'shared_preload_libraries=pg_stat_statements',
      '-c',
      'max_connections=200',
    ])
    .withExposedPorts(5432)
    // The image starts the server twice: once for itself, to initialise, and then for everybody.
    .withWaitStrategy(Wait.forLogMessage(/database system is ready to accept connections/, 2))
    .start()
    .catch((error) => {
      throw new Problem(
        `PostgreSQL does not start as a container: ${error.message}`,
        'Is Docker running? Without --testcontainers, none is needed.',
      );
    });
  const server = { host: container.getHost(), port: container.getMappedPort(5432) };
  const names = namesFor(name);
  await ensureDatabase(server, passwords, names);
  return {
    address: addressOf(server, names.application, passwords.application, names.database),
    ownerAddress: addressOf(server, names.migrator, passwords.owner, names.database),
    about: `PostgreSQL (${image}) on ${server.host}:${server.port}, database ${names.database}`,
    crashed: new Promise(() => undefined),
    stop: async () => void (await container.stop()),
  };
}

/**
 * The part of testcontainers used here; the package is not there until it is asked for.
 * @typedef {object} Testcontainers
 * @property {new (image: string) => Container} GenericContainer
 * @property {{ forLogMessage(message: RegExp, times: number): unknown }} Wait
 *
 * @typedef {object} Container
 * @property {(variables: Record<string, string>) => Container} withEnvironment
 * @property {(command: string[]) => Container} withCommand
 * @property {(port: number) => Container} withExposedPorts
 * @property {(strategy: unknown) => Container} withWaitStrategy
 * @property {() => Promise<{ getHost(): string, getMappedPort(port: number): number, stop(): Promise<unknown> }>} start
 */

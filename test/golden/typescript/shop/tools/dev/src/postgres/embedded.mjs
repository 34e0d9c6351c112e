import { mkdir, readFile, rmdir } from 'node:fs/promises';
import path from 'node:path';

import { Problem } from '../problem.mjs';
import { keep, randomSecret, removeFolder, writePrivate } from '../private-file.mjs';
import { findBinaries } from './binaries.mjs';
import { ensureCluster, isHabitable } from './cluster.mjs';
import { clusterHomes } from './homes.mjs';
import { addressOf, answers, ensureDatabase, namesFor } from './roles.mjs';
import { startServer } from './server.mjs';
import { dataShelter, ensureShelter } from './shelter.mjs';
import { databaseUser } from './user.mjs';

const host = '127.0.0.1';

/**
 * @typedef {object} Database
 * @property {string} address DATABASE_URL, the application's role
 * @property {string} ownerAddress MIGRATION_DATABASE_URL
 * @property {string} about a line for the person
 * @property {Promise<void>} crashed
 * @property {() => Promise<void>} stop
 */

/**
 * Starts PostgreSQL with the repository's database and its three roles.
 * @param {{ name: string, folder: string, durable: boolean, guard: import('../process/guarded.mjs').Guard }} wish
 *   folder: where its data may be kept; durable: the data is wanted after the run
 * @returns {Promise<Database>}
 */
export async function startEmbedded({ name, folder, durable, guard }) {
  const user = databaseUser(path.join(clusterHomes(folder).here, 'data'));
  const habitable = await isHabitable(folder, user);
  if (!habitable) await ensureShelter(dataShelter());
  const home = clusterHomes(folder)[habitable ? 'here' : 'sheltered'];
  await mkdir(home, { recursive: true });
  if (!durable) guard.watch({ kind: 'folder', folder: home });

  const binaries = await findBinaries(user);
  const passwords = await keep(path.join(home, 'passwords.json'), () => ({
    superuser: randomSecret(),
    owner: randomSecret(),
    application: randomSecret(),
  }));
  const place = {
    dataFolder: path.join(home, 'data'),
    logFile: path.join(home, 'server.log'),
    binaries,
    user,
  };
  await ensureCluster(place, passwords.superuser);
  guard.watch({ kind: 'cluster', dataFolder: place.dataFolder });
  const portFile = path.join(home, 'port');
  const lastPort = Number(await readFile(portFile, 'utf8').catch(() => '0')) || 0;
  const server = await startServer(place, {
    port: lastPort,
    settings: settings(durable),
    answers: (port) =>
      answers({ host, port }, passwords).catch(() => Promise.reject(forgottenPasswords(home))),
  });
  await writePrivate(portFile, String(server.port));
  const names = namesFor(name);
  const address = { host, port: server.port };
  await ensureDatabase(address, passwords, names);
  return {
    address: addressOf(address, names.application, passwords.application, names.database),
    ownerAddress: addressOf(address, names.migrator, passwords.owner, names.database),
    about: `PostgreSQL 18 on ${host}:${server.port}, database ${names.database}`,
    crashed: server.crashed,
    stop: async () => {
      await server.stop();
      if (!durable) await removeHome(home);
    },
  };
}

/** With the folders around it that are empty then. @param {string} home */
async function removeHome(home) {
  await removeFolder(home);
  if (!home.startsWith(dataShelter())) return;
  await rmdir(path.dirname(home)).catch(() => undefined);
  await rmdir(dataShelter()).catch(() => undefined);
}

/** @param {boolean} durable @returns {Record<string, string | number>} */
function settings(durable) {
  return {
    listen_addresses: host,
    unix_socket_directories: '',
    max_connections: 200,
    shared_preload_libraries: 'pg_stat_statements',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'warning',
    // Throw-away data need not survive a power cut, and tests are faster for it.
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
}

/** @param {string} home */
function forgottenPasswords(home) {
  return new Problem(
    `the passwords in ${home} are not those of its data`,
    'Begin anew with main.mjs reset --yes.',
  );
}

import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { claim, publish, release } from './claim.mjs';
import { sweep } from './fresh.mjs';
import { startFront } from './front.mjs';
import { stateFolder } from './places.mjs';
import { removeFolder, writePrivate } from './private-file.mjs';
import { Problem } from './problem.mjs';

/**
 * @typedef {object} Wish
 * @property {import('./config.mjs').Config} config
 * @property {boolean} postgres
 * @property {boolean} identity
 * @property {boolean} fresh
 * @property {boolean} testcontainers
 * @property {string[]} origins where the service is reached from a browser
 *
 * @typedef {object} World what a run can be told and must be told
 * @property {import('./stops.mjs').Stops} stops
 * @property {import('./process/guarded.mjs').Guard} guard
 * @property {() => void} check throws when the run is to end
 *
 * @typedef {object} Services
 * @property {Record<string, string>} environment their addresses
 * @property {string[]} about a line for each
 * @property {Promise<string>} failed resolves with the reason when a service ends by itself
 */

/**
 * Starts what is wished for, or finds it running: the services of a run that is alive are shared,
 * so a second terminal works on the same data.
 * @param {Wish} wish
 * @param {World} world
 * @returns {Promise<Services>}
 */
export async function provideServices(wish, world) {
  await prepareStateFolder();
  await sweep();
  const id = randomUUID();
  const folder = wish.fresh ? path.join(stateFolder, 'fresh', id) : stateFolder;
  await mkdir(folder, { recursive: true });
  const front = await startFront(id, await recall(folder));
  world.stops.add(front.stop);
  if (wish.fresh) {
    world.stops.add(() => removeFolder(folder));
    world.guard.watch({ kind: 'folder', folder });
  }
  /** @type {import('./claim.mjs').RunRecord} */
  const record = {
    id,
    pid: process.pid,
    port: front.port,
    ready: false,
    environment: {},
    terminal: null,
  };
  const claimed = await claim(folder, record, world.check);
  if (claimed.kind === 'theirs') return shared(claimed.record, wish);

  world.stops.add(() => release(folder));
  await writePrivate(portFile(folder), JSON.stringify(front.port));
  const started = await startServices(wish, world, folder, front);
  await publish(folder, { ...record, ready: true, ...started.record });
  return started.services;
}

/** The port of the last run, so that the issuer, and what is bookmarked, stays. @param {string} folder */
async function recall(folder) {
  return Number(await readFile(portFile(folder), 'utf8').catch(() => '0')) || 0;
}

/** @param {string} folder */
function portFile(folder) {
  return path.join(folder, 'port');
}

/**
 * @param {Wish} wish
 * @param {World} world
 * @param {string} folder
 * @param {import('./front.mjs').Front} front
 */
async function startServices(wish, world, folder, front) {
  /** @type {Services} */
  const services = { environment: {}, about: [], failed: new Promise(() => undefined) };
  /** @type {import('./identity/start.mjs').Terminal | null} */
  let terminal = null;
  if (wish.postgres) {
    const database = await startDatabase(wish, world, folder);
    world.stops.add(database.stop);
    world.check();
    services.environment.DATABASE_URL = database.address;
    services.environment.MIGRATION_DATABASE_URL = database.ownerAddress;
    services.about.push(database.about);
    services.failed = database.crashed.then(() => 'PostgreSQL has stopped');
  }
  if (wish.identity) {
    const { startIdentity } = await import('./identity/start.mjs');
    const identity = await startIdentity({
      config: wish.config,
      folder,
      issuer: front.origin,
      origins: wish.origins,
    });
    front.serve(identity.answer);
    Object.assign(services.environment, identity.environment);
    services.about.push(`identity provider on ${front.origin}`);
    terminal = identity.terminal;
  }
  return { services, record: { environment: services.environment, terminal } };
}

/**
 * @param {Wish} wish
 * @param {World} world
 * @param {string} folder
 * @returns {Promise<import('./postgres/embedded.mjs').Database>}
 */
async function startDatabase(wish, world, folder) {
  const { name, postgresImage } = wish.config;
  if (wish.testcontainers) {
    const { startContainer } = await import('./postgres/container.mjs');
    return await startContainer({ name, image: postgresImage });
  }
  const { startEmbedded } = await import('./postgres/embedded.mjs');
  return await startEmbedded({ name, folder, durable: !wish.fresh, guard: world.guard });
}

/**
 * @param {import('./claim.mjs').RunRecord} record
 * @param {Wish} wish
 * @returns {Services}
 */
function shared({ environment, pid }, wish) {
  const missing =
    (wish.postgres && environment.DATABASE_URL === undefined) ||
    (wish.identity && environment.OIDC_ISSUER === undefined);
  if (missing) {
    throw new Problem(
      `another run (process ${pid}) has not all the services asked for`,
      'End it, or use --fresh for services of your own.',
    );
  }
  return {
    environment,
    about: [`the services of the run that is already there (process ${pid})`],
    failed: new Promise(() => undefined),
  };
}

/** Ignores itself, so that no repository needs to be told. */
async function prepareStateFolder() {
  try {
    await mkdir(stateFolder, { recursive: true });
    await writeFile(path.join(stateFolder, '.gitignore'), '*\n');
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    throw new Problem(
      `cannot write to ${stateFolder}: ${reason}`,
      'Was it made by another user, perhaps root?',
    );
  }
}

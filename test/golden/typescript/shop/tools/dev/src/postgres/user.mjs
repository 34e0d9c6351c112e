import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

import { Problem } from '../problem.mjs';

/** @typedef {{ uid: number, gid: number } | null} DatabaseUser null: the user that runs this program */

/**
 * PostgreSQL refuses to run as root; then it runs as the owner of the data it already has, as
 * `postgres`, or as `nobody`.
 * @param {string} dataFolder
 * @returns {DatabaseUser}
 */
export function databaseUser(dataFolder) {
  if (process.getuid === undefined) return null;
  if (process.getuid() !== 0) {
    if (id('-un') === null) {
      throw new Problem(
        `user id ${process.getuid()} has no entry in the user database, and PostgreSQL needs one`,
        'Add the user to /etc/passwd, or give a DATABASE_URL of your own.',
      );
    }
    return null;
  }
  const owner = statSync(dataFolder, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of ['postgres', 'nobody']) {
    const uid = id('-u', name);
    const gid = id('-g', name);
    if (uid !== null && gid !== null) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Problem(
    'PostgreSQL refuses to run as root, and there is neither a user postgres nor a user nobody',
    'Run this as an ordinary user, or give a DATABASE_URL of your own.',
  );
}

/** @param {string[]} args */
function id(...args) {
  const answer = spawnSync('id', args, { encoding: 'utf8' });
  return answer.status === 0 ? answer.stdout.trim() : null;
}

/** What `spawn` needs to run something as that user. @param {DatabaseUser} user */
export function as(user) {
  return user === null ? {} : { uid: user.uid, gid: user.gid };
}

/**
 * Whether that user can read and enter a folder, asked of the kernel itself.
 * @param {DatabaseUser} user
 * @param {string} folder
 */
export function canEnter(user, folder) {
  if (user === null) return true;
  const test = ['-c', 'test -r "$1" && test -x "$1"', 'sh', folder];
  return spawnSync('/bin/sh', test, { ...as(user), cwd: '/' }).status === 0;
}

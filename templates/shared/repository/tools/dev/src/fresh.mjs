import { readdir } from 'node:fs/promises';
import path from 'node:path';

import { liveRun } from './claim.mjs';
import { stateFolder } from './places.mjs';
import { removeFolder } from './private-file.mjs';

/** Throw-away folders of runs that were killed together with their guard, a while ago. */
export async function sweep() {
  const fresh = path.join(stateFolder, 'fresh');
  for (const id of await readdir(fresh).catch(() => [])) {
    const folder = path.join(fresh, id);
    if (await isAbandoned(folder)) await removeFolder(folder);
  }
}

/** @param {string} folder */
async function isAbandoned(folder) {
  return (await liveRun(folder).catch(() => true)) === null;
}

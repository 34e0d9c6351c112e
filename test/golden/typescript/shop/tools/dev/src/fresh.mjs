import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

import { hasRecord, liveRun } from './claim.mjs';
import { stateFolder } from './places.mjs';
import { clusterHomes } from './postgres/homes.mjs';
import { stopOrphan } from './postgres/server.mjs';
import { removeFolder } from './private-file.mjs';

/** Long enough for any run to have written its record. */
const newMs = 600_000;

/** Removes what throw-away runs left that were killed together with their guard. */
export async function sweep() {
  const fresh = path.join(stateFolder, 'fresh');
  for (const id of await readdir(fresh).catch(() => [])) {
    const folder = path.join(fresh, id);
    if (!(await isAbandoned(folder))) continue;
    for (const home of Object.values(clusterHomes(folder))) {
      await stopOrphan(path.join(home, 'data'));
      await removeFolder(home);
    }
    await removeFolder(folder);
  }
}

/** @param {string} folder */
async function isAbandoned(folder) {
  if (!hasRecord(folder)) {
    const found = await stat(folder).catch(() => null);
    return found !== null && Date.now() - found.mtimeMs > newMs;
  }
  return (await liveRun(folder).catch(() => true)) === null;
}

import { readdir } from 'node:fs/promises';
import path from 'node:path';

import { liveRun } from './claim.mjs';
import { sweep } from './fresh.mjs';
import { stateFolder } from './places.mjs';
import { dataShelter } from './postgres/shelter.mjs';
import { removeFolder } from './private-file.mjs';
import { Problem } from './problem.mjs';

/** Deletes the development database, keys and secrets; the next run makes new ones. */
export async function reset() {
  await sweep();
  const live = await liveRun(stateFolder);
  const throwAway = await readdir(path.join(stateFolder, 'fresh')).catch(() => []);
  if (live !== null || throwAway.length > 0) {
    const which = live === null ? 'a throw-away run' : `a run (process ${live.pid})`;
    throw new Problem(`${which} is using the services`, 'End it first.');
  }
  await removeFolder(dataShelter());
  await removeFolder(stateFolder);
}

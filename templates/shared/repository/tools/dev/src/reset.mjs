import { liveRun } from './claim.mjs';
import { stateFolder } from './places.mjs';
import { shelteredFolder } from './postgres/shelter.mjs';
import { removeFolder } from './private-file.mjs';
import { Problem } from './problem.mjs';

/** Deletes the development database, keys and secrets; the next run makes new ones. */
export async function reset() {
  const live = await liveRun(stateFolder);
  if (live !== null)
    throw new Problem(`a run (process ${live.pid}) is using the services`, 'End it first.');
  await removeFolder(shelteredFolder(stateFolder));
  await removeFolder(stateFolder);
}

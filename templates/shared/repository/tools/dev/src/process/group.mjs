import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A command and whatever it started are one process group (its leader's id), so that ending the
 * command ends all of it. Windows has no groups; there the tree below the process is ended.
 * @param {number} leader
 * @param {NodeJS.Signals} signal
 * @returns {boolean} false when nothing of the group is left
 */
export function signalGroup(leader, signal) {
  if (process.platform === 'win32') {
    const tree = spawnSync('taskkill', ['/pid', String(leader), '/t', '/f'], { windowsHide: true });
    return tree.status === 0;
  }
  try {
    process.kill(-leader, signal);
    return true;
  } catch {
    return false;
  }
}

/**
 * Ends what is left of a group: asks, waits, insists.
 * @param {number} leader
 * @param {number} [patienceMs]
 */
export async function endGroup(leader, patienceMs = 5000) {
  if (!signalGroup(leader, 'SIGTERM') || process.platform === 'win32') return;
  const deadline = Date.now() + patienceMs;
  while (groupExists(leader)) {
    if (Date.now() > deadline) signalGroup(leader, 'SIGKILL');
    await sleep(20);
  }
}

/** @param {number} leader */
function groupExists(leader) {
  try {
    process.kill(-leader, 0);
    return true;
  } catch {
    return false;
  }
}

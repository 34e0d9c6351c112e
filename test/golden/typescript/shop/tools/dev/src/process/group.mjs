import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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
  let killed = false;
  while (groupLives(leader) && Date.now() < deadline + 1000) {
    if (!killed && Date.now() > deadline) killed = signalGroup(leader, 'SIGKILL');
    await sleep(20);
  }
}

/** @param {number} leader */
function groupLives(leader) {
  try {
    process.kill(-leader, 0);
  } catch {
    return false;
  }
  return !existsSync('/proc/self/stat') || hasLivingMember(leader);
}

/**
 * Where nobody reaps orphans, as in many containers, a dead process stays in its group.
 * @param {number} leader
 */
function hasLivingMember(leader) {
  return readdirSync('/proc').some((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    const [state, , group] = statOf(entry);
    return group === String(leader) && state !== 'Z' && state !== 'X';
  });
}

/** State, parent and group of a process, and more. @param {string} pid */
function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

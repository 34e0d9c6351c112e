import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { runPath } from './front.mjs';
import { writePrivate } from './private-file.mjs';
import { Problem } from './problem.mjs';

/**
 * @typedef {object} RunRecord what a run tells others about itself
 * @property {string} id
 * @property {number} pid
 * @property {number} port of its front
 * @property {boolean} ready
 * @property {Record<string, string>} environment
 * @property {import('./identity/start.mjs').Terminal | null} terminal
 */

/** @param {string} folder */
const recordFile = (folder) => path.join(folder, 'run.json');

const patienceMs = 120_000;

/**
 * Claims a state folder for a run. One run at a time owns it; where another one does and is alive,
 * that one's record is returned, once it is ready.
 * @param {string} folder
 * @param {RunRecord} record
 * @param {() => void} check throws when waiting is no longer wanted
 * @returns {Promise<{ kind: 'ours' } | { kind: 'theirs', record: RunRecord }>}
 */
export async function claim(folder, record, check) {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    check();
    if (await create(recordFile(folder), JSON.stringify(record))) return { kind: 'ours' };
    const other = await readRecord(folder);
    if (other !== null && (await isAlive(other))) {
      if (other.ready) return { kind: 'theirs', record: other };
      if (Date.now() > deadline) throw busy(other);
      await sleep(100);
    } else {
      await discard(folder, other);
    }
  }
}

/**
 * @param {string} folder
 * @param {RunRecord} record
 */
export async function publish(folder, record) {
  await writePrivate(recordFile(folder), JSON.stringify(record));
}

/** @param {string} folder */
export async function release(folder) {
  await rm(recordFile(folder), { force: true });
}

/** @param {string} folder */
export function hasRecord(folder) {
  return existsSync(recordFile(folder));
}

/**
 * The record of the run that owns a folder, if it is alive.
 * @param {string} folder
 * @returns {Promise<RunRecord | null>}
 */
export async function liveRun(folder) {
  const record = await readRecord(folder);
  return record !== null && (await isAlive(record)) ? record : null;
}

/** @param {string} file @param {string} content @returns {Promise<boolean>} */
async function create(file, content) {
  try {
    await writeFile(file, content, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} folder @returns {Promise<RunRecord | null>} */
async function readRecord(folder) {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const text = await readFile(recordFile(folder), 'utf8').catch(() => null);
    if (text === null) return null;
    try {
      return JSON.parse(text);
    } catch {
      // Its owner is just writing it, or was killed while doing so.
      await sleep(50);
    }
  }
  return null;
}

/**
 * A run is alive if its front says so. Process ids are no proof: they are given out again.
 * @param {RunRecord} record
 */
async function isAlive(record) {
  try {
    const response = await fetch(`http://127.0.0.1:${record.port}${runPath}`, {
      signal: AbortSignal.timeout(5000),
    });
    return (await response.text()) === record.id;
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') throw busy(record);
    return false;
  }
}

/** @param {RunRecord} record */
function busy(record) {
  return new Problem(
    `another run (process ${record.pid}) holds the services and does not answer`,
    'End it, or use --fresh for services of your own.',
  );
}

/**
 * Takes the record of a dead run away, unless a new run has put its own there meanwhile.
 * @param {string} folder
 * @param {RunRecord | null} dead
 */
async function discard(folder, dead) {
  const aside = path.join(folder, `run.${randomBytes(6).toString('hex')}.json`);
  const moved = await rename(recordFile(folder), aside).then(
    () => true,
    () => false,
  );
  if (!moved) return;
  const text = await readFile(aside, 'utf8');
  if (dead === null || text.includes(dead.id)) await rm(aside, { force: true });
  else await rename(aside, recordFile(folder));
}

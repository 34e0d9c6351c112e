import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { freePort } from '../free-port.mjs';
import { Problem } from '../problem.mjs';
import { program } from './binaries.mjs';
import { as } from './user.mjs';

/**
 * @typedef {object} Place where a cluster lives and who runs it
 * @property {string} dataFolder
 * @property {string} logFile
 * @property {string} binaries
 * @property {import('./user.mjs').DatabaseUser} user
 *
 * @typedef {object} Server
 * @property {number} port
 * @property {Promise<void>} crashed when the server ends without being stopped
 * @property {() => Promise<void>} stop
 */

const patienceMs = 30_000;

/** What PostgreSQL says where trying again helps: a port just taken, a killed server not quite gone. */
const passing = /could not bind|in use|already exists|starting up|shutting down/i;

/**
 * Starts PostgreSQL on a data folder and waits until it answers. Tries again where another program
 * took the port in between, or where the processes of a killed run have not quite gone yet.
 * @param {Place} place
 * @param {{ port: number, settings: Record<string, string | number>, answers: (port: number) => Promise<boolean> }} wish
 * @returns {Promise<Server>}
 */
export async function startServer(place, { port: wishedPort, settings, answers }) {
  await stopOrphan(place.dataFolder);
  const deadline = Date.now() + patienceMs;
  for (let wish = wishedPort; ; wish = 0) {
    const port = await freePort(wish);
    const attempt = await launch(place, { ...settings, port }, () => answers(port), deadline);
    if (attempt.server !== null) return { port, ...attempt.server };
    if (Date.now() > deadline || !passing.test(attempt.log)) {
      throw new Problem(
        `PostgreSQL does not start:\n${attempt.log}`,
        `Its log is ${place.logFile}`,
      );
    }
    await forgetForeignLock(place);
    await sleep(250);
  }
}

/**
 * @param {Place} place
 * @param {Record<string, string | number>} settings
 * @param {() => Promise<boolean>} answers
 * @param {number} deadline
 */
async function launch(place, settings, answers, deadline) {
  const logFrom = (await readFile(place.logFile, 'utf8').catch(() => '')).length;
  const log = openSync(place.logFile, 'a', 0o600);
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // In a session of its own: Ctrl-C in the terminal must reach the command first, and only us.
  const child = spawn(program(place.binaries, 'postgres'), ['-D', place.dataFolder, ...flags], {
    ...as(place.user),
    cwd: place.dataFolder,
    env: serverEnvironment(),
    detached: true,
    stdio: ['ignore', log, log],
    windowsHide: true,
  });
  closeSync(log);
  let stopping = false;
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  while (isRunning(child) && Date.now() < deadline) {
    if (await answers()) {
      /** @type {Promise<void>} */
      const crashed = new Promise((resolve) => {
        void ended.then(() => (stopping ? undefined : resolve()));
      });
      const stop = () => {
        stopping = true;
        return stopChild(child, place, ended);
      };
      return { server: { crashed, stop }, log: '' };
    }
    await sleep(20);
  }
  if (isRunning(child)) await stopChild(child, place, ended);
  const text = await readFile(place.logFile, 'utf8').catch(() => '');
  return { server: null, log: text.slice(logFrom).trim() };
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {Place} place
 * @param {Promise<void>} ended
 */
async function stopChild(child, place, ended) {
  if (process.platform === 'win32') {
    const args = ['stop', '-D', place.dataFolder, '-m', 'fast'];
    spawnSync(program(place.binaries, 'pg_ctl'), args, { stdio: 'ignore', windowsHide: true });
  }
  await Promise.all([
    endServer(
      (signal) => void child.kill(signal),
      () => isRunning(child),
    ),
    ended,
  ]);
}

/** @param {import('node:child_process').ChildProcess} child */
function isRunning(child) {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

/**
 * Stops whatever server runs on a data folder: a run that was killed has left it over. Nobody else
 * can own it, since the caller holds the run's claim on the folder.
 * @param {string} dataFolder
 */
export async function stopOrphan(dataFolder) {
  const pid = await readLock(dataFolder);
  if (pid === null || !isAlive(pid) || !isServerOf(pid, dataFolder)) return;
  await endServer(
    (signal) => void process.kill(pid, signal),
    () => isAlive(pid) && isServerOf(pid, dataFolder),
  );
}

/**
 * Fast shutdown: sessions are ended and data is written. Then less and less patiently.
 * @param {(signal: NodeJS.Signals) => void} send
 * @param {() => boolean} runs
 */
async function endServer(send, runs) {
  for (const [signal, patience] of /** @type {const} */ ([
    ['SIGINT', 15_000],
    ['SIGQUIT', 5000],
    ['SIGKILL', 5000],
  ])) {
    if (!runs()) return;
    send(signal);
    const deadline = Date.now() + patience;
    while (runs() && Date.now() < deadline) await sleep(10);
  }
}

/**
 * After a reboot, or in a new container, the process id in a stale lock may be somebody else's;
 * PostgreSQL would refuse to start forever.
 * @param {Place} place
 */
async function forgetForeignLock(place) {
  const pid = await readLock(place.dataFolder);
  if (pid !== null && isAlive(pid) && !isServerOf(pid, place.dataFolder)) {
    await rm(lockFile(place.dataFolder), { force: true });
  }
}

/** @param {string} dataFolder */
function lockFile(dataFolder) {
  return path.join(dataFolder, 'postmaster.pid');
}

/** @param {string} dataFolder @returns {Promise<number | null>} */
async function readLock(dataFolder) {
  const text = await readFile(lockFile(dataFolder), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return Number.isNaN(pid) ? null : Math.abs(pid);
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * @param {number} pid
 * @param {string} dataFolder
 */
function isServerOf(pid, dataFolder) {
  if (process.platform === 'win32') {
    const list = spawnSync('tasklist', ['/fi', `pid eq ${pid}`, '/nh'], {
      encoding: 'utf8',
      windowsHide: true,
    });
    return list.stdout.toLowerCase().includes('postgres');
  }
  return commandLine(pid).includes(dataFolder);
}

/** @param {number} pid */
function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
  }
}

/** The person's locale and PG* variables must not change how the server behaves. */
export function serverEnvironment() {
  const { PATH, SystemRoot, TEMP, TMP } = process.env;
  return { PATH, SystemRoot, TEMP, TMP, LC_ALL: 'C', TZ: 'UTC' };
}

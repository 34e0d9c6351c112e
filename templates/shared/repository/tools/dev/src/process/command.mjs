import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { Problem } from '../problem.mjs';
import { endGroup, signalGroup } from './group.mjs';
import { exitCodeOf } from './interruption.mjs';

/**
 * @typedef {object} Command
 * @property {string[]} line program and arguments
 * @property {Record<string, string | undefined>} environment
 * @property {string | null} label put before each line of output; null: the output is passed through
 *
 * @typedef {object} Running
 * @property {number} leader of its process group
 * @property {(signal: NodeJS.Signals) => void} signal
 * @property {Promise<number>} done the exit code, once nothing of the command is left
 */

/**
 * Starts a command in a process group of its own. Signals of the terminal reach it only through us,
 * so that the services outlive it.
 * @param {Command} command
 * @returns {Promise<Running>}
 */
export async function start({ line, environment, label }) {
  const [program = '', ...args] = line;
  const posix = process.platform !== 'win32';
  const child = spawn(program, args, {
    env: environment,
    detached: posix,
    stdio: label === null ? 'inherit' : ['ignore', 'pipe', 'pipe'],
  });
  /** @type {Promise<number>} */
  const ended = new Promise((resolve) => {
    child.once('exit', (code, signal) =>
      resolve(signal === null ? (code ?? 1) : exitCodeOf(signal)),
    );
  });
  await new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(cannotStart(program, error)));
  });
  if (label !== null) {
    prefix(child.stdout, label, process.stdout);
    prefix(child.stderr, label, process.stderr);
  }
  const leader = child.pid ?? 0;
  return {
    leader,
    signal: (signal) => void signalGroup(leader, signal),
    done: ended.then(async (code) => {
      await endGroup(leader);
      return code;
    }),
  };
}

/**
 * @param {string} program
 * @param {Error & { code?: string }} error
 */
function cannotStart(program, error) {
  return error.code === 'ENOENT'
    ? new Problem(`${program}: command not found`, '', 127)
    : new Problem(`cannot start ${program}: ${error.message}`, '', 126);
}

/**
 * @param {NodeJS.ReadableStream | null} from
 * @param {string} label
 * @param {NodeJS.WritableStream} to
 */
function prefix(from, label, to) {
  if (from === null) return;
  createInterface({ input: from }).on('line', (text) => to.write(`${label} | ${text}\n`));
}

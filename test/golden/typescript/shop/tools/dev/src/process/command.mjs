import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { Problem } from '../problem.mjs';
import { readableLog } from '../readable-log.mjs';
import { endGroup, signalGroup } from './group.mjs';
import { exitCodeOf } from './interruption.mjs';

/**
 * @typedef {object} Command
 * @property {string[]} line program and arguments
 * @property {Record<string, string | undefined>} environment
 * @property {string | null} label put before each line of output; null: none is
 * @property {boolean} [readable] whether logs are written for a person; else the output is passed through
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
export async function start({ line, environment, label, readable = false }) {
  const [program = '', ...args] = line;
  const posix = process.platform !== 'win32';
  const child = spawn(program, args, {
    env: environment,
    detached: posix,
    stdio: stdioOf(label, readable),
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
  const written = readable ? readableLog : asWritten;
  for (const [from, to] of /** @type {const} */ ([
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ])) {
    if (from !== null) passOn(from, (line) => to.write(`${labelled(label, written(line))}\n`));
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
 * Throws where a program is nowhere on the path. On Windows only starting it tells.
 * @param {string} program
 * @param {string} [hint]
 */
export function requireProgram(program, hint) {
  if (process.platform === 'win32' || program.includes('/')) return;
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  if (!folders.some((folder) => existsSync(path.join(folder, program))))
    throw notFound(program, hint);
}

/**
 * @param {string} program
 * @param {string} [hint]
 */
function notFound(program, hint) {
  return new Problem(`${program}: command not found`, hint, 127);
}

/**
 * @param {string} program
 * @param {Error & { code?: string }} error
 */
function cannotStart(program, error) {
  return error.code === 'ENOENT'
    ? notFound(program)
    : new Problem(`cannot start ${program}: ${error.message}`, '', 126);
}

/**
 * @param {string | null} label
 * @param {boolean} readable
 * @returns {import('node:child_process').StdioOptions}
 */
function stdioOf(label, readable) {
  if (label !== null) return ['ignore', 'pipe', 'pipe'];
  return readable ? ['inherit', 'pipe', 'pipe'] : 'inherit';
}

/**
 * @param {string | null} label
 * @param {string} text
 */
function labelled(label, text) {
  return label === null ? text : text.replaceAll(/^/gm, `${label} | `);
}

/** @param {string} line */
function asWritten(line) {
  return line;
}

/**
 * @param {NodeJS.ReadableStream} from
 * @param {(line: string) => void} write
 */
function passOn(from, write) {
  createInterface({ input: from }).on('line', write);
}

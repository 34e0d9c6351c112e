/**
 * A process that applies the sample plan, or recovers: `entry.js <apply|recover> <folder> <n>`. It
 * kills itself at its n-th operation that changes anything; a write is left half done. On standard
 * output: `begins`, and at the end a line of JSON.
 */
import fs from 'node:fs';

import {
  applyPlan,
  nodeDisk,
  recover,
  type Disk,
} from '../../../src/repository/transaction/index.ts';
import { planFor } from '../../support/change-sample.ts';

const [task, root = '', nth = '-1'] = process.argv.slice(2);
let operations = 0;

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('dead already');
}

/** Counts an operation; true: it is the last. */
function isLast(): boolean {
  operations += 1;
  return operations - 1 === Number(nth);
}

function dyingAt<K extends keyof Disk>(name: K): Disk[K] {
  const real = nodeDisk[name] as (...args: unknown[]) => unknown;
  const dying = (...args: unknown[]): unknown => (isLast() ? die() : real(...args));
  return dying as Disk[K];
}

const disk: Disk = {
  ...nodeDisk,
  makeFolder: dyingAt('makeFolder'),
  removeFolder: dyingAt('removeFolder'),
  setMode: dyingAt('setMode'),
  rename: dyingAt('rename'),
  remove: dyingAt('remove'),
  flush: dyingAt('flush'),
  git: dyingAt('git'),
  write(path, bytes, mode) {
    if (!isLast()) return nodeDisk.write(path, bytes, mode);
    fs.writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length / 2)), { flag: 'wx' });
    die();
  },
};

const controller = new AbortController();
process.once('SIGINT', () => controller.abort('SIGINT'));
const { signal } = controller;

const plan = task === 'apply' ? planFor(root) : null;
process.stdout.write('begins\n');
const result =
  plan === null
    ? await recover(root, disk)
    : await applyPlan(root, plan, { disk, signal, command: 'module' });
process.stdout.write(`${JSON.stringify({ operations, result })}\n`);

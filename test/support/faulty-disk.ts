import fs from 'node:fs';

import { nodeDisk, type Disk } from '../../src/repository/transaction/index.ts';

/** What is done instead of the n-th operation of a disk. */
export type Fault =
  /** From here on nothing works any more, as for a process that is gone. */
  | { readonly kind: 'kill' }
  /** The same, but half of the bytes were written, and a `git` that was running comes to its end. */
  | { readonly kind: 'kill-half-way' }
  /** The operating system refuses this operation, or from here on every one that changes something. */
  | {
      readonly kind: 'error';
      readonly code: string;
      readonly lasting?: boolean;
      /** operations after the refused one, until nothing works any more */
      readonly thenKillAfter?: number;
    };

/** Thrown by the disk of a process that is gone. */
export class Killed extends Error {}

export interface FaultyDisk extends Disk {
  /** operations so far */
  readonly count: () => number;
  /** what the operation was that the fault fell on; null: it came to none */
  readonly fell: () => string | null;
}

const changing: ReadonlySet<string> = new Set([
  'makeFolder',
  'removeFolder',
  'write',
  'setMode',
  'rename',
  'remove',
  'flush',
  'git',
]);

/** The real disk, but that it does not wait: what a killed process wrote is there without flushing. */
const realDisk: Disk = { ...nodeDisk, flush: () => Promise.resolve() };

/** A disk on which nothing goes wrong. */
export const healthyDisk = (): FaultyDisk => faultyDisk(Number.POSITIVE_INFINITY, { kind: 'kill' });

/** The real disk until its n-th operation (from 0) and not quite itself from then on. */
export function faultyDisk(at: number, fault: Fault): FaultyDisk {
  let count = 0;
  let fell: string | null = null;

  function around<K extends keyof Disk>(name: K): Disk[K] {
    const real = realDisk[name] as (...args: unknown[]) => unknown;
    const faulty = (...args: unknown[]): unknown => {
      const now = count;
      count += 1;
      if (now < at) return real(...args);
      if (now === at) fell = `${name} ${String(args[0])} ${String(args[1] ?? '')}`;
      if (fault.kind === 'error') {
        if (now >= at + (fault.thenKillAfter ?? Number.POSITIVE_INFINITY)) throw new Killed();
        const due = now === at || (fault.lasting === true && changing.has(name));
        return due ? fail(name, fault.code, String(args[0])) : real(...args);
      }
      if (fault.kind === 'kill-half-way' && now === at) return halfWay(name, args);
      throw new Killed();
    };
    return faulty as Disk[K];
  }

  return {
    look: around('look'),
    read: around('read'),
    list: around('list'),
    makeFolder: around('makeFolder'),
    removeFolder: around('removeFolder'),
    write: around('write'),
    setMode: around('setMode'),
    rename: around('rename'),
    remove: around('remove'),
    flush: around('flush'),
    git: around('git'),
    count: () => count,
    fell: () => fell,
  };
}

function fail(name: keyof Disk, code: string, path: string): unknown {
  if (name === 'git') {
    const stderr = `fatal: ${code}: no luck with ${path}`;
    return Promise.resolve({ kind: 'failed', stdout: Buffer.alloc(0), stderr });
  }
  const error = Object.assign(new Error(`${code}: no luck, ${name} '${path}'`), {
    code,
    syscall: name,
    path,
  });
  if (name === 'write') fs.writeFileSync(path, 'ha', { flag: 'wx' });
  if (name === 'flush') return Promise.reject(error);
  throw error;
}

async function finished(run: Promise<unknown>): Promise<never> {
  await run;
  throw new Killed();
}

function halfWay(name: keyof Disk, args: readonly unknown[]): unknown {
  if (name === 'write') {
    const [path, bytes] = args as [string, Uint8Array];
    fs.writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length / 2)), { flag: 'wx' });
  }
  if (name === 'git') return finished(nodeDisk.git(...(args as Parameters<Disk['git']>)));
  throw new Killed();
}

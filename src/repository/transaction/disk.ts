import fs from 'node:fs';
import { open } from 'node:fs/promises';

import { runGit } from '../git/run.ts';

/** What lies at a path itself: a symbolic link there is never followed. */
export interface Entry {
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  /** permission bits, without set-user-id and the like */
  readonly mode: number;
  /** milliseconds since 1970 */
  readonly modified: number;
}

/**
 * The few operations by which a transaction reads and changes a repository; paths are absolute.
 * They throw what the operating system says. Tests put a failing disk in the place of the real one.
 */
export interface Disk {
  look(path: string): Entry | null;
  read(path: string): Uint8Array;
  list(folder: string): readonly string[];
  makeFolder(path: string): void;
  /** Removes a folder that is empty. */
  removeFolder(path: string): void;
  /** Writes a file that must not exist yet; `mode` is narrowed by the umask. */
  write(path: string, bytes: Uint8Array, mode: number): void;
  setMode(path: string, mode: number): void;
  /** Moves a file, over an existing one too, or a folder to where there is none. */
  rename(from: string, to: string): void;
  /** Removes a file. */
  remove(path: string): void;
  /** Returns when files and folders will survive a power cut. */
  flush(paths: readonly string[]): Promise<void>;
  readonly git: typeof runGit;
}

const onWindows = process.platform === 'win32';

export const nodeDisk: Disk = {
  look(path) {
    const stat = statOf(path);
    if (stat === undefined) return null;
    return { kind: kindOf(stat), mode: stat.mode & 0o777, modified: stat.mtimeMs };
  },
  read(path) {
    const file = fs.openSync(path, fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0));
    try {
      return fs.readFileSync(file);
    } finally {
      fs.closeSync(file);
    }
  },
  list: (folder) => fs.readdirSync(folder).sort(),
  makeFolder: (path) => fs.mkdirSync(path),
  removeFolder: (path) => patiently(() => fs.rmdirSync(path)),
  write: (path, bytes, mode) => fs.writeFileSync(path, bytes, { flag: 'wx', mode }),
  setMode: (path, mode) => fs.chmodSync(path, mode),
  rename: (from, to) => patiently(() => fs.renameSync(from, to)),
  remove: (path) => patiently(() => fs.unlinkSync(path)),
  async flush(paths) {
    // A few at a time: a large plan must not run out of file handles.
    for (let at = 0; at < paths.length; at += 64) {
      await Promise.all(paths.slice(at, at + 64).map(flushOne));
    }
  },
  git: runGit,
};

function statOf(path: string): fs.Stats | undefined {
  try {
    return fs.lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    // A file on the way: there is nothing below it.
    if (isErrno(error, 'ENOTDIR')) return undefined;
    throw error;
  }
}

function kindOf(stat: fs.Stats): Entry['kind'] {
  if (stat.isSymbolicLink()) return 'link';
  if (stat.isFile()) return 'file';
  return stat.isDirectory() ? 'folder' : 'other';
}

async function flushOne(path: string): Promise<void> {
  // Windows flushes what was opened for writing only, and no folder at all.
  if (onWindows && fs.lstatSync(path).isDirectory()) return;
  const file = await open(path, onWindows ? 'r+' : 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Milliseconds to wait for a virus scanner or an editor that holds a file open, on Windows. */
const PAUSES = onWindows ? [10, 20, 50, 100, 200, 400] : [];

/** Does it again after each pause while Windows says that somebody holds the file. */
export function patiently<T>(operation: () => T, pauses: readonly number[] = PAUSES): T {
  for (const pause of pauses) {
    try {
      return operation();
    } catch (error) {
      if (!isErrno(error, 'EPERM', 'EBUSY', 'EACCES')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    }
  }
  return operation();
}

/** Whether the operating system refused, for one of these reasons or, when none is named, any. */
export function isErrno(error: unknown, ...codes: readonly string[]): error is Error {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return false;
  return codes.length === 0 || codes.includes(String(error.code));
}

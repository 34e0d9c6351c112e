import path from 'node:path';

import { portablePathProblem } from '../../render/portable-path.ts';
import type { Disk, Entry } from './disk.ts';
import { Refusal } from './refusal.ts';
import { JOURNAL } from './journal-name.ts';

/** The name of git's folder as NTFS and HFS+ also read it: `.GIT`, `.git.`, `.git::$DATA`, `GIT~1`. */
const GIT_FOLDER = /^(?:\.git(?:[. ]*$|[. ]*:)|git~\d+[. ]*(?:$|:))/i;
const UNSEEN = /\p{Cf}/gu;

/** What keeps a path from being changed by us; null where nothing does. */
export function unsafePathProblem(file: string): string | null {
  const segments = file.split('/');
  if (segments.some((each) => each === '' || each === '.' || each === '..'))
    return 'it is not a plain relative path';
  if (/[\\\u0000]/.test(file)) return 'it has a character that no path may have';
  if (segments.some((each) => GIT_FOLDER.test(each.replace(UNSEEN, '')))) return 'it lies in .git';
  if (segments[0]?.toLowerCase().startsWith(JOURNAL))
    return 'create-backend keeps its journal there';
  // People may name their files as their own system allows.
  return process.platform === 'win32' ? portablePathProblem(file) : null;
}

export function assertSafePath(file: string): void {
  const problem = unsafePathProblem(file);
  if (problem === null) return;
  throw new Refusal({
    code: 'path-refused',
    message: `${JSON.stringify(file)} is not changed: ${problem}.`,
    hint: 'Nothing was changed.',
  });
}

export const absolutePath = (root: string, file: string): string =>
  path.join(root, ...file.split('/'));

/** The folders that a path lies in, outermost first, the root aside. */
export function foldersAbove(file: string): string[] {
  const segments = file.split('/');
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join('/'));
}

const none: ReadonlySet<string> = new Set();

/**
 * The plain file at a path; null: there is none. A link, or anything else in the way, is refused,
 * but at a path of `swapping` a file may stand in the place of a folder, and a folder of a file.
 */
export function lookAtFile(
  disk: Disk,
  root: string,
  file: string,
  swapping: ReadonlySet<string> = none,
): Entry | null {
  if (!lookAtWay(disk, root, file, swapping)) return null;
  const entry = disk.look(absolutePath(root, file));
  if (entry === null || entry.kind === 'file') return entry;
  if (entry.kind === 'link') throw new Refusal(isLink(file));
  if (entry.kind === 'folder' && swapping.has(file)) return null;
  throw new Refusal(inTheWay(file, entry.kind === 'folder' ? 'a folder' : 'no plain file'));
}

/** Whether all folders above a path are there; a link among them is refused. */
export function lookAtWay(
  disk: Disk,
  root: string,
  file: string,
  swapping: ReadonlySet<string> = none,
): boolean {
  for (const folder of foldersAbove(file)) {
    const entry = disk.look(absolutePath(root, folder));
    if (entry === null) return false;
    if (entry.kind === 'link') throw new Refusal(isLink(folder));
    if (entry.kind === 'file' && swapping.has(folder)) return false;
    if (entry.kind !== 'folder') throw new Refusal(inTheWay(folder, 'a file, not a folder'));
  }
  return true;
}

const isLink = (file: string) =>
  ({
    code: 'path-is-a-link',
    message: `${file} is a symbolic link; nothing is written through it.`,
    hint: 'Put the file or folder itself there, and run the command again.',
  }) as const;

const inTheWay = (file: string, what: string) =>
  ({
    code: 'path-in-the-way',
    message: `${file} is ${what}, where the repository has something else.`,
    hint: 'Move it away, and run the command again.',
  }) as const;

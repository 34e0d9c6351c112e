import fs from 'node:fs';
import path from 'node:path';

import { err, ok, type Result } from '../blueprint/result.ts';
import { describeWriteFailure, type FolderError } from './folder-error.ts';

export const STAGE = '.create-backend-stage';

/** Where a new repository goes. */
export interface Target {
  /** absolute */
  readonly path: string;
  /** `absent`: the folder is made; `empty`: it is there and holds nothing but, perhaps, `.git`. */
  readonly kind: 'absent' | 'empty';
  readonly hasGit: boolean;
}

/** Looks at the folder a repository is to be written to, and refuses what could lose something. */
export function inspectTarget(directory: string): Result<Target, FolderError> {
  const target = path.resolve(directory);
  let stat: fs.Stats | undefined;
  try {
    stat = fs.lstatSync(target, { throwIfNoEntry: false });
  } catch (error) {
    return err(describeWriteFailure(error, target));
  }
  if (stat === undefined) return ok({ path: target, kind: 'absent', hasGit: false });
  if (stat.isSymbolicLink()) {
    return err({
      code: 'folder-is-a-link',
      message: `${target} is a symbolic link.`,
      hint: 'Name the folder it points to, or a new one.',
    });
  }
  if (!stat.isDirectory()) {
    return err({
      code: 'folder-is-a-file',
      message: `${target} is a file, not a folder.`,
      hint: 'Choose another folder.',
    });
  }
  return inspectFolder(target);
}

function inspectFolder(target: string): Result<Target, FolderError> {
  let entries: string[];
  try {
    entries = fs.readdirSync(target);
  } catch (error) {
    return err(describeWriteFailure(error, target));
  }
  const inTheWay = entries.filter((entry) => entry !== '.git' && entry !== STAGE).sort();
  if (inTheWay.length > 0) {
    const shown =
      inTheWay.slice(0, 5).join(', ') +
      (inTheWay.length > 5 ? ` and ${inTheWay.length - 5} more` : '');
    return err({
      code: 'folder-not-empty',
      message: `${target} is not empty: it holds ${shown}.`,
      hint: 'Name a new or an empty folder; nothing was written.',
    });
  }
  return ok({ path: target, kind: 'empty', hasGit: entries.includes('.git') });
}

import { existsSync } from 'node:fs';
import path from 'node:path';

import type { StackId } from '../../blueprint/model.ts';
import { gitState } from '../../repository/git/state.ts';
import { JOURNAL } from '../../repository/transaction/journal-name.ts';
import type { LockAbove } from '../lock-above.ts';
import { compareVersions } from '../semantic-version.ts';
import { version } from '../version.ts';
import { fine, problem, warning, type Finding } from './finding.ts';
import { within } from './probe.ts';

/** The state of the repository around; nothing of it is changed. */
export async function repository(above: LockAbove): Promise<readonly Finding[]> {
  return [...lock(above), ...journal(above), ...(await git(above))];
}

/** The stack of the repository around; null: its lock does not say. */
export function stackOf({ lock: read }: LockAbove): StackId | null {
  if (!read.ok) return null;
  const { blueprint } = read.value;
  return typeof blueprint === 'object' && blueprint !== null && 'stack' in blueprint
    ? (blueprint.stack as StackId)
    : null;
}

function lock({ root, lock: read }: LockAbove): readonly Finding[] {
  if (!read.ok) {
    const file = path.join(root, 'backend.lock.json');
    return [
      problem(
        'lock',
        'lock',
        `${file} cannot be read: ${read.error.message}`,
        'git restore -- backend.lock.json',
      ),
    ];
  }
  const wrote = read.value.version;
  const order = compareVersions(wrote, version);
  if (order === 0) return [fine('lock', 'lock', `${root}, written by ${wrote}`)];
  return [
    order < 0
      ? warning(
          'lock',
          'lock',
          `${root} was written by ${wrote}; this is ${version}`,
          'create-backend upgrade, on a branch',
        )
      : problem(
          'lock',
          'lock',
          `${root} was written by ${wrote}, which is newer than this ${version}`,
          `npx create-backend@${wrote}`,
        ),
  ];
}

function journal({ root }: LockAbove): readonly Finding[] {
  if (!existsSync(path.join(root, JOURNAL))) return [];
  return [
    warning(
      'journal',
      'journal',
      'a run was interrupted, or is under way',
      'The next command here, such as create-backend status, finishes or undoes it.',
    ),
  ];
}

async function git({ root }: LockAbove): Promise<readonly Finding[]> {
  const state = await within(gitState(root));
  if (state === null)
    return [
      warning('work-tree', 'work tree', 'git takes too long to answer', 'Try "git status" there.'),
    ];
  if (!state.ok)
    return [warning('work-tree', 'work tree', state.error.message, 'Try "git status" there.')];
  const { value } = state;
  if (value === null) {
    return [
      warning(
        'work-tree',
        'work tree',
        'not under git: changes cannot be undone by it',
        'git init, and commit',
      ),
    ];
  }
  if (value.unmerged.length > 0) {
    return [
      problem(
        'work-tree',
        'work tree',
        `${count(value.unmerged.length, 'file')} with conflicts`,
        'Resolve them, then git add.',
      ),
    ];
  }
  if (value.underWay !== null) {
    return [
      warning(
        'work-tree',
        'work tree',
        `a ${value.underWay} is under way`,
        'Finish or abort it before module, upgrade or extract.',
      ),
    ];
  }
  if (value.dirty.length > 0) {
    return [
      warning(
        'work-tree',
        'work tree',
        `${count(value.dirty.length, 'file')} changed since the last commit`,
        'Commit or stash before module, upgrade or extract.',
      ),
    ];
  }
  return [
    fine('work-tree', 'work tree', `clean${value.branch === null ? '' : `, on ${value.branch}`}`),
  ];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

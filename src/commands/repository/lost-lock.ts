import fs from 'node:fs';
import path from 'node:path';

import { runGit } from '../../repository/git/run.ts';
import { LOCK_FILE } from '../../repository/lock.ts';

/** How a lock that is missing may be had again: from git where it ever had one, else by rendering. */
export async function whereTheLockWas(start: string): Promise<string> {
  if (!isFolder(start)) return 'Name a folder that is there.';
  return (await inTheLastCommit(start)) ?? (await inAnEarlierCommit(start)) ?? notInGit(start);
}

async function inTheLastCommit(start: string): Promise<string | null> {
  const asked = ['ls-tree', '-r', '-z', '--full-tree', '--name-only', 'HEAD'];
  const run = await runGit(start, asked, { mode: 'read' });
  if (run.kind !== 'done') return null;
  const root = await workTree(start);
  const path = nearest(root, start, run.stdout.toString('utf8').split('\0').filter(isLock));
  return path === null ? null : restore('HEAD', `:/${path}`);
}

/** The commit before the one that deleted it. */
async function inAnEarlierCommit(start: string): Promise<string | null> {
  const asked = [
    'log',
    '-1',
    '--diff-filter=D',
    '--no-renames',
    '--name-only',
    '--format=%H',
    '-z',
  ];
  const run = await runGit(start, [...asked, '--', `:(top,glob)**/${LOCK_FILE}`], {
    mode: 'read',
    environment: { GIT_LITERAL_PATHSPECS: '0' },
  });
  const [commit = '', ...paths] = run.stdout.toString('utf8').split(/[\0\n]+/);
  if (run.kind !== 'done' || !/^[0-9a-f]{40,64}$/.test(commit)) return null;
  const path = nearest(await workTree(start), start, paths.filter(isLock));
  return path === null ? null : restore(`${commit.slice(0, 12)}^`, `:/${path}`);
}

const restore = (commit: string, path: string): string =>
  `It was deleted; git has it: git restore --source=${commit} --staged --worktree -- ${path}`;

function notInGit(start: string): string {
  if (!fs.existsSync(path.join(start, 'backend.yaml')))
    return 'Go to the folder of a repository, or make one: create-backend my-backend.';
  return 'Render backend.yaml by the version that made the repository, and copy the lock from there: npx create-backend@<version> render --blueprint backend.yaml --out ../fresh';
}

const isLock = (file: string): boolean => file === LOCK_FILE || file.endsWith(`/${LOCK_FILE}`);

async function workTree(start: string): Promise<string> {
  const run = await runGit(start, ['rev-parse', '--show-toplevel'], { mode: 'read' });
  return run.stdout.toString('utf8').trim();
}

/** Of several in a monorepo, the one in whose folder the start lies. */
function nearest(root: string, start: string, locks: readonly string[]): string | null {
  const inside = (lock: string): boolean => {
    const relative = path.relative(path.join(root, path.dirname(lock)), fs.realpathSync(start));
    return !relative.startsWith('..') && !path.isAbsolute(relative);
  };
  return locks.filter(inside).sort((a, b) => b.length - a.length)[0] ?? null;
}

function isFolder(candidate: string): boolean {
  return fs.statSync(candidate, { throwIfNoEntry: false })?.isDirectory() === true;
}

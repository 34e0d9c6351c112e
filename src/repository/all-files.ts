import fs from 'node:fs/promises';

import { runGit } from './git/run.ts';

/**
 * Every file of the repository that people keep, tracked or not: what git ignores is left out, and
 * without git what is installed or hidden in git's own folder. POSIX paths, sorted.
 */
export async function allFiles(root: string): Promise<readonly string[]> {
  const asked = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const run = await runGit(root, asked, { mode: 'read' });
  const paths =
    run.kind === 'done' ? run.stdout.toString('utf8').split('\0') : await walk(root, '');
  return [...new Set(paths)].filter((path) => path !== '' && !isOurs(path)).sort();
}

const leftOut = new Set(['.git', 'node_modules', 'dist', 'target', '.venv', '__pycache__']);

async function walk(root: string, folder: string): Promise<readonly string[]> {
  const entries = await fs.readdir(`${root}/${folder}`, { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isFile()) found.push(path);
    else if (entry.isDirectory() && !leftOut.has(entry.name)) {
      for (const inner of await walk(root, path)) found.push(inner);
    }
  }
  return found;
}

/** What an interrupted run of this tool keeps. */
const isOurs = (path: string): boolean => path.startsWith('.create-backend-');

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

import { git } from './scratch.ts';

/** Every file, folder and link below a folder with its mode and content, `.git` aside. */
export function snapshot(below: string): Record<string, string> {
  const found: Record<string, string> = {};
  const visit = (folder: string): void => {
    for (const entry of fs.readdirSync(path.join(below, folder), { withFileTypes: true })) {
      const at = path.posix.join(folder, entry.name);
      if (at === '.git') continue;
      const absolute = path.join(below, at);
      const mode = (fs.lstatSync(absolute).mode & 0o7777).toString(8);
      if (entry.isDirectory()) {
        found[at] = `folder ${mode}`;
        visit(at);
      } else if (entry.isSymbolicLink()) {
        found[at] = `link ${fs.readlinkSync(absolute)}`;
      } else {
        const content = createHash('sha256').update(fs.readFileSync(absolute)).digest('hex');
        found[at] = `file ${mode} ${content}`;
      }
    }
  };
  visit('');
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** All entries of git's index, unmerged ones too. */
export function index(repository: string): string {
  return git(repository, 'ls-files', '--stage');
}

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { devNull } from 'node:os';
import path from 'node:path';

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

/** git as nobody in particular, with nobody's settings. */
export function git(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_SYSTEM: devNull },
  });
}

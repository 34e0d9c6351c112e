import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { blobHash } from '../../src/repository/blob-hash.ts';
import type { Conflict, Write } from '../../src/repository/plan.ts';
import { git } from './scratch.ts';

/** A plan with its paths, contents and modes in a form that is easy to write down. */
export interface SampleFile {
  readonly path: string;
  readonly content: string | null;
  readonly executable?: boolean;
}

export interface Sample {
  readonly writes: readonly Write[];
  readonly conflicts: readonly Conflict[];
}

/** A folder of its own for one case, removed by the caller; in memory where thousands of files are made. */
export function makeFolder(name: string, where: 'on disk' | 'in memory' = 'on disk'): string {
  const memory = '/dev/shm';
  const base = where === 'in memory' && fs.existsSync(memory) ? memory : os.tmpdir();
  return fs.realpathSync(fs.mkdtempSync(path.join(base, `${name}-`)));
}

export function put(root: string, file: string, content: string, mode = 0o644): void {
  const absolute = path.join(root, file);
  fs.mkdirSync(path.dirname(absolute), { recursive: true });
  fs.writeFileSync(absolute, content);
  fs.chmodSync(absolute, mode);
}

/** The write that brings a file from how it is in a repository to how it is to be. */
export function writeOf(root: string, { path: file, content, executable }: SampleFile): Write {
  const absolute = path.join(root, file);
  // Also where a file stands on the way: `existsSync` knows no ENOTDIR.
  const isFile = fs.existsSync(absolute) && fs.lstatSync(absolute).isFile();
  const before = isFile ? blobHash(fs.readFileSync(absolute)) : null;
  const after =
    content === null ? null : { bytes: Buffer.from(content), executable: executable ?? false };
  return { path: file, before, after };
}

/** A repository in which everything that a plan can do has something to do. */
export function makeRepository(root: string): void {
  put(root, 'README.md', 'kept\n');
  put(root, 'src/update.ts', 'export const before = 1;\n');
  put(root, 'src/private.ts', 'secret\n', 0o600);
  put(root, 'src/read-only.ts', 'read only\n', 0o444);
  put(root, 'bin/run', '#!/bin/sh\n');
  put(root, 'bin/stop', '#!/bin/sh\n', 0o755);
  put(root, 'deep/er/gone.ts', 'gone\n', 0o640);
  put(root, 'deep/er/too.ts', 'gone too\n');
  put(root, 'folder/gone.ts', 'gone\n');
  put(root, 'folder/stays.ts', 'stays\n');
  put(root, 'old-name.ts', 'moves\n');
  put(root, 'swap', 'a file that becomes a folder\n');
  put(root, 'flip/inside.ts', 'in a folder that becomes a file\n');
  put(root, 'conflict.ts', 'ours\n');
  put(root, 'deleted-by-theirs.ts', 'edited\n');
  fs.mkdirSync(path.join(root, 'empty'));
  fs.chmodSync(path.join(root, 'deep'), 0o750);
  fs.chmodSync(path.join(root, 'deep/er'), 0o700);
  git(root, 'init', '--quiet', '--template=', '--initial-branch=main');
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message', 'Begin');
}

export function planFor(root: string): Sample {
  const files: SampleFile[] = [
    { path: 'src/update.ts', content: 'export const after = 2;\n' },
    { path: 'src/private.ts', content: 'still secret\n' },
    { path: 'src/read-only.ts', content: 'changed all the same\n' },
    { path: 'src/created.ts', content: 'export {};\n' },
    { path: 'bin/run', content: '#!/bin/sh\n', executable: true },
    { path: 'bin/stop', content: '#!/bin/sh\nexit\n', executable: false },
    { path: 'bin/new', content: '#!/bin/sh\n', executable: true },
    { path: 'contexts/billing/domain/invoice.ts', content: 'export class Invoice {}\n' },
    { path: 'contexts/billing/index.ts', content: '' },
    { path: 'deep/er/gone.ts', content: null },
    { path: 'deep/er/too.ts', content: null },
    { path: 'folder/gone.ts', content: null },
    { path: 'old-name.ts', content: null },
    { path: 'new/name.ts', content: 'moves\n' },
    { path: 'swap', content: null },
    { path: 'swap/inside.ts', content: 'inside\n' },
    { path: 'flip/inside.ts', content: null },
    { path: 'flip', content: 'a file now\n' },
    { path: 'conflict.ts', content: '<<<<<<< yours\nours\n=======\ntheirs\n>>>>>>> theirs\n' },
  ];
  return {
    writes: files.map((file) => writeOf(root, file)),
    conflicts: [
      {
        path: 'conflict.ts',
        reason: 'both-changed',
        base: Buffer.from('base\n'),
        ours: Buffer.from('ours\n'),
        theirs: Buffer.from('theirs\n'),
        executable: false,
      },
      {
        path: 'deleted-by-theirs.ts',
        reason: 'changed-and-deleted',
        base: Buffer.from('base\r\n'),
        ours: Buffer.from('edited\n'),
        theirs: null,
        executable: false,
      },
    ],
  };
}

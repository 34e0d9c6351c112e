import { expect } from 'vitest';

import { applyPlan, nodeDisk, type Disk } from '../../src/repository/transaction/index.ts';
import { makeFolder, put, writeOf, type Sample, type SampleFile } from './change-sample.ts';
import { Killed } from './faulty-disk.ts';

/** A folder with three files, for the caller to remove. */
export function smallRepository(): string {
  const root = makeFolder('transaction');
  put(root, 'src/a.ts', 'a\n');
  put(root, 'src/b.ts', 'b\n');
  put(root, 'gone.ts', 'gone\n');
  return root;
}

const changes: readonly SampleFile[] = [
  { path: 'gone.ts', content: null },
  { path: 'src/a.ts', content: 'A\n' },
  { path: 'src/b.ts', content: 'B\n' },
  { path: 'src/new/c.ts', content: 'C\n' },
];

export const smallPlan = (root: string, files = changes): Sample => ({
  writes: files.map((file) => writeOf(root, file)),
  conflicts: [],
});

/** A disk on which something happens while it flushes for the n-th time: what is staged, `ready`, the end. */
export function meanwhile(nth: number, happens: () => unknown): Disk {
  let calls = 0;
  return {
    ...nodeDisk,
    async flush() {
      calls += 1;
      if (calls === nth) await happens();
    },
  };
}

/** Leaves what a process leaves that dies right after its n-th rename; a journal begins with two. */
export async function applyAndDie(root: string, nth: number): Promise<void> {
  let renames = 0;
  const disk: Disk = {
    ...nodeDisk,
    flush: () => Promise.resolve(),
    look(at) {
      if (renames >= nth) throw new Killed();
      return nodeDisk.look(at);
    },
    rename(from, to) {
      if (renames >= nth) throw new Killed();
      nodeDisk.rename(from, to);
      renames += 1;
    },
  };
  await expect(applyPlan(root, smallPlan(root), { disk, command: 'module' })).rejects.toThrow(
    Killed,
  );
}

import { statSync } from 'node:fs';
import path from 'node:path';

import { workingCopy } from '../../repository/working-copy.ts';
import type { BaseSource } from './find-bases.ts';

export function isFolder(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** A folder that holds the repository as it was emitted; its line ends do not matter. */
export function folderOf(folder: string): BaseSource {
  return {
    async find(wanted) {
      const copy = workingCopy(path.resolve(folder));
      const texts = new Map<string, string>();
      for (const file of wanted.keys()) {
        const read = copy.read(file);
        const text = read.ok ? read.value?.text?.content : undefined;
        if (text !== undefined) texts.set(file, text);
      }
      return { texts, problem: null };
    },
  };
}

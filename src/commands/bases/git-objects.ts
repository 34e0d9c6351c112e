import { readBlobs } from '../../repository/git/objects.ts';
import type { BaseSource } from './find-bases.ts';

/** The repository's own git objects: what was committed as it was emitted is there by its hash. */
export function gitObjects(root: string): BaseSource {
  return {
    async find(wanted) {
      const { found } = await readBlobs(root, [...wanted.values()]);
      const texts = new Map<string, string>();
      for (const [path, blob] of wanted) {
        const content = found.get(blob);
        if (content !== undefined) texts.set(path, content.toString('utf8'));
      }
      return { texts, problem: null };
    },
  };
}

import { readFileSync } from 'node:fs';
import path from 'node:path';

import { availableStacks } from '../../commands/completion.ts';
import { builtInPresets } from '../../commands/presets.ts';
import type { Surroundings } from './suggest.ts';

/** Looked at when somebody presses Tab: nothing that takes long, and no word about what is wrong. */
export function surroundingsOf(cwd: string): Surroundings {
  return {
    presets: async () => Object.keys(await builtInPresets()),
    contexts: () => contextsAbove(cwd),
    stacks: availableStacks,
  };
}

/** From the lock, which is not validated for this: what is no plain name is not suggested anyway. */
function contextsAbove(folder: string): readonly string[] {
  try {
    const lock: unknown = JSON.parse(readFileSync(path.join(folder, 'backend.lock.json'), 'utf8'));
    const { contexts } = (lock as { blueprint: { contexts: readonly { name: unknown }[] } })
      .blueprint;
    return contexts.map(({ name }) => String(name));
  } catch {
    const parent = path.dirname(folder);
    return parent === folder ? [] : contextsAbove(parent);
  }
}

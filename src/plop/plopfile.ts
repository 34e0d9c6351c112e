import fs from 'node:fs';
import path from 'node:path';

/** plop's own names, in its order. */
const names = ['plopfile.js', 'plopfile.mjs', 'plopfile.cjs'] as const;

/** The name of the plopfile at the root of a repository; null: there is none. */
export function plopfileIn(root: string): string | null {
  return names.find((name) => fs.existsSync(path.join(root, name))) ?? null;
}

import fs from 'node:fs';
import path from 'node:path';

import { parseBlueprint } from '../../../src/advisor/index.ts';
import { Repository } from '../../../src/check/reading/repository.ts';
import type { TypeScriptFile } from '../../../src/check/reading/typescript.ts';
import { memoryFiles } from '../../support/memory-files.ts';

/** A change to a fresh repository of preset shop, and what `check` has to say of it. */
export interface Fixture {
  /** What somebody did, e.g. `an aggregate that imports its use case`. */
  readonly name: string;
  /** The full id of the one check that reports it; null: a good team does this, and nothing is reported. */
  readonly breaks: string | null;
  readonly edits: readonly Edit[];
}

export type Edit =
  /** a new file, or another text for an old one */
  | { readonly path: string; readonly write: string }
  | { readonly path: string; readonly append: string }
  /** the first occurrence, which must be there */
  | { readonly path: string; readonly replace: readonly [string, string] }
  | { readonly path: string; readonly remove: true };

const golden = path.resolve(import.meta.dirname, '../../golden/typescript/shop');

/** A fresh repository of preset shop: path → text. */
export const shop: ReadonlyMap<string, string> = readTree(golden);

/** Kept over all fixtures, which differ in a file or two. */
const parsed = new Map<string, TypeScriptFile>();

/** The contracts as they were emitted. */
const earlier = new Map(
  [...shop].filter(([path]) => /^contexts\/[^/]+\/src\/contracts\/.*\.ts$/.test(path)),
);

export function repositoryOf(texts: ReadonlyMap<string, string>): Repository {
  const read = parseBlueprint(texts.get('backend.yaml') ?? '', { file: 'backend.yaml' });
  if (!read.ok) throw new Error(read.error.map(({ message }) => message).join('\n'));
  return new Repository(read.value.blueprint, memoryFiles(texts), { parsed, earlier });
}

export function edited(
  texts: ReadonlyMap<string, string>,
  edits: readonly Edit[],
): ReadonlyMap<string, string> {
  const result = new Map(texts);
  for (const edit of edits) {
    const before = result.get(edit.path);
    if ('write' in edit) result.set(edit.path, edit.write);
    else if (before === undefined) throw new Error(`${edit.path} is not there.`);
    else if ('append' in edit) result.set(edit.path, before + edit.append);
    else if ('remove' in edit) result.delete(edit.path);
    else {
      const [from, to] = edit.replace;
      if (!before.includes(from)) throw new Error(`${edit.path} has no ${from}`);
      result.set(
        edit.path,
        before.replace(from, () => to),
      );
    }
  }
  return result;
}

function readTree(root: string): ReadonlyMap<string, string> {
  return new Map(
    fs
      .readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [
        path.relative(root, file).split(path.sep).join('/'),
        fs.readFileSync(file, 'utf8'),
      ]),
  );
}

import fs from 'node:fs';
import path from 'node:path';

import { allFiles } from '../../repository/all-files.ts';
import type { Change } from '../../repository/plan.ts';
import type { Stack } from '../../stacks/stack.ts';

const SHOWN = 5;
const LARGEST = 1024 * 1024;

/** Files that people wired a removed context into by hand: without it they no longer compile. */
export async function usesLeft(
  root: string,
  stack: Pick<Stack, 'contextFolder' | 'contextImport'>,
  context: string,
  changes: readonly Change[],
): Promise<readonly string[]> {
  const name = stack.contextImport(context);
  const known = new Set(changes.flatMap((change) => [change.path, change.from ?? change.path]));
  const files = (await allFiles(root)).filter(
    (file) =>
      !known.has(file) &&
      !file.startsWith(`${stack.contextFolder(context)}/`) &&
      /\.(?:[cm]?[jt]sx?|json)$/.test(file) &&
      names(path.join(root, file), name),
  );
  if (files.length === 0) return [];
  const shown = files.slice(0, SHOWN).join(', ');
  const more = files.length > SHOWN ? ` and ${files.length - SHOWN} more` : '';
  return [
    `${shown}${more} still use${files.length === 1 ? 's' : ''} ${name}, which is gone: take it out there by hand.`,
  ];
}

function names(file: string, name: string): boolean {
  const stat = fs.lstatSync(file, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isFile() || stat.size > LARGEST) return false;
  const text = fs.readFileSync(file, 'utf8');
  return [`'${name}'`, `"${name}"`, `'${name}/`, `"${name}/`].some((each) => text.includes(each));
}

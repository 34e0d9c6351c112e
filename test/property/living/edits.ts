import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';

import type { Snapshot } from './repository.ts';

/** One thing that somebody does to a repository; places are fractions, so that they fit any file. */
export interface Edit {
  readonly kind: 'insert' | 'change' | 'delete' | 'move' | 'rename' | 'remove-file';
  /** 0 to 1: which of the files */
  readonly file: number;
  /** 0 to 1: which of the lines */
  readonly line: number;
  readonly to: number;
}

/** Spread evenly: fast-check's own integers prefer the ends. */
const fraction = fc.noBias(fc.integer({ min: 0, max: 9999 })).map((each) => each / 10_000);

export const edits: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.record({
    kind: fc.constantFrom<Edit['kind']>(
      ...(['insert', 'insert', 'change', 'change', 'delete', 'move'] as const),
      ...(['rename', 'remove-file'] as const),
    ),
    file: fraction,
    line: fraction,
    to: fraction,
  }),
  { minLength: 1, maxLength: 12 },
);

/** What people did, by the emitted path of a file. */
export interface Edited {
  /** where it lies now; null: they removed it */
  readonly at: string | null;
  /** whether anything but the place was changed */
  readonly isChanged: boolean;
  /** the words that only they can have written, from top to bottom */
  readonly tokens: readonly string[];
}

const untouchable = new Set(['backend.lock.json']);

/**
 * Does the edits to the files on disk, half of them to files that `likely` names. Every line that is
 * written holds a word that occurs nowhere else.
 */
export function doEdits(
  folder: string,
  emitted: Snapshot,
  likely: readonly string[],
  list: readonly Edit[],
): ReadonlyMap<string, Edited> {
  const all = [...emitted.keys()].filter((each) => !untouchable.has(each)).toSorted();
  const hot = likely.filter((each) => emitted.has(each) && !untouchable.has(each));
  const edited = new Map<string, Edited>();
  for (const [index, edit] of list.entries()) {
    const from = hot.length > 0 && index % 2 === 0 ? hot : all;
    const file = from[Math.floor(edit.file * from.length)];
    if (file === undefined) continue;
    const now = edited.get(file) ?? { at: file, isChanged: false, tokens: [] };
    if (now.at === null) continue;
    edited.set(file, doEdit(folder, { ...now, at: now.at }, edit, `token${index}ofsomebody`));
  }
  return edited;
}

function doEdit(
  folder: string,
  now: Edited & { readonly at: string },
  edit: Edit,
  token: string,
): Edited {
  const absolute = path.join(folder, now.at);
  if (edit.kind === 'remove-file') {
    fs.rmSync(absolute);
    return { at: null, isChanged: true, tokens: [] };
  }
  if (edit.kind === 'rename') {
    const at = path.posix.join(path.posix.dirname(now.at), `moved-${path.posix.basename(now.at)}`);
    fs.renameSync(absolute, path.join(folder, at));
    return { ...now, at };
  }
  const lines = fs.readFileSync(absolute, 'utf8').split('\n');
  const at = Math.floor(edit.line * lines.length);
  editLines(lines, edit, at, token);
  const content = lines.join('\n');
  fs.writeFileSync(absolute, content);
  return { ...now, isChanged: true, tokens: tokensOf(content) };
}

function editLines(lines: string[], edit: Edit, at: number, token: string): void {
  if (edit.kind === 'insert') lines.splice(at, 0, `  ${token}`);
  else if (edit.kind === 'change') lines[at] = `${lines[at] ?? ''} ${token}`;
  else {
    const [line = ''] = lines.splice(at, 1);
    if (edit.kind === 'move') lines.splice(Math.floor(edit.to * lines.length), 0, line);
  }
}

export function tokensOf(content: string): string[] {
  return content.match(/token\d+ofsomebody/g) ?? [];
}

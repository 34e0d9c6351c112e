import fs from 'node:fs';
import path from 'node:path';

import { emittedFormatter } from '../../../src/formatting/formatter.ts';
import { mergeFile, type Merged } from '../../../src/repository/merge/merge-file.ts';

const shop = path.resolve('test/golden/typescript/shop');

/** A file of the repository that preset `shop` emits. */
export function golden(file: string): string {
  return fs.readFileSync(path.join(shop, file), 'utf8');
}

export const format = await emittedFormatter(golden('.oxfmtrc.json'));

/** Merges two edits of one text. */
export function merge(file: string, base: string, ours: string, theirs: string): Promise<Merged> {
  return mergeFile({ path: file, base, ours, theirs, format });
}

/** A text with one piece replaced; the piece has to be there, once. */
export function replaced(text: string, piece: string, by: string): string {
  if (text.split(piece).length !== 2) throw new Error(`Not there once: ${piece}`);
  return text.replace(piece, () => by);
}

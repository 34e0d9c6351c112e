import type { Base, Difference, Theirs } from '../difference.ts';
import type { OurFile } from '../working-copy.ts';

/** What is to become of one file, before anything is merged. */
export type Decision =
  | 'nothing'
  | 'create'
  | 'identical'
  | 'update'
  | 'delete'
  | 'stays-deleted'
  | 'history'
  | 'merge'
  | 'both-added'
  | 'changed-and-deleted'
  | 'not-text';

/** Decides by what was emitted, what is emitted now, and what people have. */
export function decide(
  { base, theirs }: Pick<Difference, 'base' | 'theirs'>,
  ours: OurFile | null,
  isHistory: boolean,
): Decision {
  if (ours === null) return decideWithoutOurs(base, theirs);
  if (theirs !== null && holds(ours, theirs)) return 'identical';
  if (base === null) {
    if (theirs === null) return 'nothing';
    return ours.text === null ? 'not-text' : 'both-added';
  }
  if (theirs === null) return isUnedited(ours, base) ? 'delete' : 'changed-and-deleted';
  if (isHistory) return 'history';
  if (isUnedited(ours, base)) return 'update';
  return ours.text === null ? 'not-text' : 'merge';
}

function decideWithoutOurs(base: Base | null, theirs: Theirs | null): Decision {
  if (theirs === null) return 'nothing';
  return base === null ? 'create' : 'stays-deleted';
}

/** Whether a file is as it was emitted, line ends and byte order mark aside. */
function isUnedited({ text }: OurFile, base: Base): boolean {
  return text !== null && (text.blob === base.blob || text.content === base.content);
}

function holds({ text }: OurFile, { content, emitted }: Theirs): boolean {
  return text !== null && (text.content === content || text.content === emitted);
}

/** The executable bit: a person's change of it stays. */
export function executableBit(
  base: Base | null,
  theirs: Theirs | null,
  ours: OurFile | null,
): boolean {
  const before = base?.executable ?? null;
  const after = theirs?.executable ?? before ?? false;
  const own = ours?.executable ?? null;
  if (own === null) return after;
  // Where it is not known how the file was emitted, what it is stands, too.
  return own === before ? after : own;
}

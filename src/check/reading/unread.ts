import type { Unread } from './files.ts';

const reasons: Readonly<Record<Unread['because'], string>> = {
  link: 'is a symbolic link and was not followed',
  'too-large': 'is larger than 2 MiB and was not read',
  'not-text': 'is no text and was not read',
  'too-deep': 'lies too deep and was not read',
  'too-many': 'and what follows was not read: there are more than 100,000 files',
  unreadable: 'could not be read',
};

const shown = 20;

/** What was left out, a sentence each: a check that is silent about a file it never saw would mislead. */
export function unreadNotes(unread: readonly Unread[]): readonly string[] {
  const notes = unread.slice(0, shown).map(({ path, because }) => `${path} ${reasons[because]}.`);
  if (unread.length <= shown) return notes;
  return [...notes, `${unread.length - shown} more files were not read.`];
}

/** The same for what was read and is not what its name says. */
export function unparsedNotes(paths: readonly string[]): readonly string[] {
  const notes = paths
    .slice(0, shown)
    .map((path) => `${path} cannot be parsed; checks may have missed what is in it.`);
  if (paths.length <= shown) return notes;
  return [...notes, `${paths.length - shown} more files cannot be parsed.`];
}

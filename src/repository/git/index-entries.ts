import { runGit } from './run.ts';

/** What git's index holds of some paths, from the root of the work tree: path → `<mode> <object> <stage>`, none where it holds nothing. */
export type IndexEntries = Readonly<Record<string, readonly string[]>>;

/** Reads the entries of paths of a repository that lies at `prefix` in its work tree. */
export async function indexEntries(
  root: string,
  prefix: string,
  paths: readonly string[],
): Promise<IndexEntries> {
  const entries = new Map<string, string[]>(paths.map((path) => [prefix + path, []]));
  const listed = await runGit(root, ['ls-files', '--stage', '-z', '--full-name'], { mode: 'read' });
  for (const line of listed.stdout.toString('utf8').split('\0')) {
    const tab = line.indexOf('\t');
    entries.get(line.slice(tab + 1))?.push(line.slice(0, tab));
  }
  return Object.fromEntries(entries);
}

/** Puts the entries back as they were; false: git refused. */
export async function restoreIndexEntries(root: string, entries: IndexEntries): Promise<boolean> {
  // Zeros, as many as the ids of this repository have digits.
  const none = '0'.repeat(Object.values(entries).flat()[0]?.split(' ')[1]?.length ?? 40);
  const lines = Object.entries(entries).flatMap(([path, stages]) => [
    `0 ${none}\t${path}\0`,
    ...stages.map((stage) => `${stage}\t${path}\0`),
  ]);
  if (lines.length === 0) return true;
  const run = await runGit(root, ['update-index', '-z', '--index-info'], {
    mode: 'write',
    input: lines.join(''),
  });
  return run.kind === 'done';
}

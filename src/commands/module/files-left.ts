import { allFiles } from '../../repository/all-files.ts';
import type { Change } from '../../repository/plan.ts';
import type { OpenedRepository } from '../open-repository.ts';

const shown = 5;

/** What people added to a module that is removed: it stays, since nobody else knows what it is for. */
export async function filesLeft(
  { root, lock }: Pick<OpenedRepository, 'root' | 'lock'>,
  changes: readonly Change[],
): Promise<readonly string[]> {
  const gone = foldersGone([...lock.files.keys()], changes);
  if (gone.size === 0) return [];
  const added = (await allFiles(root)).filter(
    (file) => gone.has(folderOf(file)) && !lock.files.has(file),
  );
  if (added.length === 0) return [];
  const names = added.slice(0, shown).join(', ');
  const more = added.length > shown ? ` and ${added.length - shown} more` : '';
  return [
    `${names}${more} did not come from create-backend, and stay${added.length === 1 ? 's' : ''}.`,
  ];
}

/** The folders, such as `contexts/billing`, of which nothing is emitted any more. */
function foldersGone(emitted: readonly string[], changes: readonly Change[]): ReadonlySet<string> {
  const removed = new Set(
    changes.flatMap(({ action, path }) =>
      action === 'delete' || action === 'conflict' ? [path] : [],
    ),
  );
  const kept = new Set(emitted.filter((file) => !removed.has(file)).map(folderOf));
  return new Set([...removed].map(folderOf).filter((folder) => !kept.has(folder)));
}

const folderOf = (file: string): string => file.split('/').slice(0, 2).join('/');

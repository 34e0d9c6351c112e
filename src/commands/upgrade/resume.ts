import { commitFiles } from '../../repository/git/branch.ts';
import { hasMarkers } from '../../repository/merge/markers.ts';
import { forgetUndo, type Undo } from '../../repository/undo.ts';
import { err, exitCodes, ok, type CommandError, type Outcome } from '../command.ts';
import type { OpenedRepository } from '../open-repository.ts';
import { listed } from '../repository/readiness.ts';
import { committed, notCommitted } from './committed.ts';
import { again, commitMessage, emptyReport, type UpgradeReport } from './report.ts';

/** The files that still wait for a person; null: none do. */
export function unresolvedFiles(
  { git, lock, workingCopy }: OpenedRepository,
  underWay: Undo | null,
): CommandError | null {
  const unmerged = git?.unmerged ?? [];
  const marked = [...new Set([...lock.files.keys(), ...(underWay?.conflicts ?? [])])].filter(
    (path) => {
      const file = workingCopy.read(path);
      return file.ok && hasMarkers(file.value?.text?.content ?? '');
    },
  );
  const paths = [...new Set([...unmerged, ...marked])].sort();
  if (paths.length === 0) return null;
  return {
    code: 'unresolved-conflicts',
    message: `${paths.length === 1 ? 'A conflict is' : `${paths.length} conflicts are`} not resolved yet:\n${listed(paths)}`,
    hint: [
      git === null
        ? 'Edit them, and run the command again.'
        : 'Edit them and git add them (git rm what is to go), then run the command again.',
      ...(underWay === null
        ? []
        : ['To take the whole upgrade back: create-backend upgrade --abort']),
    ].join('\n'),
    exit: exitCodes.conflicts,
  };
}

/** Nothing is left of an upgrade but to commit it, or to take it back. */
export function settledReport(repository: OpenedRepository, underWay: Undo): UpgradeReport {
  return {
    ...emptyReport(repository, { from: underWay.from, outcome: 'finished' }),
    undo: `${again} --abort`,
    next: [`git add --all && git commit --message "${commitMessage(underWay)}"`],
  };
}

/** Commits, on its branch, an upgrade whose conflicts are resolved. */
export async function finishUpgrade(
  repository: OpenedRepository,
  underWay: Undo,
): Promise<Outcome<UpgradeReport>> {
  const { root, git } = repository;
  if (git === null || underWay.branch === null) throw new Error('Only a branch can be finished.');
  const paths = [...new Set([...underWay.files.map(({ path }) => path), ...underWay.conflicts])];
  const made = await commitFiles(root, paths, commitMessage(underWay));
  if (!made.ok) return err(notCommitted(made.error));
  if (made.value.kind === 'committed') forgetUndo(git);
  const report = emptyReport(repository, { from: underWay.from, outcome: 'finished' });
  return ok(committed(report, made.value, underWay.branch));
}

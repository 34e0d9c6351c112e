import { leaveBranch } from '../../repository/git/branch.ts';
import { restoreIndexEntries } from '../../repository/git/index-entries.ts';
import { applyPlan } from '../../repository/transaction/index.ts';
import { forgetUndo, takingBack, type Undo } from '../../repository/undo.ts';
import { err, exitCodes, ok, type CommandError, type Outcome, type World } from '../command.ts';
import { folderRefusal } from '../folder-refusal.ts';
import type { OpenedRepository } from '../open-repository.ts';
import { listed } from '../repository/readiness.ts';
import { notCommitted } from './committed.ts';
import { emptyReport, type UpgradeReport } from './report.ts';

/** Puts back what an upgrade wrote: files, index entries and the branch; nothing else. */
export async function takeBackUpgrade(
  repository: OpenedRepository,
  underWay: Undo | null,
  allowDirty: boolean,
  world: World,
): Promise<Outcome<UpgradeReport>> {
  const { root, git, workingCopy } = repository;
  if (git === null || underWay === null) return err(nothingToTakeBack);
  const back = takingBack(git, workingCopy, underWay);
  if (!back.ok) return err(folderRefusal(back.error));
  const { writes, changedSince } = back.value;
  if (changedSince.length > 0 && !allowDirty) return err(edited(changedSince));

  const { signal } = world;
  const applied = await applyPlan(
    root,
    { writes, conflicts: [] },
    { signal, command: 'upgrade --abort' },
  );
  if (!applied.ok) return err(folderRefusal(applied.error));
  if (!(await restoreIndexEntries(root, underWay.index))) return err(indexStays);
  const left = underWay.branch === null ? ok(undefined) : await leaveBranch(root, underWay.branch);
  if (!left.ok) return err(notCommitted(left.error));
  forgetUndo(git);
  const report = emptyReport(repository, { from: underWay.to, outcome: 'taken-back' });
  return ok({ ...report, to: underWay.from });
}

const nothingToTakeBack: CommandError = {
  code: 'nothing-to-abort',
  message: 'There is no upgrade to take back: none was made, or it is committed.',
  hint: 'A commit is undone by git: git revert <commit>; a branch by git switch and git branch -D.',
  exit: exitCodes.refused,
};

function edited(paths: readonly string[]): CommandError {
  return {
    code: 'edited-since',
    message: `${paths.length === 1 ? 'A file was' : `${paths.length} files were`} edited after the upgrade:\n${listed(paths)}`,
    hint: 'Put these edits aside first; or give --allow-dirty, which loses them.',
    exit: exitCodes.refused,
  };
}

const indexStays: CommandError = {
  code: 'git-refused',
  message: 'The files are put back, but git refused to change its index.',
  hint: 'Run the same command again; `git status` tells more.',
  exit: exitCodes.refused,
};

import {
  beginBranch,
  commitFiles,
  leaveBranch,
  type NewBranch,
} from '../../repository/git/branch.ts';
import type { ChangePlan } from '../../repository/plan.ts';
import { applyPlan } from '../../repository/transaction/index.ts';
import { forgetUndo, keepUndo } from '../../repository/undo.ts';
import { err, ok, type Outcome, type World } from '../command.ts';
import { folderRefusal } from '../folder-refusal.ts';
import { BLUEPRINT_FILE, type OpenedRepository } from '../open-repository.ts';
import { committed, notCommitted } from './committed.ts';
import { commitMessage, type UpgradeReport } from './report.ts';

/**
 * Applies a planned upgrade: first keeps how to take it back, then writes all or nothing. On a
 * branch of its own it is committed, unless there are conflicts to resolve first.
 */
export async function applyUpgrade(
  repository: OpenedRepository,
  plan: ChangePlan,
  report: UpgradeReport,
  branch: NewBranch | null,
  world: World,
): Promise<Outcome<UpgradeReport>> {
  const { root, git, workingCopy } = repository;
  if (git !== null) {
    const about = { from: report.from, to: report.to, branch };
    const kept = await keepUndo(git, workingCopy, plan, about);
    if (!kept.ok) return err(folderRefusal(kept.error));
  }
  const begun = branch === null ? ok(undefined) : await beginBranch(root, branch);
  if (!begun.ok) return err(notCommitted(begun.error));

  world.progress(`Writing ${plan.writes.length} files`);
  const applied = await applyPlan(root, plan, { signal: world.signal, command: 'upgrade' });
  if (!applied.ok) {
    if (branch !== null) await leaveBranch(root, branch);
    if (git !== null) forgetUndo(git);
    return err(folderRefusal(applied.error));
  }
  if (branch === null || git === null) return ok(report);
  if (plan.conflicts.length > 0) return ok({ ...report, branch: branch.made });

  const paths = [...new Set([...plan.writes.map(({ path }) => path), BLUEPRINT_FILE])];
  const made = await commitFiles(root, paths, commitMessage(report));
  if (!made.ok) return err(notCommitted(made.error));
  if (made.value.kind === 'committed') forgetUndo(git);
  return ok(committed(report, made.value, branch));
}

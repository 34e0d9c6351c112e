import { checkNewBranch, type NewBranch } from '../../repository/git/branch.ts';
import { err, exitCodes, ok, type CommandError, type Outcome } from '../command.ts';
import type { OpenedRepository } from '../open-repository.ts';
import { version } from '../version.ts';
import { notCommitted } from './committed.ts';

/** The branch an upgrade is asked to make; null: none. */
export async function newBranchFor(
  asked: string | null,
  { root, git }: OpenedRepository,
): Promise<Outcome<NewBranch | null>> {
  if (asked === null) return ok(null);
  if (git === null) return err(refused('no-git', 'There is no git here.', withoutBranch));
  const { branch: was, commit } = git;
  if (was === null) {
    return err(
      refused(
        'detached-head',
        'HEAD is detached: there is no branch to come back to.',
        'Check one out first: git switch <branch>',
      ),
    );
  }
  if (commit === null)
    return err(refused('no-commit', 'There is no commit yet.', 'Commit what is there first.'));
  const made = asked === '' ? `create-backend/upgrade-${version}` : asked;
  const good = await checkNewBranch(root, made);
  return good.ok ? ok({ was, made, commit }) : err(notCommitted(good.error));
}

const withoutBranch = 'Leave --branch away: the files are changed where they are.';

function refused(code: string, message: string, hint: string): CommandError {
  return { code, message: `--branch: ${message}`, hint, exit: exitCodes.refused };
}

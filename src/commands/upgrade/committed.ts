import type { BranchProblem, Committed, NewBranch } from '../../repository/git/branch.ts';
import { exitCodes, type CommandError } from '../command.ts';
import type { UpgradeReport } from './report.ts';

/** The report of an upgrade on a branch of its own, after its commit. */
export function committed(
  report: UpgradeReport,
  made: Committed,
  branch: NewBranch,
): UpgradeReport {
  const on = { ...report, branch: branch.made };
  if (made.kind === 'staged') {
    return {
      ...on,
      notes: [
        ...report.notes,
        'The files are staged but not committed: git has no identity (git config user.name, user.email).',
      ],
      next: ['git commit'],
    };
  }
  return {
    ...on,
    commit: made.commit,
    undo: `git switch ${word(branch.was)} && git branch -D ${word(branch.made)}`,
    next: [`git diff ${word(branch.was)}...${word(branch.made)}`, ...report.next],
  };
}

/** A branch may be called what a shell would take for a command. */
const word = (name: string): string =>
  /^[\w./@-]+$/.test(name) ? name : `'${name.replaceAll("'", String.raw`'\''`)}'`;

export function notCommitted({ code, message, hint }: BranchProblem): CommandError {
  return { code, message, hint, exit: exitCodes.refused };
}

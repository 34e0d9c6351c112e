import type { Stack } from '../../stacks/stack.ts';
import type { ChangeReport } from '../change-repository.ts';
import { stepsAfter } from '../module/next-steps.ts';

interface Circumstances {
  readonly stack: Stack;
  readonly hasGit: boolean;
  readonly onBranch: boolean;
  /** of the commit */
  readonly title: string;
  /** the command line that finishes, or says what is left */
  readonly again: string;
}

/** The command lines from an upgraded repository to a commit; conflicts come first. */
export function stepsAfterUpgrade(
  report: ChangeReport,
  { stack, hasGit, onBranch, title, again }: Circumstances,
): readonly string[] {
  const rest = { stack, installed: false, hasGit: hasGit && !onBranch, title };
  if (report.conflicts.length === 0) return stepsAfter(report, rest);
  return [...stepsAfter(report, { ...rest, hasGit: false }), again];
}

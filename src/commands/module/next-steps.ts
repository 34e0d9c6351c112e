import type { Stack } from '../../stacks/stack.ts';
import type { ChangeReport } from '../change-repository.ts';

interface Circumstances {
  readonly stack: Stack;
  /** Whether the dependencies are there already. */
  readonly installed: boolean;
  readonly hasGit: boolean;
  /** of the commit */
  readonly title: string;
}

/** The command lines from a changed repository to a commit; conflicts come first. */
export function stepsAfter(
  { next: resolving, changes }: ChangeReport,
  { stack, installed, hasGit, title }: Circumstances,
): readonly string[] {
  const { setup, check, test, lockFile } = stack.toolchain;
  const isNew = changes.some(({ path, action }) => path === lockFile && action !== 'identical');
  return [
    ...resolving,
    ...(isNew && !installed ? [setup.join(' ')] : []),
    check,
    test,
    ...(hasGit ? [`git add --all && git commit --message "${title}"`] : []),
  ];
}

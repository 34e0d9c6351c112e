import type { Blueprint } from '../../blueprint/model.ts';
import type { PlopFailure } from '../../plop/failure.ts';
import { planWithPlopfile } from '../../plop/plan-with-plopfile.ts';
import { plopfileIn } from '../../plop/plopfile.ts';
import type { ChangeOptions } from '../change-repository.ts';
import { err, exitCodes, ok, type CommandError, type World } from '../command.ts';
import { folderRefusal } from '../folder-refusal.ts';
import type { OpenedRepository } from '../open-repository.ts';

/** What the repository's own plopfile adds to the plan of a module; undefined: there is none. */
export function extendedByPlopfile(
  { root, workingCopy }: Pick<OpenedRepository, 'root' | 'workingCopy'>,
  blueprint: Blueprint,
  context: string,
  { verbose }: { readonly verbose: boolean },
  world: World,
): ChangeOptions['extend'] {
  const plopfile = plopfileIn(root);
  if (plopfile === null) return undefined;
  return async (plan, format) => {
    const { signal } = world;
    const progress = (message: string): void => world.progress(message);
    const run = { plopfile, context, blueprint, workingCopy, format, signal, progress };
    const extended = await planWithPlopfile(plan, run);
    if (extended.ok) return ok(extended.value);
    const { cause } = extended.error;
    if (verbose && cause instanceof Error)
      for (const line of (cause.stack ?? cause.message).split('\n')) world.progress(line);
    return err(refusalOf(extended.error));
  };
}

function refusalOf({ code, message, hint }: PlopFailure): CommandError {
  switch (code) {
    case 'plopfile-unusable':
    case 'plop-action-failed':
      return { code, message, hint, exit: exitCodes.failure };
    default:
      return folderRefusal({ code, message, hint });
  }
}

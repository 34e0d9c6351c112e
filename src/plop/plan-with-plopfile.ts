import fs from 'node:fs';

import { err, type Result } from '../blueprint/result.ts';
import type { Blueprint } from '../blueprint/model.ts';
import type { Formatter } from '../render/format.ts';
import type { ChangePlan } from '../repository/plan.ts';
import type { WorkingCopy } from '../repository/working-copy.ts';
import { extendPlan } from './extend-plan.ts';
import type { PlopFailure } from './failure.ts';
import { moduleData } from './module-data.ts';
import { makeShadow, type Shadow } from './shadow.ts';

export interface PlopRun {
  /** the name of the plopfile at the root */
  readonly plopfile: string;
  /** the context that is added, and the blueprint with it */
  readonly context: string;
  readonly blueprint: Blueprint;
  readonly workingCopy: WorkingCopy;
  /** as the repository formats */
  readonly format: Formatter;
  readonly signal: AbortSignal;
  progress(message: string): void;
}

/**
 * The plan of a module with what the repository's own plopfile adds to it. plop writes at once, so
 * it is given a shadow: a copy of the repository as it will be. What it changes there is planned.
 *
 *   plan → shadow → generators `module:…` → differences → plan
 */
export async function planWithPlopfile(
  plan: ChangePlan,
  { plopfile, context, blueprint, workingCopy, format, signal, progress }: PlopRun,
): Promise<Result<ChangePlan, PlopFailure>> {
  const { runModuleGenerators } = await import('./run-module-generators.ts');
  const { root } = workingCopy;
  const shadow = await makeShadow(root, plan);
  const leave = watchExit(shadow, plopfile);
  try {
    const data = moduleData(blueprint, context);
    const run = await Promise.race([
      runModuleGenerators(root, plopfile, data, shadow, progress),
      interruption(signal),
    ]);
    return run.ok ? await extendPlan(plan, shadow, workingCopy, format) : run;
  } finally {
    leave();
    shadow.remove();
  }
}

function interruption(signal: AbortSignal): Promise<Result<never, PlopFailure>> {
  const cancelled = err({
    code: 'cancelled',
    message: 'Cancelled; nothing was written.',
    hint: null,
  } as const);
  if (signal.aborted) return Promise.resolve(cancelled);
  return new Promise((resolve) =>
    signal.addEventListener('abort', () => resolve(cancelled), { once: true }),
  );
}

/**
 * A plopfile may end the process, or wait for what never comes: the shadow goes with it, and it is no
 * success. Until then what it prints goes to standard error, since standard output is for results.
 */
function watchExit(shadow: Shadow, plopfile: string): () => void {
  const ended = (): void => {
    shadow.remove();
    process.exitCode =
      process.exitCode === 0 || process.exitCode === undefined ? 1 : process.exitCode;
    fs.writeSync(
      2,
      `${plopfile} ended the program before its generators were done; nothing was written.\n`,
    );
  };
  const { write } = process.stdout;
  process.stdout.write = process.stderr.write.bind(process.stderr) as typeof write;
  process.once('exit', ended);
  return () => {
    process.stdout.write = write;
    process.off('exit', ended);
  };
}

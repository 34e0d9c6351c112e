import type { ModuleAnswers } from '../commands/module/answers.ts';

/** The options of `module` as commander reads them; `remove` has those of writing only. */
export interface ModuleOptions extends Omit<ModuleAnswers, 'name'> {
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly allowDirty: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
}

/** What a command line answers; a name that was not given is empty. */
export function moduleAnswersOf(name: string | undefined, options: ModuleOptions): ModuleAnswers {
  const { yes: _, dryRun: __, allowDirty: ___, json: ____, verbose: _____, ...answers } = options;
  return { ...answers, name: name ?? '' };
}

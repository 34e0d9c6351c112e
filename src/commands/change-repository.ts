import type { Formatter } from '../render/format.ts';
import type { ChangePlan, Change, Conflict } from '../repository/plan.ts';
import { planChange } from '../repository/plan-change.ts';
import { asGitKeeps } from '../repository/git/line-ends.ts';
import { tracked } from '../repository/git/state.ts';
import { applyPlan } from '../repository/transaction/index.ts';
import { err, ok, type Outcome, type World } from './command.ts';
import { folderRefusal } from './folder-refusal.ts';
import type { OpenedRepository } from './open-repository.ts';
import type { RenderedChange } from './render-change.ts';
import { untrackedInTheWay } from './repository/readiness.ts';

export interface ChangeOptions {
  /** as the user called it, e.g. `module billing` */
  readonly command: string;
  readonly dryRun: boolean;
  readonly allowDirty: boolean;
  /** `keep`: a file of the team's that does not merge stays as the team has it. */
  readonly teamFiles: 'merge' | 'keep';
  /** The plan with what is to be changed besides; `format` is the repository's own. */
  readonly extend?: (plan: ChangePlan, format: Formatter) => Promise<Outcome<ChangePlan>>;
}

/** What was changed, or would be. */
export interface ChangeReport {
  /** absolute */
  readonly directory: string;
  readonly dryRun: boolean;
  readonly changes: readonly Change[];
  readonly conflicts: readonly ReportedConflict[];
  /** What a person should know, a sentence each. */
  readonly notes: readonly string[];
  /** Command lines that resolve the conflicts; empty where there are none. */
  readonly next: readonly string[];
}

export interface ReportedConflict {
  /** where the user keeps the file */
  readonly path: string;
  readonly reason: Conflict['reason'];
  /** what it means, a clause */
  readonly because: string;
}

/** Plans a change of the rendering, and applies it all or nothing; a dry run stops before that. */
export async function changeRepository(
  repository: OpenedRepository,
  rendered: RenderedChange,
  options: ChangeOptions,
  world: World,
): Promise<Outcome<ChangeReport>> {
  const plan = await planOf(repository, rendered, options);
  if (!plan.ok) return plan;
  const report = reportOf(repository, rendered, plan.value, options);
  if (options.dryRun) return ok(report);

  world.progress(`Writing ${plan.value.writes.length} files`);
  const { signal } = world;
  const applied = await applyPlan(repository.root, plan.value, {
    signal,
    command: options.command,
  });
  return applied.ok ? ok(report) : err(folderRefusal(applied.error));
}

/** The plan of a change; what git does not keep is not changed without being asked. */
export async function planOf(
  { root, workingCopy, lock, git }: Pick<OpenedRepository, 'root' | 'workingCopy' | 'lock' | 'git'>,
  { differences, files, lock: lockText, stack, format }: RenderedChange,
  { teamFiles, allowDirty, extend }: Pick<ChangeOptions, 'teamFiles' | 'allowDirty' | 'extend'>,
): Promise<Outcome<ChangePlan>> {
  const plan = await planChange({
    differences,
    workingCopy,
    locked: lock.files,
    files,
    lock: lockText,
    history: stack,
    format,
    teamFiles,
  });
  if (!plan.ok) return err(folderRefusal(plan.error));
  const whole = extend === undefined ? plan : await extend(plan.value, format);
  if (git === null || !whole.ok) return whole;
  const conflicts = await asGitKeeps(root, whole.value.conflicts);
  const planned = ok({ ...whole.value, conflicts });
  if (allowDirty) return planned;
  const changed = whole.value.writes.flatMap(({ path, before }) => (before === null ? [] : [path]));
  const kept = await tracked(root, changed);
  const atRisk = changed.filter((path) => !kept.has(path));
  return atRisk.length === 0 ? planned : err(untrackedInTheWay(atRisk));
}

export function reportOf(
  { root, git, notes }: OpenedRepository,
  rendered: RenderedChange,
  plan: ChangePlan,
  { dryRun }: Pick<ChangeOptions, 'dryRun'>,
): ChangeReport {
  const conflicts = plan.conflicts.map(({ path, reason }) => ({
    path,
    reason,
    because: reasons[reason],
  }));
  return {
    directory: root,
    dryRun,
    changes: plan.changes,
    conflicts,
    notes: [...notes, ...rendered.notes, ...plan.notes],
    next: conflicts.length === 0 ? [] : resolving(conflicts, git !== null),
  };
}

const reasons: Readonly<Record<Conflict['reason'], string>> = {
  'both-changed': 'changed here and by create-backend in the same lines',
  'changed-and-deleted': 'changed here, and emitted no more',
  'both-added': 'added here, and now emitted too',
  'not-text': 'not UTF-8 text, so it was not merged',
};

function resolving(conflicts: readonly ReportedConflict[], hasGit: boolean): readonly string[] {
  if (!hasGit) return ['edit the files with conflicts'];
  const gone = conflicts.filter(({ reason }) => reason === 'changed-and-deleted').length;
  return [
    ...(conflicts.length > gone
      ? ['git mergetool   # or edit the files; git add them when no file has markers any more']
      : []),
    ...(gone > 0 ? ['git rm -- <file>   # or git add -- <file>, to keep it'] : []),
  ];
}

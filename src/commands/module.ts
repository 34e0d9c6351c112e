import type { Blueprint } from '../blueprint/model.ts';
import type { Stack } from '../stacks/stack.ts';
import { changeRepository, type ChangeOptions, type ChangeReport } from './change-repository.ts';
import { err, exitCodes, ok, type CommandError, type Outcome, type World } from './command.ts';
import type { AggregateAddition } from '../advisor/index.ts';
import { blueprintWithAggregate } from './module/blueprint-with-aggregate.ts';
import { blueprintWith, blueprintWithout } from './module/blueprint-with.ts';
import type { ModuleAnswers } from './module/answers.ts';
import { dataThatStays } from './module/data.ts';
import { filesLeft } from './module/files-left.ts';
import { usesLeft } from './module/uses-left.ts';
import { stepsAfter } from './module/next-steps.ts';
import { consequences } from './module/consequences.ts';
import { extendedByPlopfile } from './module/plopfile.ts';
import type { ContextSource } from './module/written-context.ts';
import { openRepository, settingsIn, type OpenedRepository } from './open-repository.ts';
import { isOwnVersion } from './own-versions.ts';
import { renderChange } from './render-change.ts';
import { loadPack } from './rendered-repository.ts';
import { runSetup, type SetupOutcome } from './setup.ts';
import { version } from './version.ts';

export interface Writing {
  readonly dryRun: boolean;
  readonly allowDirty: boolean;
  /** run the repository's own `setup` where its dependencies changed */
  readonly install: boolean;
  /** tell where the code of a plopfile failed */
  readonly verbose?: boolean;
}

/**
 * The repository around a folder, in a state in which contexts may be added and removed. What `check`
 * finds wrong with the command is told before files that are not committed.
 */
export async function openForModules(
  directory: string,
  { allowDirty, dryRun }: Writing,
  check: (before: Blueprint) => Outcome<unknown>,
  world: World,
): Promise<Outcome<OpenedRepository>> {
  const options = { allowDirty: allowDirty || dryRun, writing: !dryRun };
  const repository = await openRepository(directory, world, options);
  if (!repository.ok) {
    if (repository.error.code !== 'dirty-tree') return repository;
    const read = await openRepository(directory, world, { allowDirty: true, writing: false });
    const checked = read.ok ? check(read.value.blueprint) : read;
    return checked.ok ? repository : checked;
  }
  const emitted = repository.value.lock.version;
  return emitted === version ? repository : err(versionDiffers(emitted));
}

/** Adds a bounded context to a repository that people work in. */
export async function addModule(
  repository: OpenedRepository,
  answers: ModuleAnswers,
  file: ContextSource | null,
  writing: Writing,
  world: World,
): Promise<Outcome<ChangeReport>> {
  const after = blueprintWith(repository.blueprint, answers, file);
  if (!after.ok) return after;
  const { name, plop } = answers;
  const { verbose = false } = writing;
  const extend = plop
    ? extendedByPlopfile(repository, after.value, name, { verbose }, world)
    : undefined;
  return change(repository, after.value, { ...writing, verb: 'Add', name, extend }, world);
}

/** Removes a context that no other rests on; what is in its schema stays. */
export async function removeModule(
  repository: OpenedRepository,
  name: string,
  writing: Writing,
  world: World,
): Promise<Outcome<ChangeReport>> {
  const after = blueprintWithout(repository.blueprint, name);
  if (!after.ok) return after;
  const task = { ...writing, verb: 'Remove', name } as const;
  const changed = await change(repository, after.value, task, world);
  if (!changed.ok) return changed;
  const { changes, notes } = changed.value;
  const left = await filesLeft(repository, changes);
  const pack = await loadPack(repository.blueprint.stack);
  if (!pack.ok) return pack;
  const used = await usesLeft(repository.root, pack.value.stack, name, changes);
  return ok({ ...changed.value, notes: [...notes, ...used, ...left, ...dataThatStays(name)] });
}

/** What a blueprint would change in the repository, plopfile aside; nothing is written. */
export function previewModule(
  repository: OpenedRepository,
  after: Blueprint,
  name: string,
  writing: Writing,
  world: World,
): Promise<Outcome<ChangeReport>> {
  return change(repository, after, { ...writing, dryRun: true, verb: 'Add', name }, world);
}

/** Adds an aggregate to a context that is there: what an edit of backend.yaml and `upgrade` come to. */
export async function addAggregate(
  repository: OpenedRepository,
  addition: AggregateAddition,
  writing: Writing,
  world: World,
): Promise<Outcome<ChangeReport>> {
  const after = blueprintWithAggregate(repository.blueprint, addition);
  if (!after.ok) return after;
  const name = `${addition.aggregate.replace(/\(.*/s, '').trim()} to ${addition.context}`;
  return change(repository, after.value, { ...writing, verb: 'Add', name }, world);
}

interface Task extends Writing {
  readonly verb: 'Add' | 'Remove';
  readonly name: string;
  readonly extend?: ChangeOptions['extend'] | undefined;
}

/** From one blueprint to the next: what differs is rendered, merged with what people have, and written. */
async function change(
  repository: OpenedRepository,
  after: Blueprint,
  { verb, name, dryRun, allowDirty, install, extend }: Task,
  world: World,
): Promise<Outcome<ChangeReport>> {
  world.progress('Rendering');
  const rendered = await renderChange(repository.blueprint, after, {
    locked: repository.lock.files,
    settings: settingsIn(repository),
    sources: repository.lock.sources,
  });
  if (!rendered.ok) return rendered;
  const command = verb === 'Add' ? `module ${name}` : `module remove ${name}`;
  const changed = await changeRepository(
    repository,
    rendered.value,
    { command, dryRun, allowDirty, teamFiles: 'merge', ...(extend && { extend }) },
    world,
  );
  if (!changed.ok) return changed;

  const { stack } = rendered.value;
  const setup = await setUp(
    changed.value,
    stack,
    install,
    world,
    `${verb === 'Add' ? 'Added' : 'Removed'} ${name}`,
  );
  if (!setup.ok) return setup;
  const told = setup.value.installed || setup.value.note === null ? [] : [setup.value.note];
  return ok({
    ...changed.value,
    notes: [...changed.value.notes, ...consequences(repository, after), ...told],
    next: stepsAfter(changed.value, {
      stack,
      installed: setup.value.installed,
      hasGit: repository.git !== null,
      title: `${verb} ${name}`,
    }),
  });
}

/** Dependencies are installed where they changed, and nothing stands in conflict. */
async function setUp(
  { directory, changes, conflicts, dryRun }: ChangeReport,
  stack: Stack,
  install: boolean,
  world: World,
  done: string,
): Promise<Outcome<SetupOutcome>> {
  const isNew = changes.some(
    ({ path, action }) => path === stack.toolchain.lockFile && action !== 'identical',
  );
  if (dryRun || !install || conflicts.length > 0 || !isNew) return ok(notInstalled);
  return runSetup(stack, directory, world, done);
}

const notInstalled = { installed: false, note: null } as const;

function versionDiffers(emitted: string): CommandError {
  return {
    code: 'version-differs',
    message: `The repository is of create-backend ${emitted}; this is ${version}, which would change more than the module.`,
    hint: isOwnVersion(emitted)
      ? `Run the version that it has, "npx create-backend@${emitted} module …", or "create-backend upgrade" first.`
      : 'Run "create-backend upgrade" first.',
    exit: exitCodes.refused,
  };
}

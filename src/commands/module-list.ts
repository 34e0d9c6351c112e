import { hostOf } from '../advisor/index.ts';
import { dependenciesBetween, type Dependency } from '../blueprint/edit/dependents.ts';
import type { Blueprint, Context } from '../blueprint/model.ts';
import { ok, type Outcome, type World } from './command.ts';
import { openRepository } from './open-repository.ts';

/** A context as `module list` tells of it. */
export interface ListedModule {
  readonly name: string;
  readonly description: string | null;
  readonly owner: string | null;
  readonly deployable: string;
  readonly aggregates: readonly string[];
  readonly externals: readonly string[];
  readonly sagas: readonly string[];
  /** what it takes from other contexts: events, aggregates it refers to, answers its sagas wait for */
  readonly consumes: readonly Dependency[];
  /** what other contexts take from it */
  readonly consumedBy: readonly Dependency[];
}

/** The contexts of the repository around a folder, as they were last applied. */
export async function listModules(
  directory: string,
  world: World,
): Promise<Outcome<readonly ListedModule[]>> {
  const repository = await openRepository(directory, world, { allowDirty: true, writing: false });
  return repository.ok ? ok(modulesOf(repository.value.blueprint)) : repository;
}

export function modulesOf(blueprint: Blueprint): readonly ListedModule[] {
  const dependencies = dependenciesBetween(blueprint);
  return blueprint.contexts.map((context) => listed(context, blueprint, dependencies));
}

function listed(
  context: Context,
  { deployables }: Blueprint,
  dependencies: readonly Dependency[],
): ListedModule {
  const { name, description, owner, aggregates, externals, sagas } = context;
  return {
    name,
    description,
    owner,
    deployable: hostOf(deployables, name) ?? '',
    aggregates: aggregates.map((aggregate) => aggregate.name),
    externals: externals.map((external) => external.name),
    sagas: sagas.map((saga) => saga.name),
    consumes: dependencies.filter((dependency) => dependency.context === name),
    consumedBy: dependencies.filter(({ on }) => on === name),
  };
}

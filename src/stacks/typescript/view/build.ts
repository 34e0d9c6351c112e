import type { Decision } from '../../../advisor/index.ts';
import type { Blueprint, Deployable } from '../../../blueprint/model.ts';
import type { DeployableModel, FeatureSwitches, RepositoryModel } from './model.ts';
import { namesOf } from './names.ts';
import { contextModel } from './build/context.ts';
import { contextNamed } from './build/lookup.ts';

/**
 * Derives the model that every layer's view reads. Links between objects (`aggregate.context`) are
 * getters, so that the graph may have cycles while every object is made in one expression.
 */
export function repositoryModel(
  blueprint: Blueprint,
  decisions: readonly Decision[],
): RepositoryModel {
  const repository: RepositoryModel = {
    blueprint,
    decisions,
    names: namesOf(blueprint.name),
    features: featureSwitches(blueprint),
    contexts: blueprint.contexts.map((context) => contextModel(context, () => repository)),
    deployables: blueprint.deployables.map((deployable) =>
      deployableModel(deployable, () => repository),
    ),
  };
  return repository;
}

function featureSwitches({ features, contexts }: Blueprint): FeatureSwitches {
  return {
    cache: features.cache.includes('memory') || features.cache.includes('redis'),
    memoryCache: features.cache.includes('memory'),
    redisCache: features.cache.includes('redis'),
    cdnCache: features.cache.includes('cdn'),
    kafka: features.messaging === 'kafka',
    bullmq: features.messaging === 'bullmq',
    pubsub: features.messaging === 'pubsub',
    elasticsearch: features.search === 'elasticsearch',
    clickhouse: features.analytics === 'clickhouse',
    tenancy: features.tenancy !== 'none',
    asynchronous: features.acceptance === 'asynchronous',
    readReplicas: features.readReplicas,
    readers: features.readReplicas || features.tenancy !== 'none',
    hashPartitioning: features.partitioning === 'hash',
    externals: contexts.some((context) => context.externals.length > 0),
    sagas: contexts.some((context) => context.sagas.length > 0),
    lookups: contexts.some(({ consumes }) =>
      consumes.some(({ reaction }) => reaction.kind === 'apply' && reaction.match !== 'id'),
    ),
  };
}

function deployableModel(
  deployable: Deployable,
  repository: () => RepositoryModel,
): DeployableModel {
  return {
    ...deployable,
    names: namesOf(deployable.name),
    packageName: `@apps/${deployable.name}`,
    get hosted() {
      return deployable.contexts.map((name) => contextNamed(repository(), name));
    },
    get repository() {
      return repository();
    },
  };
}

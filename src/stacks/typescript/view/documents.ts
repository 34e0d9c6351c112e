import { adrsOf } from '../../../advisor/adr.ts';
import { notEmittedYet } from '../../../advisor/not-emitted.ts';
import { postgresName, snake } from '../../../blueprint/names.ts';
import manifest from '../../../../package.json' with { type: 'json' };
import { adrFiles } from '../../shared/documents/adr.ts';
import { contextPage } from '../../shared/documents/context.ts';
import { code, enumerate, plain, table } from '../../shared/documents/markdown.ts';
import { contextMap } from '../../shared/documents/mermaid.ts';
import { grafanaDashboard } from '../../shared/operations/dashboard.ts';
import { keycloakRealm } from '../../shared/operations/realm.ts';
import { actionsOf, imagesOfCompose, imagesOfDockerfile } from '../../shared/pins.ts';
import type { ComputedFile, Resources } from '../../stack.ts';
import { bunVersion } from '../manifests.ts';
import { checklist } from './documents/checklist.ts';
import { environmentVariables } from './documents/environment.ts';
import { repositoryDecisions } from './documents/decisions.ts';
import { walkthrough } from './documents/walkthrough.ts';
import { inOrderOfExamples } from '../../shared/example-context.ts';
import type { Layer } from './layer.ts';
import type { DeployableModel, RepositoryModel } from './model.ts';

/** What CI, containers, operations and documents print. */
export const documents: Layer = {
  name: 'documents',
  repository: repositoryView,
  deployable: deployableView,
  files,
};

function repositoryView(model: RepositoryModel, resources: Resources): object {
  const { blueprint, features } = model;
  const services = blueprint.deployables.map(({ name }, index) => ({
    name,
    port: 8080 + index,
    /** the deployable whose migrations run before */
    after: blueprint.deployables[index - 1]?.name ?? null,
  }));
  const [first] = blueprint.deployables;
  const notYet = notEmittedYet(blueprint);
  if (first === undefined) throw new Error('The blueprint has no deployable.');
  return {
    name: blueprint.name,
    container: blueprint.delivery.container === 'docker',
    githubActions: blueprint.delivery.ci === 'github-actions',
    images: imagesOfCompose(resources('shared/dependencies/compose.yaml')),
    actions: actionsOf(resources('shared/dependencies/action.yml')),
    bunImages: imagesOfDockerfile(resources('typescript/dependencies/Dockerfile')),
    bunVersion,
    createBackendVersion: manifest.version,
    firstDeployable: first.name,
    lastDeployable: (blueprint.deployables.at(-1) ?? first).name,
    deployableList: blueprint.deployables.map(({ name }) => name).join(', '),
    severalDeployables: blueprint.deployables.length > 1,
    services,
    redis: features.redisCache || features.bullmq,
    database: {
      name: postgresName(snake(blueprint.name)),
      owner: postgresName(snake(blueprint.name), 'owner'),
      migrator: postgresName(snake(blueprint.name), 'migrator'),
      application: postgresName(snake(blueprint.name), 'app'),
    },
    exampleScopes: exampleScopes(model),
    tryPath: tryPath(model),
    walkthrough: walkthrough(model),
    owned: blueprint.contexts.some(({ owner }) => owner !== null)
      ? blueprint.contexts.filter(({ owner }) => owner !== null)
      : null,
    contexts: blueprint.contexts.map(({ name, description, owner }) => ({
      name,
      description: description === null ? '' : plain(description),
      owner: owner ?? '',
    })),
    contextTable: contextTable(model),
    contextMap: contextMap(blueprint),
    architecture: architectureSentence(model),
    deployableTable: deployableTable(model.deployables),
    notEmittedYet: notYet.length === 0 ? null : enumerate(notYet),
    environment: environmentVariables(model),
    externals: features.externals,
    externalAddresses: enumerate(
      [...new Set(model.contexts.flatMap(({ externals }) => externals))].map(
        ({ addressVariable }) => code(addressVariable, 'in-text'),
      ),
    ),
    sagas: features.sagas,
    adrs: adrList(model),
  };
}

function deployableView({ repository, hosted }: DeployableModel): object {
  const callsExternals = hosted.some(({ externals }) => externals.length > 0);
  return {
    dashboard: repository.blueprint.delivery.container === 'docker',
    /** metrics of the dashboard that only other deployables have, as literals */
    emittedElsewhere:
      repository.features.externals && !callsExternals ? "'circuit_breaker_state'" : null,
  };
}

function files(model: RepositoryModel): readonly ComputedFile[] {
  const { blueprint } = model;
  return [
    ...blueprint.contexts.map((context) => ({
      path: `docs/contexts/${context.name}.md`,
      content: contextPage(blueprint, context),
    })),
    ...adrFiles(adrsOf(blueprint), repositoryDecisions(model)),
    { path: 'docs/checklist.md', content: checklist(model) },
    ...(blueprint.delivery.container === 'docker'
      ? [
          json('ops/keycloak/realm.json', keycloakRealm(blueprint)),
          json('ops/grafana/dashboards/services.json', grafanaDashboard(blueprint)),
        ]
      : []),
  ];
}

function json(path: string, value: object): ComputedFile {
  return { path, content: `${JSON.stringify(value, null, 2)}\n` };
}

function exampleScopes({ blueprint }: RepositoryModel): string {
  const [context] = inOrderOfExamples(blueprint.contexts);
  return context === undefined ? '' : `${context.name}:read ${context.name}:write`;
}

/** A path that lists something, hosted by the first deployable where one can be found there. */
function tryPath({ deployables }: RepositoryModel): string {
  for (const context of deployables.flatMap(({ hosted }) => inOrderOfExamples(hosted))) {
    const [aggregate] = context.aggregates;
    if (aggregate !== undefined) return `/v1/${context.name}/${aggregate.plural}`;
  }
  return '/openapi.json';
}

function contextTable({ blueprint }: RepositoryModel): string {
  const described = blueprint.contexts.some(({ description }) => description !== null);
  const owned = blueprint.contexts.some(({ owner }) => owner !== null);
  return table(
    ['Context', ...(described ? ['What for'] : []), 'Aggregates', ...(owned ? ['Owner'] : [])],
    blueprint.contexts.map(({ name, description, aggregates, owner }) => [
      `[${name}](contexts/${name}.md)`,
      ...(described ? [description === null ? '' : plain(description)] : []),
      aggregates.map((aggregate) => aggregate.name).join(', '),
      ...(owned ? [owner ?? ''] : []),
    ]),
  );
}

function deployableTable(deployables: readonly DeployableModel[]): string {
  return table(
    ['Deployable', 'Code', 'Contexts'],
    deployables.map(({ name, hosted }) => [
      code(name),
      `[apps/${name}](../apps/${name})`,
      hosted.map((context) => context.name).join(', '),
    ]),
  );
}

function architectureSentence({ blueprint }: RepositoryModel): string {
  const contexts = enumerate(
    blueprint.contexts.map(({ name }) => `[${name}](docs/contexts/${name}.md)`),
  );
  const bounded =
    blueprint.contexts.length === 1
      ? 'One bounded context'
      : `${blueprint.contexts.length} bounded contexts`;
  const [first, ...others] = blueprint.deployables;
  const hosts =
    others.length === 0
      ? `one deployable, ${code(first?.name ?? '', 'in-text')}`
      : `${blueprint.deployables.length} deployables`;
  return `${bounded}, ${contexts}, in ${hosts}.`;
}

function adrList(
  model: RepositoryModel,
): readonly { readonly file: string; readonly title: string }[] {
  return [...adrsOf(model.blueprint), ...repositoryDecisions(model)];
}

import type { Blueprint } from '../../blueprint/model.ts';
import type { ComputedFile, Resources } from '../stack.ts';
import { inOrderOfExamples } from './example-context.ts';
import { imagesOfCompose } from './pins.ts';

/** How a stack's app is run during development, as command lines from the root of the repository. */
export interface DevelopmentRun {
  /** one after another before the processes, e.g. migrations */
  readonly prepare: readonly (readonly string[])[];
  /** the command that keeps a deployable running and restarts it on changes */
  readonly process: (deployable: string) => readonly string[];
}

/** What `tools/dev` of an emitted repository needs to know about it; the rest of it is the same everywhere. */
export function devServicesConfig(
  blueprint: Blueprint,
  run: DevelopmentRun,
  resources: Resources,
): ComputedFile {
  const config = {
    name: blueprint.name,
    audience: blueprint.name,
    scopes: blueprint.contexts.flatMap((context) => [
      `${context.name}:read`,
      `${context.name}:write`,
    ]),
    postgresImage: imagesOfCompose(resources('shared/dependencies/compose.yaml')).postgres,
    app: {
      prepare: run.prepare,
      processes: blueprint.deployables.map((deployable) => ({
        name: deployable.name,
        command: run.process(deployable.name),
        tryPath: firstCollection(blueprint, deployable.contexts),
      })),
    },
  };
  return { path: 'tools/dev/config.json', content: `${JSON.stringify(config, null, 2)}\n` };
}

/** A path of the API that lists something. */
function firstCollection(blueprint: Blueprint, hosted: readonly string[]): string {
  for (const context of inOrderOfExamples(blueprint.contexts)) {
    const [aggregate] = context.aggregates;
    if (aggregate !== undefined && hosted.includes(context.name))
      return `/v1/${context.name}/${aggregate.plural}`;
  }
  return '/openapi.json';
}

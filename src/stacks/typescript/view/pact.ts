import type { ComputedFile } from '../../stack.ts';
import type { Layer } from './layer.ts';
import type { DeployableModel } from './model.ts';
import { collectionsOf, frontEnd, importsOf } from './pact/api.ts';
import { httpInteraction, pactFile } from './pact/document.ts';
import { interactionSource } from './pact/source.ts';

/** Contracts with consumers and providers: the tests on both sides, and the pacts between them. */
export const pact: Layer = {
  name: 'pact',
  deployable: (deployable) => {
    const collections = collectionsOf(deployable);
    return {
      consumer: JSON.stringify(frontEnd),
      provider: JSON.stringify(deployable.name),
      scopes: JSON.stringify(deployable.hosted.flatMap(({ name }) => [`${name}:read`, `${name}:write`])),
      imports: importsOf(collections).join(', '),
      collections: collections.map((collection) => ({
        title: JSON.stringify(collection.title),
        variable: collection.variable,
        document: collection.document.source,
        path: JSON.stringify(collection.path),
        none: JSON.stringify(collection.none),
        some: JSON.stringify(collection.some),
        body: JSON.stringify(collection.body),
        interactions: collection.interactions.map((interaction) =>
          interactionSource(interaction, { expectation: collection.document, variable: collection.variable }),
        ),
      })),
    };
  },
  files: ({ deployables }) => deployables.flatMap(apiPact),
};

function apiPact(deployable: DeployableModel): readonly ComputedFile[] {
  const interactions = collectionsOf(deployable)
    .flatMap((collection) => collection.interactions)
    .toSorted((a, b) => (a.description < b.description ? -1 : 1));
  if (interactions.length === 0) return [];
  const parties = { consumer: frontEnd, provider: deployable.name };
  return [pactFile(`pacts/api/${deployable.name}/${frontEnd}.json`, parties, interactions.map(httpInteraction))];
}

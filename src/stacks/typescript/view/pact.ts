import type { ComputedFile } from '../../stack.ts';
import type { Layer } from './layer.ts';
import type { ContextModel, DeployableModel, EventModel, ExternalModel } from './model.ts';
import { contractNames } from './contracts.ts';
import { literal } from './names.ts';
import { collectionsOf, frontEnd, importsOf } from './pact/api.ts';
import { httpInteraction, messageInteraction, pactFile } from './pact/document.ts';
import { awaitedOf, contractsOf, startData, startOf, stepsOf, telling } from './pact/events.ts';
import { matchersOf } from './pact/expectation.ts';
import { useSource, usesOf } from './pact/externals.ts';
import { interactionSource } from './pact/source.ts';

/** Contracts with consumers and providers: the tests on both sides, and the pacts between them. */
export const pact: Layer = {
  name: 'pact',
  deployable: apiView,
  external: externalView,
  context: (context) => ({ expects: expectationsView(context), tells: tellingView(context) }),
  files: ({ contexts, deployables }) => [
    ...deployables.flatMap(apiPact),
    ...contexts.flatMap((context) => context.externals.flatMap(externalPact)),
    ...contexts.flatMap(eventPacts),
  ],
};

function apiView(deployable: DeployableModel): object {
  const collections = collectionsOf(deployable);
  return {
    consumer: literal(frontEnd),
    provider: literal(deployable.name),
    scopes: literal(deployable.hosted.flatMap(({ name }) => [`${name}:read`, `${name}:write`])),
    imports: importsOf(collections).join(', '),
    collections: collections.map((collection) => ({
      title: literal(collection.title),
      variable: collection.variable,
      document: collection.document.source,
      path: literal(collection.path),
      none: literal(collection.none),
      some: literal(collection.some),
      body: literal(collection.body),
      interactions: collection.interactions.map((interaction) =>
        interactionSource(interaction, {
          expectation: collection.document,
          variable: collection.variable,
        }),
      ),
    })),
  };
}

function apiPact(deployable: DeployableModel): readonly ComputedFile[] {
  const interactions = collectionsOf(deployable).flatMap((collection) => collection.interactions);
  return pactOf('api', frontEnd, deployable.name, interactions, httpInteraction);
}

function externalView(external: ExternalModel): object {
  const uses = usesOf(external);
  return {
    consumer: literal(external.context.name),
    provider: literal(external.name),
    address: external.addressVariable,
    imports: [
      'externalContractBetween',
      ...matchersOf(
        uses.flatMap(({ interaction: { response } }) =>
          response.body === undefined ? [] : [response.body],
        ),
      ),
    ]
      .sort()
      .join(', '),
    uses: uses.map((use) => ({ ...interactionSource(use.interaction, null), ...useSource(use) })),
  };
}

function externalPact(external: ExternalModel): readonly ComputedFile[] {
  const interactions = usesOf(external).map(({ interaction }) => interaction);
  return pactOf('externals', external.context.name, external.name, interactions, httpInteraction);
}

/** What the context expects of the events of others. */
function expectationsView(context: ContextModel): object {
  const contracts = contractsOf(context);
  return {
    consumer: literal(context.name),
    imports: [
      'eventContractBetween',
      ...matchersOf(contracts.flatMap(({ messages }) => messages.map(({ data }) => data))),
    ]
      .sort()
      .join(', '),
    contracts: contracts.map(({ provider, messages }) => ({
      title: literal(`what ${context.names.words} hears of ${provider.names.words}`),
      provider: literal(provider.name),
      messages: messages.map(({ description, data }) => ({
        type: literal(description),
        data: data.source,
      })),
    })),
  };
}

/** How the context comes to tell the events that others have contracts about. */
function tellingView(context: ContextModel): object {
  const events = awaitedOf(context);
  const own = events.filter(({ saga }) => saga === null);
  const sagas = context.sagas.filter((saga) => events.some((event) => event.saga === saga));
  const aggregates = [...new Set(own.map(({ aggregate }) => aggregate))];
  const creates = (event: EventModel): boolean => event.kind === 'created';
  return {
    provider: literal(context.name),
    aggregates: aggregates.map((aggregate) => {
      const told = own.filter((event) => event.aggregate === aggregate);
      return {
        file: aggregate.file,
        className: aggregate.className,
        imports: [
          ...(told.some(creates) ? [`${aggregate.property}Examples`] : []),
          ...(told.every(creates) ? [] : [`${aggregate.property}Snapshot`]),
        ].join(', '),
      };
    }),
    anyOwn: own.length > 0,
    anyCreated: own.some(creates),
    sagas: sagas.map((saga) => ({
      file: saga.file,
      steps: stepsOf(saga),
      start: startOf(saga),
      type: contractNames(saga.startsOn).data,
      data: startData(saga),
    })),
    contracts: [
      ...new Set([
        ...events.filter(({ saga }) => saga !== null).map((event) => contractNames(event).constant),
        ...sagas.map((saga) => `type ${contractNames(saga.startsOn).data}`),
      ]),
    ].join(', '),
    events: events.map((event) => ({ type: literal(event.type), telling: telling(event) })),
  };
}

function eventPacts(context: ContextModel): readonly ComputedFile[] {
  return contractsOf(context).flatMap(({ provider, messages }) =>
    pactOf('events', context.name, provider.name, messages, messageInteraction),
  );
}

/** The pact between two, as a file; none where there is nothing to agree on. */
function pactOf<Interaction extends { readonly description: string }>(
  kind: 'api' | 'events' | 'externals',
  consumer: string,
  provider: string,
  interactions: readonly Interaction[],
  write: (interaction: Interaction) => object,
): readonly ComputedFile[] {
  if (interactions.length === 0) return [];
  const ordered = interactions.toSorted((a, b) => (a.description < b.description ? -1 : 1));
  return [
    pactFile(
      `pacts/${kind}/${provider}/${consumer}.json`,
      { consumer, provider },
      ordered.map(write),
    ),
  ];
}

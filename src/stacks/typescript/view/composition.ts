import type { Layer } from './layer.ts';
import type { ContextModel } from './model.ts';
import { literal } from './names.ts';

/** What the composition root of a deployable prints. */
export const composition: Layer = {
  name: 'composition',
  deployable: (deployable) => ({
    service: literal(`${deployable.repository.names.kebab}-${deployable.name}`),
    externals: deployable.hosted
      .flatMap((context) => context.externals)
      .map((external) => literal(external.addressVariable)),
    subscriptions: deployable.repository.contexts.flatMap(subscriptionsOf),
  }),
};

/** One line per event type and consumer of a context. */
function subscriptionsOf(context: ContextModel): object[] {
  const reactions = context.consumers.map((consumer) => ({
    consumer: consumer.id,
    types: consumer.events.map(({ type }) => type),
  }));
  const sagas = context.sagas.map((saga) => ({
    consumer: `${context.name}.${saga.names.kebab}`,
    types: [
      ...new Set([
        saga.startsOn.type,
        ...saga.steps.flatMap(({ succeedsOn, failsOn }) =>
          failsOn === null ? [succeedsOn.type] : [succeedsOn.type, failsOn.type],
        ),
      ]),
    ],
  }));
  return [...reactions, ...sagas].flatMap(({ consumer, types }) =>
    types.map((type) => ({
      type: literal(type),
      schema: literal(context.schema),
      consumer: literal(consumer),
    })),
  );
}

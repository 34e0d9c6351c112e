import type { Blueprint, Consumption, Context, FieldType } from '../model.ts';

/** One thing in a context that rests on another context. */
export interface Dependency {
  /** the context that depends */
  readonly context: string;
  /** the context it depends on */
  readonly on: string;
  readonly kind: 'consumes' | 'references' | 'saga';
  /** what is depended on: `ordering.OrderPlaced`, `catalog.Product` */
  readonly what: string;
  /** where, in the words of the blueprint: `project KnownOrder`, `Order.productId` */
  readonly where: string;
}

/** Everything by which contexts rest on one another, in the order of the blueprint. */
export function dependenciesBetween({ contexts }: Blueprint): readonly Dependency[] {
  return contexts.flatMap(dependenciesOf).filter(({ context, on }) => context !== on);
}

function dependenciesOf(context: Context): readonly Dependency[] {
  const depends = (on: string, part: Omit<Dependency, 'context' | 'on'>): Dependency => ({
    context: context.name,
    on,
    ...part,
  });
  const reference = (type: FieldType, where: string): readonly Dependency[] =>
    type.kind === 'ref'
      ? [
          depends(type.context, {
            kind: 'references',
            what: `${type.context}.${type.aggregate}`,
            where,
          }),
        ]
      : [];
  return [
    ...context.consumes.map(({ on, reaction }) =>
      depends(on.context, {
        kind: 'consumes',
        what: `${on.context}.${on.event}`,
        where: reactionText(reaction),
      }),
    ),
    ...context.aggregates.flatMap((aggregate) =>
      aggregate.fields.flatMap(({ name, type }) => reference(type, `${aggregate.name}.${name}`)),
    ),
    ...context.externals.flatMap((external) =>
      external.operations.flatMap((operation) =>
        [...operation.request, ...operation.response].flatMap(({ name, type }) =>
          reference(type, `${external.name}.${operation.name} (${name})`),
        ),
      ),
    ),
    ...context.sagas.flatMap((saga) =>
      saga.steps.flatMap((step) =>
        [step.succeedsOn, ...(step.failsOn === null ? [] : [step.failsOn])].map((answer) =>
          depends(answer.context, {
            kind: 'saga',
            what: `${answer.context}.${answer.event}`,
            where: `${saga.name}.${step.name}`,
          }),
        ),
      ),
    ),
  ];
}

/** `create Invoice`, `Invoice.settle`, `project KnownOrder`, `call tax.compute` */
export function reactionText(reaction: Consumption['reaction']): string {
  switch (reaction.kind) {
    case 'apply':
      return `${reaction.aggregate}.${reaction.transition}`;
    case 'create':
      return `create ${reaction.aggregate}`;
    case 'project':
      return `project ${reaction.into}`;
    case 'call':
      return `call ${reaction.external}.${reaction.operation}`;
  }
}

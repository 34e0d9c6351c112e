import { camel } from '../../../blueprint/names.ts';
import type { WrittenAggregate, WrittenContext } from '../../../blueprint/schema.ts';
import { aggregateReference } from '../../../commands/edits/references.ts';
import type { Option } from '../question.ts';
import type { KnownEvent } from './knowledge.ts';

/** What a context could do about an event, each as the line that says it; fields are matched by name. */
export function suggestions(
  event: KnownEvent,
  own: WrittenContext,
  events: readonly KnownEvent[],
): readonly Option[] {
  const aggregates = own.aggregates ?? [];
  const isOwn = event.context === own.name;
  const on = isOwn ? event.name : `${event.context}.${event.name}`;
  return [
    ...(isOwn ? callSuggestions(event, own) : []),
    ...aggregates
      .filter(({ name }) => !isOwn || name !== event.aggregate)
      .map(({ name, fields = [] }) => ({
        value: `${on} -> create ${name}(${mapping(event, fields, own.name)})`,
        label: `Create ${article(name)}`,
      })),
    ...aggregates.flatMap((aggregate) =>
      (aggregate.lifecycle?.transitions ?? []).map(({ name }) => ({
        value: `${on} -> ${aggregate.name}.${name}(match ${matching(event, aggregate, own.name)})`,
        label: `${aggregate.name}: ${name}`,
        hint: 'every one that matches',
      })),
    ),
    ...(isOwn || event.isRequest ? [] : [projection(event, events)]),
  ];
}

type Fields = NonNullable<WrittenAggregate['fields']>;

/** `orderId=id, total`; what the event does not have is left for the person to say. */
function mapping(event: KnownEvent, fields: Fields, context: string): string {
  return fields
    .flatMap(({ name, type }) => {
      if (isReferenceTo(event, type, context) || name === idName(event)) return [`${name}=id`];
      return event.fields.includes(name) ? [name] : [];
    })
    .join(', ');
}

/** The field that holds the id of the event's aggregate, or the id itself. */
function matching(event: KnownEvent, aggregate: WrittenAggregate, context: string): string {
  if (event.context === context && event.aggregate === aggregate.name) return 'id';
  const field = aggregate.fields?.find(
    ({ name, type }) => isReferenceTo(event, type, context) || name === idName(event),
  );
  return field?.name ?? 'id';
}

function projection(event: KnownEvent, events: readonly KnownEvent[]): Option {
  const kept = events.filter(
    ({ context, aggregate, name }) =>
      context === event.context &&
      aggregate === event.aggregate &&
      (name === event.name || /(?:Created|Changed|Removed)$/.test(name)),
  );
  const names = kept.map(({ context, name }) => `${context}.${name}`);
  return {
    value: `${names.join('|')} -> project Known${event.aggregate}(${event.fields.join(', ')})`,
    label: `Keep a copy of ${event.aggregate}`,
    hint: 'read-only, kept current by its events',
  };
}

function callSuggestions(event: KnownEvent, own: WrittenContext): readonly Option[] {
  const aggregate = own.aggregates?.find(({ name }) => name === event.aggregate);
  const [first, second] = aggregate?.lifecycle?.transitions ?? [];
  if (aggregate === undefined || first === undefined) return [];
  return (own.externals ?? []).flatMap((external) =>
    external.operations.map((operation) => {
      const sent = operation.request?.map(({ name }) => name) ?? [];
      const known = sent.filter((name) => event.fields.includes(name));
      const send = sent.length === 0 ? ['reference=id', ...event.fields] : known;
      return {
        value: `${event.name} -> call ${external.name}.${operation.name}(${send.join(', ')}) then ${first.name} else ${(second ?? first).name}`,
        label: `Call ${external.name}.${operation.name}`,
        hint: 'then a transition by the answer',
      };
    }),
  );
}

function isReferenceTo(event: KnownEvent, type: string, context: string): boolean {
  const reference = aggregateReference(context, type);
  return reference?.context === event.context && reference.aggregate === event.aggregate;
}

const idName = ({ aggregate }: KnownEvent): string => `${camel(aggregate)}Id`;

const article = (name: string): string => `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;

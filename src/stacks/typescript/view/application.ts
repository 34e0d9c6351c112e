import { capitalised, commentText, withArticle } from './domain.ts';
import type { Layer } from './layer.ts';
import type { ContextModel, EventFieldModel, EventModel, FieldModel } from './model.ts';
import { literal } from './names.ts';

/** What the templates of the application layer and of the contracts print. */
export const application: Layer = {
  name: 'application',
  context: (context) => ({
    contracts: context.events.map((event) => ({ file: `${event.names.file}.v1`, ...contractNames(event) })),
    source: literal(`/${context.name}`),
    publishes: context.aggregates.map((aggregate) => ({
      name: literal(aggregate.name),
      publish: `publish${aggregate.className}Event`,
      aggregate,
    })),
    handlers: context.consumers.map((consumer) => ({ name: consumer.names.camel, file: consumer.file })),
    hasReactions: context.consumers.length + context.sagas.length > 0,
  }),
  aggregate: (aggregate) => ({
    one: withArticle(aggregate.names.words),
    properties: [
      ...aggregate.fields.map((field) => dataProperty(field)),
      ...(aggregate.lifecycle === null ? [] : [{ name: 'status', value: 'snapshot.status' }]),
      { name: 'createdAt', value: 'snapshot.createdAt.toISOString()' },
      { name: 'updatedAt', value: 'snapshot.updatedAt.toISOString()' },
    ],
    events: aggregate.events.map((event) => ({ name: event.name, file: `${event.names.file}.v1`, ...contractNames(event) })),
    transitions: aggregate.transitions,
  }),
  transition: ({ useCase }) => ({ commandType: capitalised(useCase) }),
  event: (event) => ({
    ...contractNames(event),
    typeLiteral: literal(event.type),
    description: commentText(eventDescription(event)),
    payload: event.payload.map((property) => ({
      name: property.name,
      type: property.inputType + (property.optional ? ' | null' : ''),
    })),
    kernelTypes: ['JsonValue', 'MoneyData'].filter((type) =>
      event.payload.some((property) => property.inputType === type),
    ),
    schema: literal(dataSchema(event)),
  }),
  readModel: (readModel) => ({
    fields: readModel.copied.map((field) => ({
      name: field.name,
      type: field.dataType + (field.optional ? ' | null' : ''),
    })),
    kernelTypes: ['JsonValue', 'MoneyData'].filter((type) =>
      readModel.copied.some((field) => field.dataType === type),
    ),
  }),
  external: (external) => ({
    address: external.addressVariable,
    operations: external.operations.map((operation) => ({
      name: operation.name,
      requestType: operation.requestType,
      responseType: operation.responseType,
      request: operation.request.map(portProperty),
      response: operation.response.map(portProperty),
    })),
    kernelTypes: ['JsonValue', 'MoneyData'].filter((type) =>
      external.operations.some((operation) =>
        [...operation.request, ...operation.response].some((field) => field.inputType === type),
      ),
    ),
  }),
  consumer: (consumer) => {
    const { reaction } = consumer.consumption;
    return {
      function: consumer.names.camel,
      id: literal(consumer.id),
      event: { ...contractNames(consumer.event), package: contractsPackage(consumer.context, consumer.event) },
      isApply: reaction.kind === 'apply',
      isCreate: reaction.kind === 'create',
      isProject: reaction.kind === 'project',
      isCall: reaction.kind === 'call',
    };
  },
};

/** Identifiers of an event's contract. */
export interface ContractNames {
  /** constant that holds the type, e.g. `orderPlacedV1` */
  readonly constant: string;
  /** the event as it arrives, e.g. `OrderPlacedV1` */
  readonly event: string;
  readonly data: string;
  readonly schemaName: string;
}

export function contractNames(event: EventModel): ContractNames {
  const { camel } = event.names;
  return {
    constant: `${camel}V1`,
    event: `${event.name}V1`,
    data: `${event.name}V1Data`,
    schemaName: `${camel}V1Schema`,
  };
}

/** From where a layer of a context imports the contract of an event. */
export function contractsPackage(context: ContextModel, event: EventModel): string {
  return event.context === context ? '../../contracts/index.ts' : `${event.context.packageName}/contracts`;
}

function eventDescription({ kind, aggregate, names }: EventModel): string {
  const one = withArticle(aggregate.names.words);
  switch (kind) {
    case 'created':
      return `There is ${one} more.`;
    case 'changed':
      return `Something about ${one} is different.`;
    case 'removed':
      return `${one} is no more; the data is what it was like last.`;
    default:
      return `${names.words}`;
  }
}

function dataProperty(field: FieldModel): { readonly name: string; readonly value: string } {
  const value = `snapshot.${field.name}`;
  if (field.kind !== 'timestamp') return { name: field.name, value };
  return {
    name: field.name,
    value: field.optional ? `${value}?.toISOString() ?? null` : `${value}.toISOString()`,
  };
}

function portProperty(field: FieldModel): object {
  return { name: field.name, type: field.inputType + (field.optional ? ' | null' : '') };
}

/** JSON Schema of an event's data: what a consumer may rely on, open to additions. */
export function dataSchema(event: EventModel): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: event.type,
    type: 'object',
    required: event.payload.map(({ name }) => name),
    properties: Object.fromEntries(event.payload.map((property) => [property.name, propertySchema(property)])),
  };
}

function propertySchema(property: EventFieldModel): object {
  const schema = property.field === null ? intrinsicSchema(property.name) : fieldSchema(property.field);
  return property.optional ? { anyOf: [schema, { type: 'null' }] } : schema;
}

function intrinsicSchema(name: string): object {
  switch (name) {
    case 'version':
      return { type: 'integer', minimum: 1 };
    case 'createdAt':
    case 'updatedAt':
      return { type: 'string', format: 'date-time' };
    case 'status':
      return { type: 'string' };
    default:
      return { type: 'string', format: 'uuid' };
  }
}

function fieldSchema(field: FieldModel): object {
  switch (field.kind) {
    case 'integer':
      return { type: 'integer' };
    case 'boolean':
      return { type: 'boolean' };
    case 'money':
      return {
        type: 'object',
        required: ['amount', 'currency'],
        properties: { amount: { type: 'string' }, currency: { type: 'string' } },
      };
    case 'json':
      return {};
    case 'timestamp':
      return { type: 'string', format: 'date-time' };
    case 'date':
      return { type: 'string', format: 'date' };
    case 'uuid':
    case 'ref':
      return { type: 'string', format: 'uuid' };
    case 'enum':
      return { enum: field.values };
    default:
      return { type: 'string' };
  }
}

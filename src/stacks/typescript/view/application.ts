import { contractNames, dataSchema } from './contracts.ts';
import { commentText, withArticle } from './domain.ts';
import type { Layer } from './layer.ts';
import type { ContextModel, EventModel, FieldModel } from './model.ts';
import { literal, variableOf } from './names.ts';
import { consumerView, sagaView } from './reactions.ts';

/** What the templates of the application layer and of the contracts print. */
export const application: Layer = {
  name: 'application',
  context: (context) => ({
    contracts: context.events.map((event) => ({
      file: `${event.names.file}.v1`,
      ...contractNames(event),
    })),
    source: literal(`/${context.name}`),
    publishes: context.aggregates.map((aggregate) => ({
      name: literal(aggregate.name),
      publish: `publish${aggregate.className}Event`,
      aggregate,
    })),
    handlers: handlersOf(context),
    handlersByFile: handlersOf(context).sort((a, b) => (a.file < b.file ? -1 : 1)),
    sagas: context.sagas.map((saga) => ({
      handler: saga.handler,
      expire: `expire${saga.names.pascal}`,
      file: saga.file,
      sweep: literal(`${context.name}.${saga.names.kebab}.deadlines`),
    })),
    sagaData: [...new Set(context.sagas.map((saga) => contractNames(saga.startsOn).data))].sort(),
    nameLiteral: literal(context.name),
    schemaLiteral: literal(context.schema),
    hasUseCases: context.aggregates.length + context.readModels.length > 0,
    hasPorts: context.aggregates.length + context.readModels.length + context.consumers.length > 0,
    hasReactions: context.consumers.length + context.sagas.length > 0,
  }),
  aggregate: (aggregate) => ({
    source: literal(`/${aggregate.context.name}`),
    one: withArticle(aggregate.names.words),
    properties: [
      ...aggregate.fields.map((field) => dataProperty(field)),
      ...(aggregate.lifecycle === null ? [] : [{ name: 'status', value: 'snapshot.status' }]),
      { name: 'createdAt', value: 'snapshot.createdAt.toISOString()' },
      { name: 'updatedAt', value: 'snapshot.updatedAt.toISOString()' },
    ],
    events: aggregate.events.map((event) => ({
      name: event.name,
      file: `${event.names.file}.v1`,
      ...contractNames(event),
    })),
    transitions: aggregate.transitions,
  }),
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
    source: `${withArticle(readModel.source.names.words)} of ${readModel.source.context.name}`,
    variable: variableOf(readModel.property, 'Copy'),
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
  consumer: consumerView,
  saga: sagaView,
};

function handlersOf(context: ContextModel): { readonly name: string; readonly file: string }[] {
  return context.consumers.map((consumer) => ({ name: consumer.names.camel, file: consumer.file }));
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

import type { EventFieldModel, EventModel, FieldModel } from './model.ts';

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

/** From where other contexts import the contract of an event. */
export function contractsPackage(event: EventModel): string {
  return `${event.context.packageName}/contracts`;
}

/** JSON Schema of an event's data: what a consumer may rely on, open to additions. */
export function dataSchema(event: EventModel): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: event.type,
    type: 'object',
    required: event.payload.map(({ name }) => name),
    properties: Object.fromEntries(
      event.payload.map((property) => [property.name, propertySchema(property)]),
    ),
  };
}

function propertySchema(property: EventFieldModel): object {
  const schema =
    property.field === null ? intrinsicSchema(property.name) : fieldSchema(property.field);
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

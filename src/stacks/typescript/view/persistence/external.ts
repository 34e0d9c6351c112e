import type { ExternalModel, ExternalOperationModel, FieldModel } from '../model.ts';
import { literal } from '../names.ts';

/** What an adapter of an outside service prints. */
export function externalView(external: ExternalModel): object {
  return {
    nameLiteral: literal(external.name),
    operations: external.operations.map((operation) => ({
      name: operation.name,
      nameLiteral: literal(operation.name),
      constant: `${operation.names.camel}Operation`,
      method: operation.method,
      pathLiteral: literal(operation.path),
      idempotent: String(operation.idempotent),
      responseType: operation.responseType,
      responseSchema: literal(responseSchema(operation)),
    })),
  };
}

/** What the service must answer at least. */
function responseSchema({ response }: ExternalOperationModel): object {
  if (response.length === 0) return {};
  return {
    type: 'object',
    required: response.filter(({ optional }) => !optional).map(({ name }) => name),
    properties: Object.fromEntries(response.map((field) => [field.name, memberSchema(field)])),
  };
}

function memberSchema(field: FieldModel): object {
  const schema = valueSchema(field);
  return field.optional ? { anyOf: [schema, { type: 'null' }], default: null } : schema;
}

function valueSchema(field: FieldModel): object {
  switch (field.kind) {
    case 'integer':
    case 'boolean':
      return { type: field.kind };
    case 'money':
      return {
        type: 'object',
        required: ['amount', 'currency'],
        properties: { amount: { type: 'string' }, currency: { type: 'string' } },
      };
    case 'json':
      return {};
    case 'enum':
      return { enum: field.values };
    default:
      return { type: 'string', ...lengths(field) };
  }
}

function lengths({ minLength, maxLength }: FieldModel): object {
  return {
    ...(minLength === null ? {} : { minLength }),
    ...(maxLength === null ? {} : { maxLength }),
  };
}

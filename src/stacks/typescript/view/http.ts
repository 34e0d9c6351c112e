import { postgresName } from '../../../blueprint/names.ts';
import { capitalised, commentText, withArticle } from './domain.ts';
import { inOrderOfExamples } from '../../shared/example-context.ts';
import { identifierExample, timeExample } from './http/examples.ts';
import { operationNames } from './http/operation-names.ts';
import { changeSchema, documentSchema, inputSchema, schemaImports } from './http/schemas.ts';
import type { Layer } from './layer.ts';
import type { AggregateModel, ContextModel, DeployableModel, FieldModel } from './model.ts';
import { literal } from './names.ts';
import { acceptedValues } from './samples.ts';

/** What the templates of the interface layer print. */
export const http: Layer = {
  name: 'http',
  context: (context) => ({
    scopes: scopesOf(context),
    hasCollections: context.aggregates.length + context.readModels.length > 0,
    collections: [
      ...context.aggregates.map((aggregate) => ({
        routes: `${aggregate.property}Routes`,
        file: `${aggregate.pluralNames.file}.routes.ts`,
        useCases: `useCases.${aggregate.property}`,
        accepts: context.repository.features.asynchronous,
      })),
      ...context.readModels.map((readModel) => ({
        routes: `${readModel.property}Routes`,
        file: `${readModel.pluralNames.file}.routes.ts`,
        useCases: `useCases.readModels.${readModel.property}`,
        accepts: false,
      })),
    ],
  }),
  aggregate: (aggregate) => {
    const schemas = aggregate.fields.flatMap((field) => [
      documentSchema(field),
      inputSchema(field),
    ]);
    const mutable = aggregate.fields.filter((field) => !field.immutable);
    return {
      ...collectionView(aggregate.context, aggregate.name, aggregate.property, aggregate.plural),
      noun: aggregate.names.words,
      one: withArticle(aggregate.names.words),
      many: aggregate.pluralNames.words,
      description: literal(
        aggregate.description === null
          ? `${capitalised(withArticle(aggregate.names.words))}.`
          : commentText(aggregate.description),
      ),
      newSchema: `new${aggregate.names.pascal}Schema`,
      changesSchema: `${aggregate.property}ChangesSchema`,
      imports: schemaImports([
        ...schemas,
        ...mutable.map(changeSchema),
        ...intrinsicSchemas,
        'immutableFields',
        ...(aggregate.lifecycle === null ? [] : ['oneOf']),
      ]),
      fields: aggregate.fields.map((field) => ({
        name: field.name,
        document: documentSchema(field),
        input: inputSchema(field),
        value: documentValue(field, 'snapshot'),
      })),
      changes: mutable.map((field) => ({ name: field.name, schema: changeSchema(field) })),
      readOnly: [
        'id',
        ...aggregate.fields.filter((field) => field.immutable).map((field) => field.name),
        ...(aggregate.lifecycle === null ? [] : ['status']),
        'version',
        'createdAt',
        'updatedAt',
      ].map(literal),
      states: aggregate.lifecycle?.states.map(literal) ?? [],
      hasUnique: aggregate.fields.some((field) => field.unique),
      hasUniqueChanges: mutable.some((field) => field.unique),
      transitions: aggregate.transitions.map((transition) => ({
        path: literal(`/:id/${transition.segment}`),
        name: literal(transition.name),
      })),
      firstSteps: firstSteps(aggregate),
      required: aggregate.fields
        .filter((field) => !field.optional)
        .map((field) => literal(`/${field.name}`)),
      operationsPath: `/v1/${aggregate.context.name}/operations`,
      quotedTable: `"${aggregate.context.schema}"."${postgresName(aggregate.plural)}"`,
      ...examplesOf(aggregate, mutable),
    };
  },
  deployable: (deployable) => ({ someCollection: someCollection(deployable) }),
  readModel: (readModel) => {
    const { context, copied } = readModel;
    return {
      ...collectionView(context, readModel.into, readModel.property, readModel.plural),
      noun: readModel.names.words,
      one: withArticle(readModel.names.words),
      many: readModel.pluralNames.words,
      description: literal(
        `What ${context.names.words} knows of ${withArticle(readModel.source.names.words)}.`,
      ),
      imports: schemaImports([...copied.map(documentSchema), ...intrinsicSchemas]),
      fields: copied.map((field) => ({
        name: field.name,
        document: documentSchema(field),
        value: documentValue(field, 'row'),
      })),
      example: exampleLiteral({
        id: identifierExample,
        ...exampleFields(copied),
        version: 1,
        createdAt: timeExample,
        updatedAt: timeExample,
      }),
    };
  },
};

/** Of the properties that every resource has. */
const intrinsicSchemas = ['Timestamp', 'Uuid', 'Version'];

/** Where a test of the whole process sends a request. */
function someCollection({ hosted }: DeployableModel) {
  const [aggregate] = inOrderOfExamples(hosted).flatMap(({ aggregates }) => aggregates);
  if (aggregate === undefined) return null;
  const { context, plural } = aggregate;
  return { path: `/v1/${context.name}/${plural}`, write: scopesOf(context).write };
}

function scopesOf({ name }: ContextModel) {
  return { read: literal(`${name}:read`), write: literal(`${name}:write`) };
}

function collectionView(context: ContextModel, name: string, property: string, plural: string) {
  return {
    ...scopesOf(context),
    path: literal(`/v1/${context.name}/${plural}`),
    collection: literal(`${context.name}.${plural}`),
    operationNames: operationNames(context, plural),
    schemaId: literal(`${context.name}.${name}`),
    newSchemaId: literal(`${context.name}.${name}.New`),
    changesSchemaId: literal(`${context.name}.${name}.Changes`),
    schema: `${property}Schema`,
    document: `${property}Document`,
    routes: `${property}Routes`,
  };
}

/** From the initial status: a transition that is allowed, and one that is not. */
function firstSteps({ lifecycle, transitions }: AggregateModel) {
  const steps = transitions.map(({ segment, from, to }) => ({
    segment,
    to: literal(to),
    isAllowed: lifecycle !== null && from.includes(lifecycle.initial),
  }));
  return {
    allowed: steps.find(({ isAllowed }) => isAllowed) ?? null,
    refused: steps.find(({ isAllowed }) => !isAllowed) ?? null,
  };
}

function documentValue({ kind, name, optional }: FieldModel, variable: string): string {
  const value = `${variable}.${name}`;
  if (kind !== 'timestamp') return value;
  return optional ? `${value}?.toISOString() ?? null` : `${value}.toISOString()`;
}

function examplesOf(aggregate: AggregateModel, mutable: readonly FieldModel[]) {
  const fields = exampleFields(aggregate.fields);
  const status = aggregate.lifecycle === null ? {} : { status: aggregate.lifecycle.initial };
  return {
    newExample: exampleLiteral(fields),
    changesExample: exampleLiteral(exampleFields(mutable)),
    example: exampleLiteral({
      id: identifierExample,
      ...fields,
      ...status,
      version: 1,
      createdAt: timeExample,
      updatedAt: timeExample,
    }),
  };
}

/** Null where no value is known that fits a field. */
function exampleFields(fields: readonly FieldModel[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(fields.map((field) => [field.name, acceptedValues(field)[0] ?? null]));
}

const exampleLiteral = (example: Readonly<Record<string, unknown>>): string => literal(example);

import { lookupOf, lookupParameter } from './domain.ts';
import type { Layer } from './layer.ts';
import { literal } from './names.ts';
import { aggregateTests } from './tests/aggregate.ts';
import { consumerTests } from './tests/consumer.ts';
import { exampleAt } from './tests/examples.ts';
import { sagaTests } from './tests/saga.ts';

/** What the templates of the contexts' own tests print: examples that satisfy every constraint. */
export const tests: Layer = {
  name: 'tests',
  context: (context) => ({
    readModels: context.readModels,
    looked: context.aggregates
      .filter((aggregate) => aggregate.lookups.length > 0)
      .map((aggregate) => ({
        collection: aggregate.collection,
        file: aggregate.file,
        repositoryType: aggregate.repositoryType,
        methods: aggregate.lookups.map((field) => literal(lookupOf(field))).join(' | '),
        lookups: aggregate.lookups.map((field) => ({
          method: lookupOf(field),
          parameter: lookupParameter(field),
          field: field.name,
          expected:
            field.kind === 'timestamp'
              ? `new Date(${lookupParameter(field)})`
              : lookupParameter(field),
        })),
      })),
    aggregates: context.aggregates.map((aggregate) => ({
      collection: aggregate.collection,
      className: aggregate.className,
      file: aggregate.file,
      snapshotType: aggregate.snapshotType,
      unique: aggregate.fields.filter((field) => field.unique).map((field) => literal(field.name)),
    })),
  }),
  aggregate: aggregateTests,
  consumer: consumerTests,
  saga: sagaTests,
  external: (external) => ({
    operations: external.operations.map((operation) => ({
      name: operation.name,
      requestType: operation.requestType,
      responseType: operation.responseType,
      response: operation.response.map((field) => ({
        name: field.name,
        value: literal(exampleAt(field, 0) ?? null),
      })),
    })),
  }),
};

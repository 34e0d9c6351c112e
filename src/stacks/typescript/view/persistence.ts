import { contractNames } from './contracts.ts';
import { lookupOf, lookupParameter } from './domain.ts';
import type { Layer } from './layer.ts';
import type { AggregateModel, ContextModel, FieldModel, ReadModelModel } from './model.ts';
import { literal } from './names.ts';
import { externalView } from './persistence/external.ts';
import type { Column } from './persistence/columns.ts';
import {
  aggregateTable,
  partitionCount,
  readModelTable,
  tablesOf,
  type Table,
} from './persistence/tables.ts';

/** What the templates of the infrastructure layer and the migrations print. */
export const persistence: Layer = {
  name: 'persistence',
  context: contextView,
  aggregate: aggregateView,
  readModel: readModelView,
  external: externalView,
};

function contextView(context: ContextModel): object {
  const tables = tablesOf(context);
  return {
    schemaLiteral: literal(context.schema),
    onPostgres: onPostgres(context),
    partitionCount,
    cached: context.repository.features.cache && context.aggregates.length > 0,
    usesSession: tables.length + context.sagas.length > 0,
    aggregates: context.aggregates.map((aggregate) => ({
      file: aggregate.file,
      collection: aggregate.collection,
      name: aggregate.name,
      nameLiteral: literal(aggregate.name),
      snapshotType: aggregate.snapshotType,
      tableLiteral: literal(aggregateTable(aggregate).name),
      documents: `${context.schema}.${aggregateTable(aggregate).name}`,
      columnsImport: `${aggregate.property}Columns`,
      ...factoriesOf(aggregate),
    })),
    readModels: context.readModels.map((readModel) => ({
      file: readModel.file,
      collection: readModel.collection,
      createStore: `create${readModel.storeType}`,
      createQueries: `create${readModel.queriesType}`,
    })),
    sourceLiteral: literal(`/${context.name}`),
    sagas: context.sagas.map((saga) => ({
      collection: saga.collection,
      nameLiteral: literal(saga.names.kebab),
      dataType: contractNames(saga.startsOn).data,
    })),
    tables: tables.map((table) => ({
      name: table.name,
      type: table.type,
      definitions: table.definitions.join(',\n  '),
      suffix: table.suffix,
      tenancy: table.tenancy,
      partitions: table.partitions,
      indexes: table.indexes,
      columns: table.columns.map((column) => ({ name: column.name, type: columnType(column) })),
    })),
    usesJson: tables.some((table) => table.columns.some((column) => column.sqlType === 'jsonb')),
  };
}

/** The function that gives a test file the context on PostgreSQL. */
function onPostgres(context: ContextModel): string {
  return `${context.names.camel}OnPostgres`;
}

function factoriesOf(aggregate: AggregateModel) {
  return {
    createRepository: `create${aggregate.repositoryType}`,
    createQueries: `create${aggregate.queriesType}`,
  };
}

function columnType(column: Column): string {
  return column.readType === column.writeType
    ? column.readType
    : `ColumnType<${column.readType}, ${column.writeType}, ${column.writeType}>`;
}

function aggregateView(aggregate: AggregateModel): object {
  const table = aggregateTable(aggregate);
  return {
    ...rowView(table, 'snapshot'),
    ...factoriesOf(aggregate),
    onPostgres: onPostgres(aggregate.context),
    statementPrefix: `${aggregate.context.schema}.${table.name}`,
    reads: readsOf(aggregate.context),
    hasStatus: aggregate.lifecycle !== null,
    uniques: table.uniques.map(({ constraint, field }) => ({
      constraint: literal(constraint),
      pointer: literal(`/${field.name}`),
      field: field.name,
    })),
    hasUniques: table.uniques.length > 0,
    lookups: aggregate.lookups.map((field) => ({
      method: lookupOf(field),
      parameter: lookupParameter(field),
      columns: (table.stored.find((each) => each.field.name === field.name)?.columns ?? []).map(
        (column) => ({
          name: column.name,
          type: column.writeType.replace(' | null', ''),
          written: lookupValue(field, column),
        }),
      ),
    })),
  };
}

/** The connection of a read, among those of the database. */
function readsOf({ repository: { features } }: ContextModel): string {
  if (features.readReplicas) return 'readsOf(reader)';
  return features.tenancy ? 'primaryOf(reader)' : 'primary';
}

/** What a column is compared with, from the field's value in the method's parameter. */
function lookupValue(field: FieldModel, column: Column): string {
  const value = lookupParameter(field);
  if (field.kind === 'money')
    return `${value}.${column.sqlType === 'numeric' ? 'amount' : 'currency'}`;
  if (field.kind === 'json') return `JSON.stringify(${value})`;
  return field.kind === 'timestamp' ? `new Date(${value})` : value;
}

function readModelView(readModel: ReadModelModel): object {
  const table = readModelTable(readModel);
  return {
    ...rowView(table, 'copy'),
    statementPrefix: `${readModel.context.schema}.${table.name}`,
    reads: readsOf(readModel.context),
  };
}

function rowView(table: Table, variable: string): object {
  return {
    table: table.name,
    tableLiteral: literal(table.name),
    tableType: table.type,
    columns: table.columns.map((column) => ({
      name: column.name,
      written: column.write(variable),
    })),
    mutableColumns: table.columns.filter((column) => column.mutable),
    fields: table.stored.map(({ field, read }) => ({ name: field.name, read })),
  };
}

import { postgresName } from '../../../../blueprint/names.ts';
import type { AggregateModel, ContextModel, FieldModel, ReadModelModel } from '../model.ts';
import { literal } from '../names.ts';
import { oneOf, quoted } from './checks.ts';
import { storedField, type Column, type StoredField } from './columns.ts';

export interface Table {
  readonly name: string;
  /** the type of its rows in tables.ts, e.g. `OrderTable` */
  readonly type: string;
  readonly columns: readonly Column[];
  readonly stored: readonly StoredField[];
  readonly uniques: readonly Unique[];
  /** columns and constraints, ready to be separated by commas */
  readonly definitions: readonly string[];
  /** follows the closing parenthesis; empty unless partitioned */
  readonly suffix: string;
  readonly partitions: readonly Partition[];
  readonly indexes: readonly Index[];
  /** whether rows are a tenant's alone; no code but the policy's knows the column that says whose */
  readonly tenancy: boolean;
}

export interface Unique {
  readonly constraint: string;
  readonly field: FieldModel;
}

export interface Partition {
  readonly name: string;
  readonly remainder: number;
}

export interface Index {
  readonly name: string;
  readonly columns: string;
}

export const partitionCount = 8;

const tenantId = '"tenant_id"';

/** A row is of the tenant that the transaction is in; without one it cannot be written. */
function tenantColumn(tenancy: boolean): string[] {
  return tenancy ? [`${tenantId} text NOT NULL DEFAULT current_setting('app.tenant', true)`] : [];
}

/** A setting that was set before, and is not any more, is empty: it must not be a tenant's name. */
function tenantCheck(tenancy: boolean, table: string): string[] {
  return tenancy
    ? [constraint(postgresName(table, 'tenant_id', 'check'), `CHECK (${tenantId} <> '')`)]
    : [];
}

/** A tenant's part of the table, in this order. */
function ofTenant(tenancy: boolean, columns: readonly string[]): string {
  return [...(tenancy ? [tenantId] : []), ...columns].join(', ');
}

export function aggregateTable(aggregate: AggregateModel): Table {
  const { lifecycle, context } = aggregate;
  const { tenancy, hashPartitioning } = context.repository.features;
  const name = postgresName(aggregate.plural);
  const fields = aggregate.fields.map(storedField);
  const status: Column[] =
    lifecycle === null
      ? []
      : [{ ...fixed('status', 'text', lifecycle.states.map(literal).join(' | ')), mutable: true }];
  const columns: Column[] = [
    fixed('id', 'uuid', 'string'),
    ...fields.flatMap(({ columns: own }) => own),
    ...status,
    { ...fixed('version', 'bigint', 'number'), mutable: true },
    fixed('created_at', 'timestamptz(3)', 'Date', 'createdAt'),
    { ...fixed('updated_at', 'timestamptz(3)', 'Date', 'updatedAt'), mutable: true },
  ];
  const uniques = fields
    .filter(({ field }) => field.unique)
    .map(({ field }) => ({ constraint: postgresName(name, field.name, 'key'), field }));
  const partitioned = hashPartitioning && uniques.length === 0;
  const lookups = new Set(aggregate.lookups.filter(({ unique }) => !unique));

  return {
    name,
    type: `${aggregate.className}Table`,
    columns,
    stored: fields,
    uniques,
    tenancy,
    definitions: [
      ...tenantColumn(tenancy),
      ...columns.map(columnDefinition),
      // By the id first, also where partitions ask for more: it is unique across tenants.
      constraint(
        postgresName(name, 'pkey'),
        `PRIMARY KEY (${partitioned && tenancy ? `"id", ${tenantId}` : '"id"'})`,
      ),
      ...tenantCheck(tenancy, name),
      ...fields
        .filter(({ field }) => field.unique)
        .map((field) => uniqueDefinition(name, field, tenancy)),
      ...fields.flatMap((field) => checkDefinitions(name, field)),
      ...(lifecycle === null
        ? []
        : [
            constraint(
              postgresName(name, 'status', 'check'),
              `CHECK (${oneOf('status', lifecycle.states)})`,
            ),
          ]),
    ],
    suffix: partitioned ? ` PARTITION BY HASH (${tenancy ? tenantId : '"id"'})` : '',
    partitions: partitioned
      ? Array.from({ length: partitionCount }, (_, remainder) => ({
          name: postgresName(name, `p${remainder}`),
          remainder,
        }))
      : [],
    indexes: [
      {
        name: postgresName(name, 'created_at', 'idx'),
        columns: ofTenant(tenancy, ['"created_at" DESC', '"id" DESC']),
      },
      ...fields
        .filter(({ field }) => lookups.has(field))
        .map(({ field, columns: own }) => ({
          name: postgresName(name, field.name, 'idx'),
          columns: ofTenant(
            tenancy,
            own.map((column) => quoted(column.name)),
          ),
        })),
    ],
  };
}

/** A copy keeps what its source allowed, so it has no checks of its own. */
export function readModelTable(readModel: ReadModelModel): Table {
  const { tenancy } = readModel.context.repository.features;
  const name = postgresName(readModel.plural);
  const fields = readModel.copied.map(storedField);
  const columns: Column[] = [
    fixed('id', 'uuid', 'string'),
    ...fields.flatMap(({ columns: own }) => own.map((column) => ({ ...column, mutable: true }))),
    { ...fixed('version', 'bigint', 'number'), mutable: true },
    { ...fixed('created_at', 'timestamptz(3)', 'Date', 'createdAt'), mutable: true },
    { ...fixed('updated_at', 'timestamptz(3)', 'Date', 'updatedAt'), mutable: true },
  ];
  return {
    name,
    type: `${readModel.className}Table`,
    columns,
    stored: fields,
    uniques: [],
    tenancy,
    definitions: [
      ...tenantColumn(tenancy),
      ...columns.map(columnDefinition),
      constraint(postgresName(name, 'pkey'), 'PRIMARY KEY ("id")'),
      ...tenantCheck(tenancy, name),
    ],
    suffix: '',
    partitions: [],
    indexes: [
      {
        name: postgresName(name, 'created_at', 'idx'),
        columns: ofTenant(tenancy, ['"created_at" DESC', '"id" DESC']),
      },
    ],
  };
}

export function tablesOf(context: ContextModel): Table[] {
  return [...context.aggregates.map(aggregateTable), ...context.readModels.map(readModelTable)];
}

function fixed(name: string, sqlType: string, type: string, property = name): Column {
  return {
    name,
    sqlType,
    nullable: false,
    readType: type,
    writeType: type,
    write: (from) => `${from}.${property}`,
    mutable: false,
  };
}

function columnDefinition({ name, sqlType, nullable }: Column): string {
  return `${quoted(name)} ${sqlType}${nullable ? '' : ' NOT NULL'}`;
}

function constraint(name: string, definition: string): string {
  return `CONSTRAINT ${quoted(name)} ${definition}`;
}

function uniqueDefinition(
  table: string,
  { field, columns }: StoredField,
  tenancy: boolean,
): string {
  const names = columns.map((column) => quoted(column.name));
  return constraint(postgresName(table, field.name, 'key'), `UNIQUE (${ofTenant(tenancy, names)})`);
}

function checkDefinitions(table: string, { field, checks }: StoredField): string[] {
  if (checks.length === 0) return [];
  const condition =
    checks.length === 1 ? checks[0] : checks.map((check) => `(${check})`).join(' AND ');
  return [constraint(postgresName(table, field.name, 'check'), `CHECK (${condition})`)];
}

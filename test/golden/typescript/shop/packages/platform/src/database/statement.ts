import { createHash } from 'node:crypto';
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type Compilable,
  type RawBuilder,
} from 'kysely';

/**
 * SQL that is built and type-checked once, when its module is loaded, and afterwards only bound to
 * values: building a query costs more than many a query costs the database.
 */
export interface Statement<Values, Row> {
  /** e.g. `ordering.orders.find`; names the span. */
  readonly name: string;
  /** `SELECT`, `INSERT`, … as in db.operation.name */
  readonly operation: string;
  /** Tells the text apart from any other, for prepared statements. */
  readonly statementName: string;
  readonly text: string;
  bind(values: Values): unknown[];
  /** Never set: carries the type of the rows. */
  readonly row?: Row;
}

/** Stands for a value given at execution. */
export type StatementValue<Values> = <Name extends keyof Values & string>(
  name: Name,
) => RawBuilder<Values[Name]>;

/** The typed query builder of one schema. It only builds: statements run on a `Connection`. */
export type Queries<Tables> = Kysely<Tables>;

export function queriesOf<Tables>(schema: string): Queries<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  }).withSchema(schema);
}

/**
 * @example
 * const find = statement('ordering.orders.find', (value: StatementValue<{ id: string }>) =>
 *   queries.selectFrom('orders').selectAll().where('id', '=', value('id')));
 */
export function statement<Values, Row>(
  name: string,
  build: (value: StatementValue<Values>) => Compilable<Row>,
): Statement<Values, Row> {
  return fromCompiled(name, build(placeholder).compile());
}

/** For what reads better as SQL than as builder calls. */
export function sqlStatement<Values, Row = never>(
  name: string,
  build: (value: StatementValue<Values>) => RawBuilder<Row>,
): Statement<Values, Row> {
  return fromCompiled(name, build(placeholder).compile(sqlOnly));
}

const sqlOnly = queriesOf<unknown>('public');

class Placeholder {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

const placeholder = <T>(name: string): RawBuilder<T> => sql<T>`${new Placeholder(name)}`;

function fromCompiled<Values, Row>(
  name: string,
  compiled: { readonly sql: string; readonly parameters: readonly unknown[] },
): Statement<Values, Row> {
  const { parameters } = compiled;
  const [operation = ''] = compiled.sql.trimStart().split(/\s/, 1);
  return {
    name,
    operation: operation.toUpperCase(),
    statementName: createHash('sha256').update(compiled.sql).digest('base64url'),
    text: compiled.sql,
    bind: (values: Values) =>
      parameters.map((parameter) =>
        parameter instanceof Placeholder ? Reflect.get(Object(values), parameter.name) : parameter,
      ),
  };
}

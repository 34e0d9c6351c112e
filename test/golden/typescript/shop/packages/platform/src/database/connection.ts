import type { Compilable } from 'kysely';
import type { QueryResult } from 'pg';
import type { Statement } from './statement.ts';

/** Where statements run: the pool, each statement by itself, or a transaction. */
export interface Connection {
  rows<Values, Row>(statement: Statement<Values, Row>, values: Values): Promise<readonly Row[]>;
  row<Values, Row>(statement: Statement<Values, Row>, values: Values): Promise<Row | null>;
  /** How many rows the statement changed. */
  affected<Values>(statement: Statement<Values, unknown>, values: Values): Promise<number>;
  /** A query built on the spot, where its shape depends on the request. */
  query<Row>(name: string, query: Compilable<Row>): Promise<readonly Row[]>;
}

/** What is sent: text and values apart, always. */
export interface Command {
  /** Names the span. */
  readonly name: string;
  /** Under which the server may keep the parsed statement; null: it is not worth keeping. */
  readonly statementName: string | null;
  readonly operation: string;
  readonly text: string;
  readonly values: unknown[];
}

export function connectionBy(send: (command: Command) => Promise<QueryResult>): Connection {
  const run = <Values>(statement: Statement<Values, unknown>, values: Values) =>
    send({
      name: statement.name,
      statementName: statement.statementName,
      operation: statement.operation,
      text: statement.text,
      values: statement.bind(values),
    });

  return {
    rows: async (statement, values) => (await run(statement, values)).rows,
    row: async (statement, values) => (await run(statement, values)).rows[0] ?? null,
    affected: async (statement, values) => (await run(statement, values)).rowCount ?? 0,
    query: async (name, query) => {
      const { sql, parameters } = query.compile();
      const [operation = ''] = sql.split(' ', 1);
      const result = await send({
        name,
        statementName: null,
        operation: operation.toUpperCase(),
        text: sql,
        values: [...parameters],
      });
      return result.rows;
    },
  };
}

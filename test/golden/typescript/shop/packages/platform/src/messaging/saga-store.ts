import type { SagaState, SagaStore } from '@packages/kernel/application';
import { sql } from 'kysely';
import { sqlStatement, type StatementValue } from '../database/statement.ts';
import type { UnitOfWorkSession } from '../database/unit-of-work/session.ts';

interface StoredSaga extends Omit<SagaState, 'done' | 'data'> {
  readonly done: string;
  readonly data: string;
}

const columns = sql.raw(
  `id, aggregate_id AS "aggregateId", status, step, done, data, correlation_id AS "correlationId",
   deadline, created_at AS "createdAt", updated_at AS "updatedAt"`,
);

/**
 * The sagas of one kind, kept in the schema of the context that coordinates them.
 * @param saga its name, e.g. `order-fulfilment`
 */
export function sagaStoreOf<Data>(
  schema: string,
  saga: string,
): (session: Pick<UnitOfWorkSession, 'connection'>) => SagaStore<Data> {
  const table = sql.id(schema, '_sagas');
  const find = sqlStatement(
    `${schema}._sagas.load`,
    (value: StatementValue<{ aggregateId: string }>) => sql<SagaState<Data>>`
      SELECT ${columns} FROM ${table}
      WHERE saga = ${sql.lit(saga)} AND aggregate_id = ${value('aggregateId')} FOR UPDATE`,
  );
  const insert = sqlStatement(
    `${schema}._sagas.insert`,
    (value: StatementValue<StoredSaga>) => sql`
      INSERT INTO ${table} (id, saga, aggregate_id, status, step, done, data, correlation_id,
        deadline, created_at, updated_at)
      VALUES (${value('id')}, ${sql.lit(saga)}, ${value('aggregateId')}, ${value('status')},
        ${value('step')}, ${value('done')}, ${value('data')}, ${value('correlationId')},
        ${value('deadline')}, ${value('createdAt')}, ${value('updatedAt')})`,
  );
  const update = sqlStatement(
    `${schema}._sagas.update`,
    (value: StatementValue<StoredSaga>) => sql`
      UPDATE ${table} SET status = ${value('status')}, step = ${value('step')},
        done = ${value('done')}, data = ${value('data')}, updated_at = ${value('updatedAt')}
      WHERE id = ${value('id')}`,
  );
  const overdue = sqlStatement(
    `${schema}._sagas.overdue`,
    (value: StatementValue<{ now: Date; limit: number }>) => sql<Overdue>`
      SELECT aggregate_id AS "aggregateId", correlation_id AS "correlationId" FROM ${table}
      WHERE saga = ${sql.lit(saga)} AND status = 'running' AND deadline <= ${value('now')}
      ORDER BY deadline LIMIT ${value('limit')}`,
  );

  return ({ connection }) => ({
    find: (aggregateId) => connection.row(find, { aggregateId }),
    add: async (state) => {
      await connection.affected(insert, toStored(state));
    },
    save: async (state) => {
      await connection.affected(update, toStored(state));
    },
    overdue: (now, limit) => connection.rows(overdue, { now, limit }),
  });
}

type Overdue = Pick<SagaState, 'aggregateId' | 'correlationId'>;

function toStored(state: SagaState): StoredSaga {
  return { ...state, done: JSON.stringify(state.done), data: JSON.stringify(state.data) };
}

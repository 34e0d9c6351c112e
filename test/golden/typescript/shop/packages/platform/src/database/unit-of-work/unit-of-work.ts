import type { DomainEvent } from '@packages/kernel';
import type {
  Clock,
  Execution,
  IdGenerator,
  IntegrationEvent,
  Outcome,
  UnitOfWork,
} from '@packages/kernel/application';
import type { Telemetry } from '../../telemetry/index.ts';
import { auditValues, startsChain } from '../audit/audit-log.ts';
import type { Connection } from '../connection.ts';
import type { Database } from '../database.ts';
import { committing, rollingBack, type Conclusion, type Transaction } from '../transaction.ts';
import { createDeliveryReceipts } from './delivery.ts';
import { createIdempotencyStore } from './idempotency.ts';
import { outboxValues, type OutboxValues } from './outbox.ts';
import { createRecords } from './records.ts';
import type { Publication, UnitOfWorkSession } from './session.ts';

/** The parts of an envelope that the unit of work knows and the event does not. */
export type Envelope = Pick<
  IntegrationEvent,
  'id' | 'correlationid' | 'causationid' | 'traceparent'
>;

export interface UnitOfWorkOptions<Repositories, Event extends DomainEvent> {
  readonly database: Database;
  readonly schema: string;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly telemetry: Telemetry;
  /**
   * Whether anybody has subscribed to events of the type. Where nobody has, the relay would carry the
   * event to no one, so it is written as published.
   */
  readonly subscribed: (type: string) => boolean;
  /** The published form of an event. */
  readonly publish: (event: Event, envelope: Envelope) => IntegrationEvent;
  /** Called for every event that may have been committed; awaited before the outcome is given. */
  readonly changed: (event: Event) => Promise<void>;
  readonly repositories: (session: UnitOfWorkSession<Event>) => Repositories;
}

export function createUnitOfWork<Repositories, Event extends DomainEvent>(
  options: UnitOfWorkOptions<Repositories, Event>,
): UnitOfWork<Repositories> {
  const { database, schema, clock, ids, telemetry, subscribed } = options;
  const idempotencyStore = createIdempotencyStore(schema);
  const deliveries = createDeliveryReceipts(schema);
  const records = createRecords(schema);

  const envelopeFor = (execution: Execution): Envelope => {
    const traceparent = telemetry.tracing.traceparent();
    return {
      id: ids.next(),
      correlationid: execution.correlationId,
      ...(execution.causationId !== null && { causationid: execution.causationId }),
      ...(traceparent !== null && { traceparent }),
    };
  };

  const publicationOf = (publication: Publication, execution: Execution): IntegrationEvent => ({
    specversion: '1.0',
    datacontenttype: 'application/json',
    time: clock.now().toISOString(),
    ...publication,
    ...envelopeFor(execution),
  });

  return {
    run: async (execution, work) => {
      const recorded: Recorded<Event> = { events: [], publications: [], waiting: 0, published: 0 };
      try {
        return await commit(execution, recorded, work);
      } finally {
        // Also after an error: a COMMIT whose confirmation got lost may have been kept.
        await Promise.all(recorded.events.map(options.changed));
      }
    },
  };

  async function commit<T>(
    execution: Execution,
    recorded: Recorded<Event>,
    work: (repositories: Repositories) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    const outcome = await database.transaction((transaction) =>
      transact(transaction, execution, recorded, work),
    );
    if (outcome.ok) {
      database.recentWriters.wrote(execution.actor);
      database.committed.notify(schema, recorded);
    }
    return outcome;
  }

  async function transact<T>(
    transaction: Transaction,
    execution: Execution,
    recorded: Recorded<Event>,
    work: (repositories: Repositories) => Promise<Outcome<T>>,
  ): Promise<Conclusion<Outcome<T>>> {
    const { idempotency, delivery } = execution;
    if (delivery !== null) await deliveries.sign(transaction, delivery);
    if (idempotency !== null) {
      const settled = await idempotencyStore.settle(transaction, idempotency);
      if (settled !== null) return rollingBack({ ok: false, error: settled });
      await transaction.savepoint();
    }

    const outcome = await work(options.repositories(sessionOf(transaction, recorded)));

    // What is to be asked again must not be remembered as an answer.
    const forgotten = idempotency === null || (!outcome.ok && outcome.error.kind === 'unavailable');
    if (!outcome.ok && forgotten) return rollingBack(outcome);
    if (!outcome.ok) await transaction.rollbackToSavepoint();
    const writes = outcome.ok ? kept(transaction, execution, recorded) : [];
    if (idempotency !== null) {
      const response = idempotency.respond(outcome);
      writes.push(idempotencyStore.remember(transaction, idempotency, response));
    }
    return committing(outcome, writes);
  }

  /** Sends what is kept of the events behind each other, without waiting in between. */
  function kept(
    connection: Connection,
    execution: Execution,
    recorded: Recorded<Event>,
  ): Promise<unknown>[] {
    const rowOf = (event: IntegrationEvent): OutboxValues => {
      const waits = subscribed(event.type);
      recorded[waits ? 'waiting' : 'published'] += 1;
      return outboxValues(event, waits);
    };
    return [
      ...recorded.events.map((event) => {
        const row = rowOf(options.publish(event, envelopeFor(execution)));
        const values = { ...auditValues(event, execution), ...row };
        return startsChain(event)
          ? records.first(connection, values)
          : records.next(connection, values);
      }),
      ...recorded.publications.map((publication) =>
        records.publication(connection, rowOf(publicationOf(publication, execution))),
      ),
    ];
  }
}

interface Recorded<Event extends DomainEvent> {
  readonly events: Event[];
  readonly publications: Publication[];
  waiting: number;
  published: number;
}

function sessionOf<Event extends DomainEvent>(
  transaction: Transaction,
  recorded: Recorded<Event>,
): UnitOfWorkSession<Event> {
  return {
    connection: transaction,
    record: (events) => void recorded.events.push(...events),
    publish: (event) => void recorded.publications.push(event),
  };
}

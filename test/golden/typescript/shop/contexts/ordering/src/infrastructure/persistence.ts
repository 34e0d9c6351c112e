import type { UnitOfWork } from '@packages/kernel/application';
import { createUnitOfWork } from '@packages/platform/database';
import { sagaStoreOf } from '@packages/platform/messaging';
import type { ModuleDependencies } from '@packages/platform/module';
import type { OrderingQueries, OrderingRepositories } from '../application/ports.ts';
import { publishOrderingEvent, type OrderingEvent } from '../application/published-events.ts';
import type { OrderPlacedV1Data } from '../contracts/index.ts';
import type { OrderSnapshot } from '../domain/order/order.snapshot.ts';
import type { ReturnSnapshot } from '../domain/return/return.snapshot.ts';
import { createOrderQueries } from './order/order.queries.ts';
import { createOrderRepository } from './order/order.repository.ts';
import { columns as orderColumns } from './order/order.rows.ts';
import { createReturnQueries } from './return/return.queries.ts';
import { createReturnRepository } from './return/return.repository.ts';
import { columns as returnColumns } from './return/return.rows.ts';
import { createKnownProductQueries, createKnownProductStore } from './read-models/known-product.ts';

const orderFulfilmentSagas = sagaStoreOf<OrderPlacedV1Data>('ordering', 'order-fulfilment');

export interface OrderingPersistence {
  readonly unitOfWork: UnitOfWork<OrderingRepositories>;
  readonly queries: OrderingQueries;
}

export function createOrderingPersistence(
  dependencies: Pick<
    ModuleDependencies,
    'database' | 'telemetry' | 'clock' | 'ids' | 'subscribed' | 'cache'
  >,
): OrderingPersistence {
  const { database, clock, ids, subscribed, telemetry } = dependencies;
  const documents = {
    Order: dependencies.cache.of<OrderSnapshot>('ordering.orders', orderColumns),
    Return: dependencies.cache.of<ReturnSnapshot>('ordering.returns', returnColumns),
  };
  return {
    unitOfWork: createUnitOfWork<OrderingRepositories, OrderingEvent>({
      database,
      schema: 'ordering',
      clock,
      ids,
      subscribed,
      telemetry,
      publish: publishOrderingEvent,
      changed: ({ aggregate, aggregateId, version }) =>
        documents[aggregate].drop(aggregateId, version),
      repositories: (session) => ({
        orders: createOrderRepository(session),
        returns: createReturnRepository(session),
        knownProducts: createKnownProductStore(session),
        orderFulfilmentSagas: orderFulfilmentSagas(session),
        publisher: {
          publish: ({ type, subject, data }) =>
            session.publish({ source: '/ordering', type, subject, data }),
        },
      }),
    }),
    queries: {
      orders: createOrderQueries(database, documents.Order),
      returns: createReturnQueries(database, documents.Return),
      knownProducts: createKnownProductQueries(database),
    },
  };
}

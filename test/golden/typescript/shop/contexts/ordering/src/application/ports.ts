import type {
  Clock,
  EventPublisher,
  IdGenerator,
  SagaStore,
  UnitOfWork,
} from '@packages/kernel/application';

import type { OrderPlacedV1Data } from '../contracts/index.ts';
import type { OrderRepository } from '../domain/order/order.repository.ts';
import type { ReturnRepository } from '../domain/return/return.repository.ts';
import type { OrderQueries } from './order/queries.ts';
import type { ReturnQueries } from './return/queries.ts';
import type { KnownProductQueries, KnownProductStore } from './read-models/known-product.ts';

/** What a unit of work gives access to. */
export interface OrderingRepositories {
  readonly orders: OrderRepository;
  readonly returns: ReturnRepository;
  readonly knownProducts: KnownProductStore;
  readonly orderFulfilmentSagas: SagaStore<OrderPlacedV1Data>;
  readonly publisher: EventPublisher;
}

export interface OrderingQueries {
  readonly orders: OrderQueries;
  readonly returns: ReturnQueries;
  readonly knownProducts: KnownProductQueries;
}

/** What the use cases need of the world. */
export interface OrderingPorts {
  readonly unitOfWork: UnitOfWork<OrderingRepositories>;
  readonly queries: OrderingQueries;
  readonly clock: Clock;
  readonly ids: IdGenerator;
}

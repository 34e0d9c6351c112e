import { MemoryWorld, MemoryPublisher } from '@packages/kernel/testing';

import type {
  OrderingPorts,
  OrderingQueries,
  OrderingRepositories,
} from '../../src/application/ports.ts';
import { createOrderingUseCases } from '../../src/application/use-cases.ts';
import type { KnownProduct } from '../../src/application/read-models/known-product.ts';
import type { OrderPlacedV1Data } from '../../src/contracts/index.ts';
import { Order } from '../../src/domain/order/order.ts';
import type { OrderSnapshot } from '../../src/domain/order/order.snapshot.ts';
import { Return } from '../../src/domain/return/return.ts';
import type { ReturnSnapshot } from '../../src/domain/return/return.snapshot.ts';
import type { OrderRepository } from '../../src/domain/order/order.repository.ts';

/** The context on a database in memory, with a clock that stands still and nobody outside. */
export function createFakeOrdering() {
  const world = new MemoryWorld();
  const stores = {
    orders: world.repository<Order, OrderSnapshot>({
      reconstitute: (snapshot) => Order.reconstitute(snapshot),
      unique: [],
    }),
    returns: world.repository<Return, ReturnSnapshot>({
      reconstitute: (snapshot) => Return.reconstitute(snapshot),
      unique: [],
    }),
    knownProducts: world.table<KnownProduct>(),
    orderFulfilmentSagas: world.sagas<OrderPlacedV1Data>(),
    publisher: new MemoryPublisher(),
  };
  const repositories: OrderingRepositories = {
    ...stores,
    orders: Object.assign(stores.orders, {
      idsByProductId: (productId, { statuses, ...page }) =>
        stores.orders.idsWhere(
          (stored) =>
            statuses.includes(stored.status) && Bun.deepEquals(stored.productId, productId),
          page,
        ),
    } satisfies Pick<OrderRepository, 'idsByProductId'>),
  };
  const queries: OrderingQueries = {
    orders: stores.orders.table,
    returns: stores.returns.table,
    knownProducts: stores.knownProducts,
  };
  const outside = {};
  const ports: OrderingPorts = {
    unitOfWork: world.unitOfWork(repositories),
    queries,
    clock: world.clock,
    ids: world.ids,
    ...outside,
  };
  return { world, stores, outside, ports, useCases: createOrderingUseCases(ports) };
}

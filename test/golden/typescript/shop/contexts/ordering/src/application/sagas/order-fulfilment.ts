import {
  allocationConfirmedV1,
  type AllocationConfirmedV1,
  allocationRejectedV1,
  type AllocationRejectedV1,
} from '@contexts/catalog/contracts';
import {
  paymentCapturedV1,
  type PaymentCapturedV1,
  paymentDeclinedV1,
  type PaymentDeclinedV1,
} from '@contexts/payments/contracts';
import { ok } from '@packages/kernel';
import {
  answerSaga,
  beginSaga,
  compensateSaga,
  expireSaga,
  type EventHandler,
  type Outcome,
  type SagaProgress,
} from '@packages/kernel/application';

import {
  orderPlacedV1,
  type OrderPlacedV1,
  type OrderPlacedV1Data,
} from '../../contracts/index.ts';
import type { OrderStatus } from '../../domain/order/order.snapshot.ts';
import type { OrderingPorts, OrderingRepositories } from '../ports.ts';
import { orderFulfilmentSteps } from './order-fulfilment.steps.ts';

type Answer = PaymentCapturedV1 | PaymentDeclinedV1 | AllocationConfirmedV1 | AllocationRejectedV1;

/** Where an order only gets by what ends this saga well. */
const completedStates: ReadonlySet<OrderStatus> = new Set(['confirmed', 'shipped', 'delivered']);

/** Sees an order through: take payment, then allocate stock. */
export function orderFulfilmentSaga({
  unitOfWork,
  clock,
  ids,
}: OrderingPorts): EventHandler<OrderPlacedV1 | Answer> {
  return {
    consumer: 'ordering.order-fulfilment',
    types: [
      orderPlacedV1,
      paymentCapturedV1,
      paymentDeclinedV1,
      allocationConfirmedV1,
      allocationRejectedV1,
    ],
    handle: (event, execution) =>
      unitOfWork.run(execution, async (repositories) => {
        const sagas = repositories.orderFulfilmentSagas;
        const now = clock.now();
        if (event.type !== orderPlacedV1) {
          const saga = await sagas.find(event.data.orderId);
          if (saga === null) return ok(undefined);
          return carryOut(
            repositories,
            answerSaga(orderFulfilmentSteps, saga, event.type, now),
            now,
          );
        }

        const { data } = event;
        if ((await sagas.find(data.id)) !== null) return ok(undefined);
        const { correlationId } = execution;
        const begun = beginSaga(
          orderFulfilmentSteps,
          { id: ids.next(), aggregateId: data.id, data, correlationId },
          now,
        );
        await sagas.add(begun.state);
        publish(repositories, begun);
        return ok(undefined);
      }),
  };
}

/** Undoes what did not end in time. */
export function expireOrderFulfilment({ unitOfWork, clock }: OrderingPorts): () => Promise<void> {
  const execution = {
    actor: { kind: 'system', id: 'ordering.order-fulfilment', clientId: null, tenant: null },
    causationId: null,
    idempotency: null,
    delivery: null,
  } as const;

  return async () => {
    const overdue = await unitOfWork.run(
      { ...execution, correlationId: 'ordering.order-fulfilment' },
      async (repositories) => ok(await repositories.orderFulfilmentSagas.overdue(clock.now(), 100)),
    );
    if (!overdue.ok) return;
    const failures: unknown[] = [];
    for (const { aggregateId, correlationId } of overdue.value) {
      // One after another, so that a backlog does not take every connection, and each for itself,
      // so that one that cannot be undone does not hold up the others.
      try {
        await unitOfWork.run({ ...execution, correlationId }, async (repositories) => {
          const saga = await repositories.orderFulfilmentSagas.find(aggregateId);
          if (saga === null) return ok(undefined);
          const now = clock.now();
          return carryOut(repositories, expireSaga(orderFulfilmentSteps, saga, now), now);
        });
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0)
      throw new AggregateError(
        failures,
        'Some overdue sagas of ordering.order-fulfilment could not be undone.',
      );
  };
}

async function carryOut(
  repositories: OrderingRepositories,
  progress: SagaProgress<OrderPlacedV1Data>,
  now: Date,
): Promise<Outcome<void>> {
  let carried = progress;
  const { aggregateId } = progress.state;
  if (carried.ended && carried.state.status === 'completed') {
    if (!(await complete(repositories, aggregateId, now)))
      carried = compensateSaga(orderFulfilmentSteps, carried.state, now);
  }
  if (carried.ended && carried.state.status === 'compensated') {
    await compensate(repositories, aggregateId, now);
  }
  await repositories.orderFulfilmentSagas.save(carried.state);
  publish(repositories, carried);
  return ok(undefined);
}

/** Whether the order is where it should be now, be it that somebody else has moved it. */
async function complete(
  repositories: OrderingRepositories,
  id: string,
  now: Date,
): Promise<boolean> {
  const order = await repositories.orders.find(id);
  if (order === null) return false;
  if (!order.confirm(now).ok) return completedStates.has(order.snapshot().status);
  return (await repositories.orders.save(order)).ok;
}

async function compensate(
  repositories: OrderingRepositories,
  id: string,
  now: Date,
): Promise<void> {
  const order = await repositories.orders.find(id);
  if (order?.cancel(now).ok === true) await repositories.orders.save(order);
}

function publish(
  repositories: OrderingRepositories,
  { state, publications }: SagaProgress<OrderPlacedV1Data>,
): void {
  for (const publication of publications) {
    repositories.publisher.publish({ ...publication, subject: state.aggregateId });
  }
}

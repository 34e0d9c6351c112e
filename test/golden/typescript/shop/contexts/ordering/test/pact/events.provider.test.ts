import { test } from 'bun:test';
import { verifyEvents } from '@packages/contract-testing';
import { beginSaga, type SagaDefinition } from '@packages/kernel/application';

import {
  publishOrderingEvent,
  type OrderingEvent,
} from '../../src/application/published-events.ts';
import { orderFulfilmentSteps } from '../../src/application/sagas/order-fulfilment.steps.ts';
import {
  allocationReleaseRequestedV1,
  allocationRequestedV1,
  paymentRequestedV1,
  paymentReversalRequestedV1,
  type OrderPlacedV1Data,
} from '../../src/contracts/index.ts';
import { Order } from '../../src/domain/order/order.ts';
import { orderSnapshot } from '../examples/order.ts';

const id = '01890a5d-ac96-774b-bcce-b302099a8057';
const now = new Date('2026-01-15T09:30:00.000Z');
const envelope = { id, correlationid: 'contract-testing' };
const orderPlacedData: OrderPlacedV1Data = {
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  productId: '01890a5d-ac96-774b-bcce-b302099a8057',
  quantity: 3,
  total: { amount: '12.30', currency: 'EUR' },
  customerEmail: 'jane@example.com',
  channel: 'web',
  deliverBy: '2026-01-15',
  gift: true,
  note: 'note',
  status: 'draft',
  version: 1,
  createdAt: '2026-01-15T09:30:00.000Z',
  updatedAt: '2026-01-15T09:30:00.000Z',
};

test('the contexts that listen are told what their contracts say', async () => {
  await verifyEvents('ordering', {
    'ordering.allocation-release-requested.v1': () =>
      asked(orderFulfilmentSteps, orderPlacedData, allocationReleaseRequestedV1),
    'ordering.allocation-requested.v1': () =>
      asked(orderFulfilmentSteps, orderPlacedData, allocationRequestedV1),
    'ordering.order-cancelled.v1': () =>
      told(Order.reconstitute({ ...orderSnapshot, status: 'draft' }), (order) => order.cancel(now)),
    'ordering.payment-requested.v1': () =>
      asked(orderFulfilmentSteps, orderPlacedData, paymentRequestedV1),
    'ordering.payment-reversal-requested.v1': () =>
      asked(orderFulfilmentSteps, orderPlacedData, paymentReversalRequestedV1),
  });
}, 30_000);

/** The event as others hear of it. */
function told<Aggregate extends { pullEvents(): readonly OrderingEvent[] }>(
  aggregate: Aggregate,
  happen: (aggregate: Aggregate) => unknown,
) {
  happen(aggregate);
  const [event] = aggregate.pullEvents();
  if (event === undefined) throw new Error('Nothing happened.');
  return publishOrderingEvent(event, envelope);
}

/** What a saga asks of others, to do a step or to undo it. */
function asked<Data>(saga: SagaDefinition<Data>, data: Data, type: string) {
  const start = { id, aggregateId: id, data, correlationId: envelope.correlationid };
  const { state } = beginSaga(saga, start, now);
  const publications = saga.steps.flatMap((step) => [
    step.request(state),
    step.compensation?.(state),
  ]);
  return {
    ...envelope,
    specversion: '1.0',
    source: '/ordering',
    subject: state.aggregateId,
    time: now.toISOString(),
    datacontenttype: 'application/json',
    ...publications.find((publication) => publication?.type === type),
  };
}

import { test } from 'bun:test';
import { verifyEvents } from '@packages/contract-testing';

import {
  publishPaymentsEvent,
  type PaymentsEvent,
} from '../../src/application/published-events.ts';
import { Payment } from '../../src/domain/payment/payment.ts';
import { paymentSnapshot } from '../examples/payment.ts';

const id = '01890a5d-ac96-774b-bcce-b302099a8057';
const now = new Date('2026-01-15T09:30:00.000Z');
const envelope = { id, correlationid: 'contract-testing' };

test('the contexts that listen are told what their contracts say', async () => {
  await verifyEvents('payments', {
    'payments.payment-captured.v1': () =>
      told(Payment.reconstitute({ ...paymentSnapshot, status: 'requested' }), (payment) =>
        payment.capture(now),
      ),
    'payments.payment-declined.v1': () =>
      told(Payment.reconstitute({ ...paymentSnapshot, status: 'requested' }), (payment) =>
        payment.decline(now),
      ),
  });
}, 30_000);

/** The event as others hear of it. */
function told<Aggregate extends { pullEvents(): readonly PaymentsEvent[] }>(
  aggregate: Aggregate,
  happen: (aggregate: Aggregate) => unknown,
) {
  happen(aggregate);
  const [event] = aggregate.pullEvents();
  if (event === undefined) throw new Error('Nothing happened.');
  return publishPaymentsEvent(event, envelope);
}

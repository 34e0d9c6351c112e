import type { IntegrationEvent } from '@packages/kernel/application';

import type { PaymentEvent } from '../domain/payment/payment.events.ts';
import { publishPaymentEvent } from './payment/publishing.ts';
import type { DisputeEvent } from '../domain/dispute/dispute.events.ts';
import { publishDisputeEvent } from './dispute/publishing.ts';

export type PaymentsEvent = PaymentEvent | DisputeEvent;

/** What only the transport of an event knows. */
type Envelope = Pick<IntegrationEvent, 'id' | 'correlationid' | 'causationid' | 'traceparent'>;

/** Turns what happened inside the context into what it tells others. */
export function publishPaymentsEvent(event: PaymentsEvent, envelope: Envelope): IntegrationEvent {
  return {
    specversion: '1.0',
    source: '/payments',
    subject: event.aggregateId,
    time: event.occurredAt.toISOString(),
    datacontenttype: 'application/json',
    ...envelope,
    ...contractOf(event),
  };
}

function contractOf(event: PaymentsEvent) {
  switch (event.aggregate) {
    case 'Payment':
      return publishPaymentEvent(event);
    case 'Dispute':
      return publishDisputeEvent(event);
  }
}

import type { IntegrationEvent } from '@packages/kernel/application';

import type { OrderEvent } from '../domain/order/order.events.ts';
import { publishOrderEvent } from './order/publishing.ts';
import type { ReturnEvent } from '../domain/return/return.events.ts';
import { publishReturnEvent } from './return/publishing.ts';

export type OrderingEvent = OrderEvent | ReturnEvent;

/** What only the transport of an event knows. */
type Envelope = Pick<IntegrationEvent, 'id' | 'correlationid' | 'causationid' | 'traceparent'>;

/** Turns what happened inside the context into what it tells others. */
export function publishOrderingEvent(event: OrderingEvent, envelope: Envelope): IntegrationEvent {
  return {
    specversion: '1.0',
    source: '/ordering',
    subject: event.aggregateId,
    time: event.occurredAt.toISOString(),
    datacontenttype: 'application/json',
    ...envelope,
    ...contractOf(event),
  };
}

function contractOf(event: OrderingEvent) {
  switch (event.aggregate) {
    case 'Order':
      return publishOrderEvent(event);
    case 'Return':
      return publishReturnEvent(event);
  }
}

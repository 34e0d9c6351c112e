import type { IntegrationEvent } from '@packages/kernel/application';

import type { CategoryEvent } from '../domain/category/category.events.ts';
import { publishCategoryEvent } from './category/publishing.ts';
import type { ProductEvent } from '../domain/product/product.events.ts';
import { publishProductEvent } from './product/publishing.ts';
import type { AllocationEvent } from '../domain/allocation/allocation.events.ts';
import { publishAllocationEvent } from './allocation/publishing.ts';

export type CatalogEvent = CategoryEvent | ProductEvent | AllocationEvent;

/** What only the transport of an event knows. */
type Envelope = Pick<IntegrationEvent, 'id' | 'correlationid' | 'causationid' | 'traceparent'>;

/** Turns what happened inside the context into what it tells others. */
export function publishCatalogEvent(event: CatalogEvent, envelope: Envelope): IntegrationEvent {
  return {
    specversion: '1.0',
    source: '/catalog',
    subject: event.aggregateId,
    time: event.occurredAt.toISOString(),
    datacontenttype: 'application/json',
    ...envelope,
    ...contractOf(event),
  };
}

function contractOf(event: CatalogEvent) {
  switch (event.aggregate) {
    case 'Category':
      return publishCategoryEvent(event);
    case 'Product':
      return publishProductEvent(event);
    case 'Allocation':
      return publishAllocationEvent(event);
  }
}

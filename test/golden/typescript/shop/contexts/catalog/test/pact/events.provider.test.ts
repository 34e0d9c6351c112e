import { test } from 'bun:test';
import { verifyEvents } from '@packages/contract-testing';

import { publishCatalogEvent, type CatalogEvent } from '../../src/application/published-events.ts';
import { Allocation } from '../../src/domain/allocation/allocation.ts';
import { allocationSnapshot } from '../examples/allocation.ts';
import { Product } from '../../src/domain/product/product.ts';
import { productSnapshot } from '../examples/product.ts';

const id = '01890a5d-ac96-774b-bcce-b302099a8057';
const now = new Date('2026-01-15T09:30:00.000Z');
const envelope = { id, correlationid: 'contract-testing' };

test('the contexts that listen are told what their contracts say', async () => {
  await verifyEvents('catalog', {
    'catalog.allocation-confirmed.v1': () =>
      told(Allocation.reconstitute({ ...allocationSnapshot, status: 'requested' }), (allocation) =>
        allocation.confirm(now),
      ),
    'catalog.allocation-rejected.v1': () =>
      told(Allocation.reconstitute({ ...allocationSnapshot, status: 'requested' }), (allocation) =>
        allocation.reject(now),
      ),
    'catalog.product-changed.v1': () =>
      told(Product.reconstitute(productSnapshot), (product) =>
        product.change({ title: 'title' }, now),
      ),
    'catalog.product-discontinued.v1': () =>
      told(Product.reconstitute({ ...productSnapshot, status: 'draft' }), (product) =>
        product.discontinue(now),
      ),
    'catalog.product-published.v1': () =>
      told(Product.reconstitute({ ...productSnapshot, status: 'draft' }), (product) =>
        product.publish(now),
      ),
  });
}, 30_000);

/** The event as others hear of it. */
function told<Aggregate extends { pullEvents(): readonly CatalogEvent[] }>(
  aggregate: Aggregate,
  happen: (aggregate: Aggregate) => unknown,
) {
  happen(aggregate);
  const [event] = aggregate.pullEvents();
  if (event === undefined) throw new Error('Nothing happened.');
  return publishCatalogEvent(event, envelope);
}

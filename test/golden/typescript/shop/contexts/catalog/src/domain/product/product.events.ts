import type { DomainEvent } from '@packages/kernel';

import type { ProductSnapshot } from './product.snapshot.ts';

/** What can happen to a product; the data is what it was like afterwards. */
export type ProductEvent = DomainEvent<
  'Product',
  | 'ProductCreated'
  | 'ProductChanged'
  | 'ProductRemoved'
  | 'ProductPublished'
  | 'ProductWithdrawn'
  | 'ProductDiscontinued',
  ProductSnapshot
>;

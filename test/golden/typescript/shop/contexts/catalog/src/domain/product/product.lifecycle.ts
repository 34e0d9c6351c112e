import type { ProductEvent } from './product.events.ts';
import type { ProductStatus } from './product.snapshot.ts';

export type ProductTransition = 'publish' | 'withdraw' | 'discontinue';

interface Step {
  readonly from: readonly ProductStatus[];
  readonly to: ProductStatus;
  readonly event: ProductEvent['name'];
}

/** How a product gets from state to state, and what it tells of that. */
export const productTransitions: Readonly<Record<ProductTransition, Step>> = {
  publish: { from: ['draft', 'withdrawn'], to: 'published', event: 'ProductPublished' },
  withdraw: { from: ['published'], to: 'withdrawn', event: 'ProductWithdrawn' },
  discontinue: {
    from: ['draft', 'published', 'withdrawn'],
    to: 'discontinued',
    event: 'ProductDiscontinued',
  },
};

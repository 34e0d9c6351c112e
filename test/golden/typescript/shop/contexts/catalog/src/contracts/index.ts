export {
  categoryCreatedV1,
  categoryCreatedV1Schema,
  type CategoryCreatedV1,
  type CategoryCreatedV1Data,
} from './category-created.v1.ts';
export {
  categoryChangedV1,
  categoryChangedV1Schema,
  type CategoryChangedV1,
  type CategoryChangedV1Data,
} from './category-changed.v1.ts';
export {
  categoryRemovedV1,
  categoryRemovedV1Schema,
  type CategoryRemovedV1,
  type CategoryRemovedV1Data,
} from './category-removed.v1.ts';
export {
  productCreatedV1,
  productCreatedV1Schema,
  type ProductCreatedV1,
  type ProductCreatedV1Data,
} from './product-created.v1.ts';
export {
  productChangedV1,
  productChangedV1Schema,
  type ProductChangedV1,
  type ProductChangedV1Data,
} from './product-changed.v1.ts';
export {
  productRemovedV1,
  productRemovedV1Schema,
  type ProductRemovedV1,
  type ProductRemovedV1Data,
} from './product-removed.v1.ts';
export {
  productPublishedV1,
  productPublishedV1Schema,
  type ProductPublishedV1,
  type ProductPublishedV1Data,
} from './product-published.v1.ts';
export {
  productWithdrawnV1,
  productWithdrawnV1Schema,
  type ProductWithdrawnV1,
  type ProductWithdrawnV1Data,
} from './product-withdrawn.v1.ts';
export {
  productDiscontinuedV1,
  productDiscontinuedV1Schema,
  type ProductDiscontinuedV1,
  type ProductDiscontinuedV1Data,
} from './product-discontinued.v1.ts';
export {
  allocationCreatedV1,
  allocationCreatedV1Schema,
  type AllocationCreatedV1,
  type AllocationCreatedV1Data,
} from './allocation-created.v1.ts';
export {
  allocationChangedV1,
  allocationChangedV1Schema,
  type AllocationChangedV1,
  type AllocationChangedV1Data,
} from './allocation-changed.v1.ts';
export {
  allocationRemovedV1,
  allocationRemovedV1Schema,
  type AllocationRemovedV1,
  type AllocationRemovedV1Data,
} from './allocation-removed.v1.ts';
export {
  allocationConfirmedV1,
  allocationConfirmedV1Schema,
  type AllocationConfirmedV1,
  type AllocationConfirmedV1Data,
} from './allocation-confirmed.v1.ts';
export {
  allocationRejectedV1,
  allocationRejectedV1Schema,
  type AllocationRejectedV1,
  type AllocationRejectedV1Data,
} from './allocation-rejected.v1.ts';
export {
  allocationReleasedV1,
  allocationReleasedV1Schema,
  type AllocationReleasedV1,
  type AllocationReleasedV1Data,
} from './allocation-released.v1.ts';

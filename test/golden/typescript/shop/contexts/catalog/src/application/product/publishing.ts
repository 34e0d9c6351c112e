import {
  productCreatedV1,
  productChangedV1,
  productRemovedV1,
  productPublishedV1,
  productWithdrawnV1,
  productDiscontinuedV1,
  type ProductCreatedV1Data,
  type ProductChangedV1Data,
  type ProductRemovedV1Data,
  type ProductPublishedV1Data,
  type ProductWithdrawnV1Data,
  type ProductDiscontinuedV1Data,
} from '../../contracts/index.ts';
import type { ProductEvent } from '../../domain/product/product.events.ts';
import type { ProductSnapshot } from '../../domain/product/product.snapshot.ts';

/** The contract under which an event of a product is told to other contexts. */
export function publishProductEvent({ name, data }: ProductEvent) {
  switch (name) {
    case 'ProductCreated':
      return { type: productCreatedV1, data: dataOf(data) satisfies ProductCreatedV1Data };
    case 'ProductChanged':
      return { type: productChangedV1, data: dataOf(data) satisfies ProductChangedV1Data };
    case 'ProductRemoved':
      return { type: productRemovedV1, data: dataOf(data) satisfies ProductRemovedV1Data };
    case 'ProductPublished':
      return { type: productPublishedV1, data: dataOf(data) satisfies ProductPublishedV1Data };
    case 'ProductWithdrawn':
      return { type: productWithdrawnV1, data: dataOf(data) satisfies ProductWithdrawnV1Data };
    case 'ProductDiscontinued':
      return {
        type: productDiscontinuedV1,
        data: dataOf(data) satisfies ProductDiscontinuedV1Data,
      };
  }
}

function dataOf(snapshot: ProductSnapshot) {
  return {
    id: snapshot.id,
    sku: snapshot.sku,
    title: snapshot.title,
    categoryId: snapshot.categoryId,
    price: snapshot.price,
    weightKg: snapshot.weightKg,
    imageUrl: snapshot.imageUrl,
    attributes: snapshot.attributes,
    note: snapshot.note,
    status: snapshot.status,
    createdAt: snapshot.createdAt.toISOString(),
    updatedAt: snapshot.updatedAt.toISOString(),
    version: snapshot.version,
  };
}

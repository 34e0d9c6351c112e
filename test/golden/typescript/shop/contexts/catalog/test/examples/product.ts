import { Product } from '../../src/domain/product/product.ts';
import type { NewProduct } from '../../src/domain/product/product.details.ts';
import type { ProductSnapshot } from '../../src/domain/product/product.snapshot.ts';

/** A product that fulfils every rule, and others that differ wherever they must. */
export const productExamples = [
  {
    sku: 'AAA',
    title: 'title',
    categoryId: '01890a5d-ac96-774b-bcce-b302099a8057',
    price: { amount: '12.30', currency: 'EUR' },
    weightKg: '12.5',
    imageUrl: 'https://example.com/',
    attributes: { key: 'value' },
    note: 'note',
  },
  {
    sku: 'AA0',
    title: 'titl0',
    categoryId: '01890a5d-ac96-774b-bcce-b302099a8058',
    price: { amount: '0.00', currency: 'EUR' },
    weightKg: '0.001',
    imageUrl: 'https://example.org/',
    attributes: { key: 'other' },
    note: 'not0',
  },
  {
    sku: 'AA1',
    title: 'titl1',
    categoryId: '01890a5d-ac96-774b-bcce-b302099a8059',
    price: { amount: '7.25', currency: 'EUR' },
    weightKg: '1000',
    imageUrl: 'https://example.net/a',
    attributes: [1, 2],
    note: 'not1',
  },
] as const satisfies readonly NewProduct[];

export const productSnapshot: ProductSnapshot = {
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  sku: 'AAA',
  title: 'title',
  categoryId: '01890a5d-ac96-774b-bcce-b302099a8057',
  price: { amount: '12.30', currency: 'EUR' },
  weightKg: '12.5',
  imageUrl: 'https://example.com/',
  attributes: { key: 'value' },
  note: 'note',
  status: 'draft',
  version: 1,
  createdAt: new Date('2026-01-15T09:30:00.000Z'),
  updatedAt: new Date('2026-01-15T09:30:00.000Z'),
};

/** A product as it was stored once. */
export function storedProduct(snapshot = productSnapshot): Product {
  return Product.reconstitute(snapshot);
}

import type { JsonValue, MoneyData } from '@packages/kernel';

export type ProductStatus = 'draft' | 'withdrawn' | 'published' | 'discontinued';

/** A product as plain data, for storing and for telling. */
export interface ProductSnapshot {
  readonly id: string;
  readonly sku: string;
  readonly title: string;
  readonly categoryId: string | null;
  readonly price: MoneyData;
  readonly weightKg: string | null;
  readonly imageUrl: string | null;
  readonly attributes: JsonValue | null;
  readonly note: string | null;
  readonly status: ProductStatus;
  /** 1 at first, one more with every change */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

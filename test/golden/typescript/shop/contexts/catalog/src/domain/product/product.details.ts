import {
  decimal,
  json,
  money,
  optional,
  required,
  shape,
  text,
  url,
  uuid,
  type Decimal,
  type JsonValue,
  type Money,
  type MoneyData,
} from '@packages/kernel';

/** What the business says of a product. */
export interface ProductDetails {
  readonly sku: string;
  readonly title: string;
  readonly categoryId: string | null;
  readonly price: Money;
  readonly weightKg: Decimal | null;
  readonly imageUrl: string | null;
  readonly attributes: JsonValue | null;
  readonly note: string | null;
}

/** A product as it is asked for. */
export interface NewProduct {
  readonly sku: string;
  readonly title: string;
  readonly categoryId?: string | null;
  readonly price: MoneyData;
  readonly weightKg?: string | null;
  readonly imageUrl?: string | null;
  readonly attributes?: JsonValue | null;
  readonly note?: string | null;
}

export const productDetails = shape<ProductDetails>(
  {
    sku: required(text({ minLength: 3, maxLength: 40, pattern: /^[A-Z0-9-]+$/u })),
    title: required(text({ minLength: 1, maxLength: 120 })),
    categoryId: optional(uuid()),
    price: required(money({ min: '0' })),
    weightKg: optional(decimal({ min: '0.001', max: '1000' })),
    imageUrl: optional(url({ maxLength: 2048 })),
    attributes: optional(json()),
    note: optional(text({ maxLength: 65536 })),
  },
  { immutable: ['sku'] },
);

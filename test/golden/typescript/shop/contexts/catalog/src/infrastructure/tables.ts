import type { JsonValue } from '@packages/kernel';
import { queriesOf, type ColumnType } from '@packages/platform/database';

export interface CategoryTable {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly parent_id: string | null;
  readonly position: number;
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export interface ProductTable {
  readonly id: string;
  readonly sku: string;
  readonly title: string;
  readonly category_id: string | null;
  readonly price_amount: string;
  readonly price_currency: string;
  readonly weight_kg: string | null;
  readonly image_url: string | null;
  readonly attributes: ColumnType<JsonValue | null, string | null, string | null>;
  readonly note: string | null;
  readonly status: 'draft' | 'withdrawn' | 'published' | 'discontinued';
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export interface AllocationTable {
  readonly id: string;
  readonly order_id: string;
  readonly product_id: string;
  readonly quantity: number;
  readonly status: 'requested' | 'confirmed' | 'rejected' | 'released';
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

interface Tables {
  readonly categories: CategoryTable;
  readonly products: ProductTable;
  readonly allocations: AllocationTable;
}

/** Builds the statements of this context; nobody else's tables are in its reach. */
export const tables = queriesOf<Tables>('catalog');

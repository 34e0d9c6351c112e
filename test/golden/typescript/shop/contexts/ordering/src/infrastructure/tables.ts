import { queriesOf } from '@packages/platform/database';

export interface OrderTable {
  readonly id: string;
  readonly product_id: string;
  readonly quantity: number;
  readonly total_amount: string;
  readonly total_currency: string;
  readonly customer_email: string;
  readonly channel: 'web' | 'app' | 'phone';
  readonly deliver_by: string | null;
  readonly gift: boolean;
  readonly note: string | null;
  readonly status: 'draft' | 'placed' | 'confirmed' | 'shipped' | 'delivered' | 'cancelled';
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export interface ReturnTable {
  readonly id: string;
  readonly order_id: string;
  readonly reason: 'damaged' | 'wrong-item' | 'changed-mind';
  readonly comment: string | null;
  readonly received_at: Date | null;
  readonly status: 'announced' | 'received' | 'accepted' | 'refused' | 'withdrawn';
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export interface KnownProductTable {
  readonly id: string;
  readonly sku: string;
  readonly title: string;
  readonly price_amount: string;
  readonly price_currency: string;
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

interface Tables {
  readonly orders: OrderTable;
  readonly returns: ReturnTable;
  readonly known_products: KnownProductTable;
}

/** Builds the statements of this context; nobody else's tables are in its reach. */
export const tables = queriesOf<Tables>('ordering');

import { queriesOf } from '@packages/platform/database';

export interface PaymentTable {
  readonly id: string;
  readonly order_id: string;
  readonly amount_amount: string;
  readonly amount_currency: string;
  readonly payer_email: string;
  readonly status:
    | 'requested'
    | 'captured'
    | 'declined'
    | 'cancelled'
    | 'refund-pending'
    | 'refund-failed'
    | 'refunded';
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export interface DisputeTable {
  readonly id: string;
  readonly payment_id: string;
  readonly case_number: string;
  readonly amount_amount: string;
  readonly amount_currency: string;
  readonly respond_by: string;
  readonly status: 'opened' | 'contested' | 'won' | 'lost';
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

interface Tables {
  readonly payments: PaymentTable;
  readonly disputes: DisputeTable;
}

/** Builds the statements of this context; nobody else's tables are in its reach. */
export const tables = queriesOf<Tables>('payments');

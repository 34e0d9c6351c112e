import type { Page, Position, Reader } from '@packages/kernel/application';

import type { PaymentSnapshot } from '../../domain/payment/payment.snapshot.ts';

/** Reads payments outside any unit of work. */
export interface PaymentQueries {
  find(id: string, reader: Reader): Promise<PaymentSnapshot | null>;
  /** Newest first, from after a position on. */
  list(limit: number, after: Position | null, reader: Reader): Promise<Page<PaymentSnapshot>>;
}

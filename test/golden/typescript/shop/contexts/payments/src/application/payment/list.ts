import type { Page, Position, Reader } from '@packages/kernel/application';

import type { PaymentSnapshot } from '../../domain/payment/payment.snapshot.ts';
import type { PaymentsPorts } from '../ports.ts';

export interface ListPayments {
  readonly limit: number;
  readonly after: Position | null;
}

export function listPayments({ queries }: PaymentsPorts) {
  return ({ limit, after }: ListPayments, reader: Reader): Promise<Page<PaymentSnapshot>> =>
    queries.payments.list(limit, after, reader);
}

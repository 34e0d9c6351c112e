import type { Result, Selection, Taken } from '@packages/kernel';

import type { PaymentStatus } from './payment.snapshot.ts';
import type { Payment } from './payment.ts';

/** The payments of the unit of work under way. */
export interface PaymentRepository {
  /** Nobody else changes what was found until the unit of work ends. */
  find(id: string): Promise<Payment | null>;
  idsByOrderId(orderId: string, selection: Selection<PaymentStatus>): Promise<readonly string[]>;
  add(payment: Payment): Promise<Result<void, Taken>>;
  save(payment: Payment): Promise<Result<void, Taken>>;
  remove(payment: Payment): Promise<void>;
}

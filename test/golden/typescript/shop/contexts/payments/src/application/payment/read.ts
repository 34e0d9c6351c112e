import { ok } from '@packages/kernel';
import { notFound, type Outcome, type Reader } from '@packages/kernel/application';

import type { PaymentSnapshot } from '../../domain/payment/payment.snapshot.ts';
import type { PaymentsPorts } from '../ports.ts';

export function readPayment({ queries }: PaymentsPorts) {
  return async (id: string, reader: Reader): Promise<Outcome<PaymentSnapshot>> => {
    const found = await queries.payments.find(id, reader);
    return found === null ? notFound : ok(found);
  };
}

import { Payment } from '../../src/domain/payment/payment.ts';
import type { NewPayment } from '../../src/domain/payment/payment.details.ts';
import type { PaymentSnapshot } from '../../src/domain/payment/payment.snapshot.ts';

/** A payment that fulfils every rule, and others that differ wherever they must. */
export const paymentExamples = [
  {
    orderId: '01890a5d-ac96-774b-bcce-b302099a8057',
    amount: { amount: '12.30', currency: 'EUR' },
    payerEmail: 'jane@example.com',
  },
  {
    orderId: '01890a5d-ac96-774b-bcce-b302099a8058',
    amount: { amount: '0.01', currency: 'EUR' },
    payerEmail: 'ada@example.com',
  },
  {
    orderId: '01890a5d-ac96-774b-bcce-b302099a8059',
    amount: { amount: '7.25', currency: 'EUR' },
    payerEmail: 'alan@example.org',
  },
] as const satisfies readonly NewPayment[];

export const paymentSnapshot: PaymentSnapshot = {
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  orderId: '01890a5d-ac96-774b-bcce-b302099a8057',
  amount: { amount: '12.30', currency: 'EUR' },
  payerEmail: 'jane@example.com',
  status: 'requested',
  version: 1,
  createdAt: new Date('2026-01-15T09:30:00.000Z'),
  updatedAt: new Date('2026-01-15T09:30:00.000Z'),
};

/** A payment as it was stored once. */
export function storedPayment(snapshot = paymentSnapshot): Payment {
  return Payment.reconstitute(snapshot);
}

import { email, money, required, shape, uuid, type Money, type MoneyData } from '@packages/kernel';

/** What the business says of a payment. */
export interface PaymentDetails {
  readonly orderId: string;
  readonly amount: Money;
  readonly payerEmail: string;
}

/** A payment as it is asked for. */
export interface NewPayment {
  readonly orderId: string;
  readonly amount: MoneyData;
  readonly payerEmail: string;
}

export const paymentDetails = shape<PaymentDetails>(
  {
    orderId: required(uuid()),
    amount: required(money({ min: '0.01' })),
    payerEmail: required(email({ maxLength: 254 })),
  },
  { immutable: ['orderId', 'amount', 'payerEmail'] },
);

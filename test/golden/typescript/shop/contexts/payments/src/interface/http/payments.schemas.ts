import { immutableFields, money, oneOf, Timestamp, Uuid, Version } from '@packages/platform/http';
import { Type, type Static } from '@sinclair/typebox';

import type { PaymentSnapshot } from '../../application/payment/use-cases.ts';

export const paymentSchema = Type.Object(
  {
    id: Uuid,
    orderId: Uuid,
    amount: money,
    payerEmail: Type.String({ format: 'email', maxLength: 254 }),
    status: oneOf([
      'requested',
      'captured',
      'declined',
      'cancelled',
      'refund-pending',
      'refund-failed',
      'refunded',
    ]),
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  {
    $id: 'payments.Payment',
    description: 'What a customer owes for an order, and whether it was paid.',
    additionalProperties: false,
  },
);

export const newPaymentSchema = Type.Object(
  {
    orderId: Uuid,
    amount: money,
    payerEmail: Type.String({ format: 'email', maxLength: 254 }),
  },
  { $id: 'payments.Payment.New', additionalProperties: false },
);

export const paymentChangesSchema = Type.Object(
  {},
  {
    $id: 'payments.Payment.Changes',
    additionalProperties: false,
    [immutableFields]: [
      'id',
      'orderId',
      'amount',
      'payerEmail',
      'status',
      'version',
      'createdAt',
      'updatedAt',
    ],
  },
);

export function paymentDocument(snapshot: PaymentSnapshot): Static<typeof paymentSchema> {
  return {
    id: snapshot.id,
    orderId: snapshot.orderId,
    amount: snapshot.amount,
    payerEmail: snapshot.payerEmail,
    status: snapshot.status,
    version: snapshot.version,
    createdAt: snapshot.createdAt.toISOString(),
    updatedAt: snapshot.updatedAt.toISOString(),
  };
}

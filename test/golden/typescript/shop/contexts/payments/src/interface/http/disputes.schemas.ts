import {
  CalendarDate,
  immutableFields,
  money,
  moneyChange,
  oneOf,
  Timestamp,
  Uuid,
  Version,
} from '@packages/platform/http';
import { Type, type Static } from '@sinclair/typebox';

import type { DisputeSnapshot } from '../../application/dispute/use-cases.ts';

export const disputeSchema = Type.Object(
  {
    id: Uuid,
    paymentId: Uuid,
    caseNumber: Type.String({ minLength: 4, maxLength: 40 }),
    amount: money,
    respondBy: CalendarDate,
    status: oneOf(['opened', 'contested', 'won', 'lost']),
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  {
    $id: 'payments.Dispute',
    description: "A payment that the payer's bank questions.",
    additionalProperties: false,
  },
);

export const newDisputeSchema = Type.Object(
  {
    paymentId: Uuid,
    caseNumber: Type.String({ minLength: 4, maxLength: 40 }),
    amount: money,
    respondBy: CalendarDate,
  },
  { $id: 'payments.Dispute.New', additionalProperties: false },
);

export const disputeChangesSchema = Type.Object(
  {
    amount: Type.Optional(moneyChange),
    respondBy: Type.Optional(CalendarDate),
  },
  {
    $id: 'payments.Dispute.Changes',
    additionalProperties: false,
    [immutableFields]: [
      'id',
      'paymentId',
      'caseNumber',
      'status',
      'version',
      'createdAt',
      'updatedAt',
    ],
  },
);

export function disputeDocument(snapshot: DisputeSnapshot): Static<typeof disputeSchema> {
  return {
    id: snapshot.id,
    paymentId: snapshot.paymentId,
    caseNumber: snapshot.caseNumber,
    amount: snapshot.amount,
    respondBy: snapshot.respondBy,
    status: snapshot.status,
    version: snapshot.version,
    createdAt: snapshot.createdAt.toISOString(),
    updatedAt: snapshot.updatedAt.toISOString(),
  };
}

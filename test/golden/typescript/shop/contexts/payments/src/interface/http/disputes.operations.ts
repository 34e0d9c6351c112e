import { resourceOperations } from '@packages/platform/http';

import { disputeChangesSchema, newDisputeSchema, disputeSchema } from './disputes.schemas.ts';

export const path = '/v1/payments/disputes';

export const operations = resourceOperations({
  collection: 'payments.disputes',
  names: { one: 'Dispute', many: 'Disputes' },
  prose: { noun: 'dispute', one: 'a dispute', many: 'disputes' },
  scopes: { read: 'payments:read', write: 'payments:write' },
  resource: {
    schema: disputeSchema,
    example: {
      id: '01890a5d-ac96-774b-bcce-b302099a8057',
      paymentId: '01890a5d-ac96-774b-bcce-b302099a8057',
      caseNumber: 'case number',
      amount: { amount: '12.30', currency: 'EUR' },
      respondBy: '2026-01-15',
      status: 'opened',
      version: 1,
      createdAt: '2026-01-15T09:30:00.000Z',
      updatedAt: '2026-01-15T09:30:00.000Z',
    },
  },
  creation: {
    schema: newDisputeSchema,
    example: {
      paymentId: '01890a5d-ac96-774b-bcce-b302099a8057',
      caseNumber: 'case number',
      amount: { amount: '12.30', currency: 'EUR' },
      respondBy: '2026-01-15',
    },
    problems: ['conflict'],
  },
  changes: {
    schema: disputeChangesSchema,
    example: { amount: { amount: '12.30', currency: 'EUR' }, respondBy: '2026-01-15' },
  },
});

import { resourceOperations } from '@packages/platform/http';

import { returnChangesSchema, newReturnSchema, returnSchema } from './returns.schemas.ts';

export const path = '/v1/ordering/returns';

export const operations = resourceOperations({
  collection: 'ordering.returns',
  names: { one: 'Return', many: 'Returns' },
  prose: { noun: 'return', one: 'a return', many: 'returns' },
  scopes: { read: 'ordering:read', write: 'ordering:write' },
  resource: {
    schema: returnSchema,
    example: {
      id: '01890a5d-ac96-774b-bcce-b302099a8057',
      orderId: '01890a5d-ac96-774b-bcce-b302099a8057',
      reason: 'damaged',
      comment: 'comment',
      receivedAt: '2026-01-15T09:30:00.000Z',
      status: 'announced',
      version: 1,
      createdAt: '2026-01-15T09:30:00.000Z',
      updatedAt: '2026-01-15T09:30:00.000Z',
    },
  },
  creation: {
    schema: newReturnSchema,
    example: {
      orderId: '01890a5d-ac96-774b-bcce-b302099a8057',
      reason: 'damaged',
      comment: 'comment',
      receivedAt: '2026-01-15T09:30:00.000Z',
    },
  },
  changes: {
    schema: returnChangesSchema,
    example: { reason: 'damaged', comment: 'comment', receivedAt: '2026-01-15T09:30:00.000Z' },
  },
});

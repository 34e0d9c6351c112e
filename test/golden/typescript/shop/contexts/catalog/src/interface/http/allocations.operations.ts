import { resourceOperations } from '@packages/platform/http';

import {
  allocationChangesSchema,
  newAllocationSchema,
  allocationSchema,
} from './allocations.schemas.ts';

export const path = '/v1/catalog/allocations';

export const operations = resourceOperations({
  collection: 'catalog.allocations',
  names: { one: 'Allocation', many: 'Allocations' },
  prose: { noun: 'allocation', one: 'an allocation', many: 'allocations' },
  scopes: { read: 'catalog:read', write: 'catalog:write' },
  resource: {
    schema: allocationSchema,
    example: {
      id: '01890a5d-ac96-774b-bcce-b302099a8057',
      orderId: '01890a5d-ac96-774b-bcce-b302099a8057',
      productId: '01890a5d-ac96-774b-bcce-b302099a8057',
      quantity: 3,
      status: 'requested',
      version: 1,
      createdAt: '2026-01-15T09:30:00.000Z',
      updatedAt: '2026-01-15T09:30:00.000Z',
    },
  },
  creation: {
    schema: newAllocationSchema,
    example: {
      orderId: '01890a5d-ac96-774b-bcce-b302099a8057',
      productId: '01890a5d-ac96-774b-bcce-b302099a8057',
      quantity: 3,
    },
    problems: ['conflict'],
  },
  changes: {
    schema: allocationChangesSchema,
    example: {},
  },
});

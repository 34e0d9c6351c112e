import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'bun:test';

import { publishCatalogEvent } from '../../src/application/published-events.ts';
import {
  allocationCreatedV1,
  allocationCreatedV1Schema,
  allocationChangedV1,
  allocationChangedV1Schema,
  allocationRemovedV1,
  allocationRemovedV1Schema,
  allocationConfirmedV1,
  allocationConfirmedV1Schema,
  allocationRejectedV1,
  allocationRejectedV1Schema,
  allocationReleasedV1,
  allocationReleasedV1Schema,
} from '../../src/contracts/index.ts';
import { allocationSnapshot } from '../examples/allocation.ts';

const ajv = addFormats(new Ajv2020({ strict: true }));
const envelope = { id: '01890a5d-ac96-774b-bcce-b302099a8058', correlationid: 'test-correlation' };

test.each([
  ['AllocationCreated', allocationCreatedV1, allocationCreatedV1Schema],
  ['AllocationChanged', allocationChangedV1, allocationChangedV1Schema],
  ['AllocationRemoved', allocationRemovedV1, allocationRemovedV1Schema],
  ['AllocationConfirmed', allocationConfirmedV1, allocationConfirmedV1Schema],
  ['AllocationRejected', allocationRejectedV1, allocationRejectedV1Schema],
  ['AllocationReleased', allocationReleasedV1, allocationReleasedV1Schema],
] as const)('%s is told as %s, and as its schema says', (name, type, schema) => {
  const told = publishCatalogEvent(
    {
      name,
      aggregate: 'Allocation',
      aggregateId: allocationSnapshot.id,
      version: 2,
      occurredAt: allocationSnapshot.updatedAt,
      data: allocationSnapshot,
    },
    envelope,
  );
  expect(told).toMatchObject({
    specversion: '1.0',
    source: '/catalog',
    type,
    subject: allocationSnapshot.id,
    time: '2026-01-15T09:30:00.000Z',
    ...envelope,
  });
  const data: unknown = JSON.parse(JSON.stringify(told.data));
  expect(ajv.validate(schema, data) ? null : ajv.errors).toBeNull();
});

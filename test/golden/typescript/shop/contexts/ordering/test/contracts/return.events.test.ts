import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'bun:test';

import { publishOrderingEvent } from '../../src/application/published-events.ts';
import {
  returnCreatedV1,
  returnCreatedV1Schema,
  returnChangedV1,
  returnChangedV1Schema,
  returnRemovedV1,
  returnRemovedV1Schema,
  returnReceivedV1,
  returnReceivedV1Schema,
  returnAcceptedV1,
  returnAcceptedV1Schema,
  returnRefusedV1,
  returnRefusedV1Schema,
  returnWithdrawnV1,
  returnWithdrawnV1Schema,
} from '../../src/contracts/index.ts';
import { returnSnapshot } from '../examples/return.ts';

const ajv = addFormats(new Ajv2020({ strict: true }));
const envelope = { id: '01890a5d-ac96-774b-bcce-b302099a8058', correlationid: 'test-correlation' };

test.each([
  ['ReturnCreated', returnCreatedV1, returnCreatedV1Schema],
  ['ReturnChanged', returnChangedV1, returnChangedV1Schema],
  ['ReturnRemoved', returnRemovedV1, returnRemovedV1Schema],
  ['ReturnReceived', returnReceivedV1, returnReceivedV1Schema],
  ['ReturnAccepted', returnAcceptedV1, returnAcceptedV1Schema],
  ['ReturnRefused', returnRefusedV1, returnRefusedV1Schema],
  ['ReturnWithdrawn', returnWithdrawnV1, returnWithdrawnV1Schema],
] as const)('%s is told as %s, and as its schema says', (name, type, schema) => {
  const told = publishOrderingEvent(
    {
      name,
      aggregate: 'Return',
      aggregateId: returnSnapshot.id,
      version: 2,
      occurredAt: returnSnapshot.updatedAt,
      data: returnSnapshot,
    },
    envelope,
  );
  expect(told).toMatchObject({
    specversion: '1.0',
    source: '/ordering',
    type,
    subject: returnSnapshot.id,
    time: '2026-01-15T09:30:00.000Z',
    ...envelope,
  });
  const data: unknown = JSON.parse(JSON.stringify(told.data));
  expect(ajv.validate(schema, data) ? null : ajv.errors).toBeNull();
});

import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'bun:test';

import { publishPaymentsEvent } from '../../src/application/published-events.ts';
import {
  disputeCreatedV1,
  disputeCreatedV1Schema,
  disputeChangedV1,
  disputeChangedV1Schema,
  disputeRemovedV1,
  disputeRemovedV1Schema,
  disputeContestedV1,
  disputeContestedV1Schema,
  disputeWonV1,
  disputeWonV1Schema,
  disputeLostV1,
  disputeLostV1Schema,
} from '../../src/contracts/index.ts';
import { disputeSnapshot } from '../examples/dispute.ts';

const ajv = addFormats(new Ajv2020({ strict: true }));
const envelope = { id: '01890a5d-ac96-774b-bcce-b302099a8058', correlationid: 'test-correlation' };

test.each([
  ['DisputeCreated', disputeCreatedV1, disputeCreatedV1Schema],
  ['DisputeChanged', disputeChangedV1, disputeChangedV1Schema],
  ['DisputeRemoved', disputeRemovedV1, disputeRemovedV1Schema],
  ['DisputeContested', disputeContestedV1, disputeContestedV1Schema],
  ['DisputeWon', disputeWonV1, disputeWonV1Schema],
  ['DisputeLost', disputeLostV1, disputeLostV1Schema],
] as const)('%s is told as %s, and as its schema says', (name, type, schema) => {
  const told = publishPaymentsEvent(
    {
      name,
      aggregate: 'Dispute',
      aggregateId: disputeSnapshot.id,
      version: 2,
      occurredAt: disputeSnapshot.updatedAt,
      data: disputeSnapshot,
    },
    envelope,
  );
  expect(told).toMatchObject({
    specversion: '1.0',
    source: '/payments',
    type,
    subject: disputeSnapshot.id,
    time: '2026-01-15T09:30:00.000Z',
    ...envelope,
  });
  const data: unknown = JSON.parse(JSON.stringify(told.data));
  expect(ajv.validate(schema, data) ? null : ajv.errors).toBeNull();
});

import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'bun:test';

import { publishPaymentsEvent } from '../../src/application/published-events.ts';
import {
  paymentCreatedV1,
  paymentCreatedV1Schema,
  paymentChangedV1,
  paymentChangedV1Schema,
  paymentRemovedV1,
  paymentRemovedV1Schema,
  paymentCapturedV1,
  paymentCapturedV1Schema,
  paymentDeclinedV1,
  paymentDeclinedV1Schema,
  paymentCancelledV1,
  paymentCancelledV1Schema,
  paymentRefundRequestedV1,
  paymentRefundRequestedV1Schema,
  paymentRefundRetriedV1,
  paymentRefundRetriedV1Schema,
  paymentRefundedV1,
  paymentRefundedV1Schema,
  paymentRefundFailedV1,
  paymentRefundFailedV1Schema,
} from '../../src/contracts/index.ts';
import { paymentSnapshot } from '../examples/payment.ts';

const ajv = addFormats(new Ajv2020({ strict: true }));
const envelope = { id: '01890a5d-ac96-774b-bcce-b302099a8058', correlationid: 'test-correlation' };

test.each([
  ['PaymentCreated', paymentCreatedV1, paymentCreatedV1Schema],
  ['PaymentChanged', paymentChangedV1, paymentChangedV1Schema],
  ['PaymentRemoved', paymentRemovedV1, paymentRemovedV1Schema],
  ['PaymentCaptured', paymentCapturedV1, paymentCapturedV1Schema],
  ['PaymentDeclined', paymentDeclinedV1, paymentDeclinedV1Schema],
  ['PaymentCancelled', paymentCancelledV1, paymentCancelledV1Schema],
  ['PaymentRefundRequested', paymentRefundRequestedV1, paymentRefundRequestedV1Schema],
  ['PaymentRefundRetried', paymentRefundRetriedV1, paymentRefundRetriedV1Schema],
  ['PaymentRefunded', paymentRefundedV1, paymentRefundedV1Schema],
  ['PaymentRefundFailed', paymentRefundFailedV1, paymentRefundFailedV1Schema],
] as const)('%s is told as %s, and as its schema says', (name, type, schema) => {
  const told = publishPaymentsEvent(
    {
      name,
      aggregate: 'Payment',
      aggregateId: paymentSnapshot.id,
      version: 2,
      occurredAt: paymentSnapshot.updatedAt,
      data: paymentSnapshot,
    },
    envelope,
  );
  expect(told).toMatchObject({
    specversion: '1.0',
    source: '/payments',
    type,
    subject: paymentSnapshot.id,
    time: '2026-01-15T09:30:00.000Z',
    ...envelope,
  });
  const data: unknown = JSON.parse(JSON.stringify(told.data));
  expect(ajv.validate(schema, data) ? null : ajv.errors).toBeNull();
});

import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'bun:test';

import { publishOrderingEvent } from '../../src/application/published-events.ts';
import {
  orderCreatedV1,
  orderCreatedV1Schema,
  orderChangedV1,
  orderChangedV1Schema,
  orderRemovedV1,
  orderRemovedV1Schema,
  orderPlacedV1,
  orderPlacedV1Schema,
  orderConfirmedV1,
  orderConfirmedV1Schema,
  orderShippedV1,
  orderShippedV1Schema,
  orderDeliveredV1,
  orderDeliveredV1Schema,
  orderCancelledV1,
  orderCancelledV1Schema,
} from '../../src/contracts/index.ts';
import { orderSnapshot } from '../examples/order.ts';

const ajv = addFormats(new Ajv2020({ strict: true }));
const envelope = { id: '01890a5d-ac96-774b-bcce-b302099a8058', correlationid: 'test-correlation' };

test.each([
  ['OrderCreated', orderCreatedV1, orderCreatedV1Schema],
  ['OrderChanged', orderChangedV1, orderChangedV1Schema],
  ['OrderRemoved', orderRemovedV1, orderRemovedV1Schema],
  ['OrderPlaced', orderPlacedV1, orderPlacedV1Schema],
  ['OrderConfirmed', orderConfirmedV1, orderConfirmedV1Schema],
  ['OrderShipped', orderShippedV1, orderShippedV1Schema],
  ['OrderDelivered', orderDeliveredV1, orderDeliveredV1Schema],
  ['OrderCancelled', orderCancelledV1, orderCancelledV1Schema],
] as const)('%s is told as %s, and as its schema says', (name, type, schema) => {
  const told = publishOrderingEvent(
    {
      name,
      aggregate: 'Order',
      aggregateId: orderSnapshot.id,
      version: 2,
      occurredAt: orderSnapshot.updatedAt,
      data: orderSnapshot,
    },
    envelope,
  );
  expect(told).toMatchObject({
    specversion: '1.0',
    source: '/ordering',
    type,
    subject: orderSnapshot.id,
    time: '2026-01-15T09:30:00.000Z',
    ...envelope,
  });
  const data: unknown = JSON.parse(JSON.stringify(told.data));
  expect(ajv.validate(schema, data) ? null : ajv.errors).toBeNull();
});

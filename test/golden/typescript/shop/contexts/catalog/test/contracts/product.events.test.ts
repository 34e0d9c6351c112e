import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'bun:test';

import { publishCatalogEvent } from '../../src/application/published-events.ts';
import {
  productCreatedV1,
  productCreatedV1Schema,
  productChangedV1,
  productChangedV1Schema,
  productRemovedV1,
  productRemovedV1Schema,
  productPublishedV1,
  productPublishedV1Schema,
  productWithdrawnV1,
  productWithdrawnV1Schema,
  productDiscontinuedV1,
  productDiscontinuedV1Schema,
} from '../../src/contracts/index.ts';
import { productSnapshot } from '../examples/product.ts';

const ajv = addFormats(new Ajv2020({ strict: true }));
const envelope = { id: '01890a5d-ac96-774b-bcce-b302099a8058', correlationid: 'test-correlation' };

test.each([
  ['ProductCreated', productCreatedV1, productCreatedV1Schema],
  ['ProductChanged', productChangedV1, productChangedV1Schema],
  ['ProductRemoved', productRemovedV1, productRemovedV1Schema],
  ['ProductPublished', productPublishedV1, productPublishedV1Schema],
  ['ProductWithdrawn', productWithdrawnV1, productWithdrawnV1Schema],
  ['ProductDiscontinued', productDiscontinuedV1, productDiscontinuedV1Schema],
] as const)('%s is told as %s, and as its schema says', (name, type, schema) => {
  const told = publishCatalogEvent(
    {
      name,
      aggregate: 'Product',
      aggregateId: productSnapshot.id,
      version: 2,
      occurredAt: productSnapshot.updatedAt,
      data: productSnapshot,
    },
    envelope,
  );
  expect(told).toMatchObject({
    specversion: '1.0',
    source: '/catalog',
    type,
    subject: productSnapshot.id,
    time: '2026-01-15T09:30:00.000Z',
    ...envelope,
  });
  const data: unknown = JSON.parse(JSON.stringify(told.data));
  expect(ajv.validate(schema, data) ? null : ajv.errors).toBeNull();
});

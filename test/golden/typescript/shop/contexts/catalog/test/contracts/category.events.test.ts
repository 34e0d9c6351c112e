import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'bun:test';

import { publishCatalogEvent } from '../../src/application/published-events.ts';
import {
  categoryCreatedV1,
  categoryCreatedV1Schema,
  categoryChangedV1,
  categoryChangedV1Schema,
  categoryRemovedV1,
  categoryRemovedV1Schema,
} from '../../src/contracts/index.ts';
import { categorySnapshot } from '../examples/category.ts';

const ajv = addFormats(new Ajv2020({ strict: true }));
const envelope = { id: '01890a5d-ac96-774b-bcce-b302099a8058', correlationid: 'test-correlation' };

test.each([
  ['CategoryCreated', categoryCreatedV1, categoryCreatedV1Schema],
  ['CategoryChanged', categoryChangedV1, categoryChangedV1Schema],
  ['CategoryRemoved', categoryRemovedV1, categoryRemovedV1Schema],
] as const)('%s is told as %s, and as its schema says', (name, type, schema) => {
  const told = publishCatalogEvent(
    {
      name,
      aggregate: 'Category',
      aggregateId: categorySnapshot.id,
      version: 2,
      occurredAt: categorySnapshot.updatedAt,
      data: categorySnapshot,
    },
    envelope,
  );
  expect(told).toMatchObject({
    specversion: '1.0',
    source: '/catalog',
    type,
    subject: categorySnapshot.id,
    time: '2026-01-15T09:30:00.000Z',
    ...envelope,
  });
  const data: unknown = JSON.parse(JSON.stringify(told.data));
  expect(ajv.validate(schema, data) ? null : ajv.errors).toBeNull();
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  checkName,
  nameForms,
  postgresName,
  suggestName,
  type NameKind,
} from '../../src/blueprint/index.ts';

test.each([
  [
    'OrderLine',
    {
      kebab: 'order-line',
      camel: 'orderLine',
      pascal: 'OrderLine',
      snake: 'order_line',
      constant: 'ORDER_LINE',
      plural: 'order-lines',
    },
  ],
  [
    'payment-gateway',
    {
      camel: 'paymentGateway',
      pascal: 'PaymentGateway',
      constant: 'PAYMENT_GATEWAY',
      plural: 'payment-gateways',
    },
  ],
  ['customerID', { kebab: 'customer-id', camel: 'customerId', snake: 'customer_id' }],
  ['HTTPServer', { kebab: 'http-server', pascal: 'HttpServer' }],
  ['p99Ms', { kebab: 'p99-ms', snake: 'p99_ms', pascal: 'P99Ms' }],
  ['order-2go', { pascal: 'Order2go', camel: 'order2go', snake: 'order_2go' }],
  ['SalesPerson', { plural: 'sales-people' }],
  ['Category', { plural: 'categories' }],
  ['Analysis', { plural: 'analyses' }],
  ['Status', { plural: 'statuses' }],
  ['Equipment', { plural: 'equipment' }],
  ['Information', { plural: 'information' }],
])('the forms of %s', (name, forms) => {
  expect(nameForms(name)).toMatchObject(forms);
});

const kinds: readonly NameKind[] = [
  'repository',
  'context',
  'deployable',
  'external',
  'plural',
  'aggregate',
  'read model',
  'saga',
  'event',
  'field',
  'transition',
  'operation',
  'step',
];
const words =
  'class import def func impl con nul aux type public pg pg-x database constructor main self 2fa ORDER x'.split(
    ' ',
  );

test('whatever is asked for, the suggestion is accepted', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...kinds),
      fc.oneof(fc.string({ unit: 'grapheme', maxLength: 250 }), fc.constantFrom(...words)),
      (kind, text) => {
        expect(checkName(kind, suggestName(kind, text))).toBeNull();
      },
    ),
    { numRuns: 1000 },
  );
});

test.each([
  ['context', 'class', 'TypeScript'],
  ['context', 'async', 'TypeScript'],
  ['context', 'lambda', 'Python'],
  ['context', 'func', 'Go'],
  ['context', 'internal', 'Go'],
  ['context', 'trait', 'Rust'],
  ['context', 'con', 'Windows'],
  ['deployable', 'package', 'TypeScript'],
  ['aggregate', 'Nul', 'Windows'],
  ['transition', 'aux', 'Windows'],
] as const)('the %s %s is refused because of %s', (kind, name, reserver) => {
  expect(checkName(kind, name)?.message).toContain(reserver);
});

test.each([
  ['aggregate', 'Class'],
  ['aggregate', 'Object'],
  ['field', 'from'],
  ['field', 'constructor'],
  ['transition', 'delete'],
  ['transition', 'constructor'],
  ['context', 'order'],
  ['context', 'user'],
  ['external', 'new'],
] as const)('the %s may be called %s', (kind, name) => {
  expect(checkName(kind, name)).toBeNull();
});

test('a PostgreSQL name is cut to 63 characters and stays apart from its neighbours', () => {
  const long = 'anotherFieldThatIsLongEnoughToBeCutByPostgresAtSixtyThreeBytes';
  const names = ['A', 'B'].map((end) => postgresName(`${long}${end}`, 'key'));
  expect(names.every((name) => name.length === 63)).toBe(true);
  expect(new Set(names).size).toBe(2);
  expect(postgresName('orders', 'customerId', 'key')).toBe('orders_customer_id_key');
  expect(postgresName('_outbox')).toBe('_outbox');
});

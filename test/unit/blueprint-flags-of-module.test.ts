import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { parseConsumeFlag, parseExternalFlag } from '../../src/blueprint/flags-of-module.ts';

describe('--external', () => {
  test.each([
    [
      'tax.compute: POST /tax idempotent',
      { name: 'compute', method: 'POST', path: '/tax', idempotent: true },
    ],
    ['tax.rates:get /rates', { name: 'rates', method: 'GET', path: '/rates' }],
    [
      'tax.compute: POST /tax(amount:money, note:text?) -> (rate:decimal[min=0]) idempotent',
      {
        name: 'compute',
        method: 'POST',
        path: '/tax',
        idempotent: true,
        request: [
          { name: 'amount', type: 'money' },
          { name: 'note', type: 'text?' },
        ],
        response: [{ name: 'rate', type: 'decimal', min: '0' }],
      },
    ],
  ])('%s', (text, operation) => {
    expect(parseExternalFlag(text)).toEqual({
      ok: true,
      value: { name: 'tax', operations: [operation] },
    });
  });

  test.each([
    ['tax: POST /tax', '“.” is missing at character 4'],
    ['tax.compute POST /tax', '“:” is missing'],
    ['tax.compute: FETCH /tax', 'FETCH is not one of GET, POST, PUT, PATCH, DELETE'],
    ['tax.compute: POST', 'the path is missing at the end'],
    ['tax.compute: POST /tax sometimes', 'nothing more is expected'],
    ['tax.compute: POST /tax ->', '“(” is missing'],
  ])('refuses %s', (text, message) => {
    const problem = parseExternalFlag(text);
    expect(problem.ok).toBe(false);
    if (problem.ok) return;
    expect(problem.error.message).toContain(message);
    expect(problem.error.flag).toBe('--external');
    expect(problem.error.hint).toContain('tax.compute: POST /tax idempotent');
  });
});

describe('--consume', () => {
  test.each([
    [
      'ordering.OrderPlaced -> create Invoice(orderId=id, total)',
      {
        event: 'ordering.OrderPlaced',
        create: { aggregate: 'Invoice', set: { orderId: 'id', total: 'total' } },
      },
    ],
    [
      'ordering.OrderPaid->Invoice.settle(match orderId)',
      {
        event: 'ordering.OrderPaid',
        apply: { aggregate: 'Invoice', transition: 'settle', match: 'orderId' },
      },
    ],
    [
      'pay-ments.PaymentDone -> Invoice.settle(match id = invoiceId)',
      {
        event: 'pay-ments.PaymentDone',
        apply: { aggregate: 'Invoice', transition: 'settle', match: 'id', key: 'invoiceId' },
      },
    ],
    [
      'ordering.OrderCreated | ordering.OrderChanged -> project KnownOrder[plural=orders-seen](total, note)',
      {
        event: ['ordering.OrderCreated', 'ordering.OrderChanged'],
        project: { into: 'KnownOrder', plural: 'orders-seen', fields: ['total', 'note'] },
      },
    ],
    [
      'InvoiceCreated -> call tax.compute(reference=id) then settle else fail',
      {
        event: 'InvoiceCreated',
        call: {
          external: 'tax',
          operation: 'compute',
          send: { reference: 'id' },
          succeeded: 'settle',
          failed: 'fail',
        },
      },
    ],
  ])('%s', (text, consumption) => {
    expect(parseConsumeFlag(text)).toEqual({ ok: true, value: consumption });
  });

  test.each([
    ['-> create Invoice()', 'the name of an event is missing'],
    ['ordering.OrderPlaced create Invoice()', '“->” is missing'],
    ['ordering.OrderPlaced ->', 'what is done'],
    ['ordering.OrderPlaced -> Invoice(orderId)', '“.” is missing'],
    ['ordering.OrderPlaced -> Invoice.settle(orderId)', '“match” is missing'],
    ['ordering.OrderPlaced -> create Invoice(a=b, a=c)', 'a is there twice'],
    ['ordering.OrderPlaced -> project Known()', 'the name of a field is missing'],
    ['InvoiceCreated -> call tax.compute(id) then settle', '“else” is missing'],
    ['a.B -> create Invoice(__proto__=id) and more', 'nothing more is expected'],
  ])('refuses %s', (text, message) => {
    const problem = parseConsumeFlag(text);
    expect(problem.ok).toBe(false);
    if (problem.ok) return;
    expect(problem.error.message).toContain(message);
    expect(problem.error.hint).toContain('ordering.OrderPlaced -> create');
  });
});

test('every line in the guide to modules can be read', () => {
  const file = path.resolve(import.meta.dirname, '../../docs/modules.md');
  const codes = fs.readFileSync(file, 'utf8').match(/`[^`\n]+`|'[^'\n]+'/g) ?? [];
  const lines = codes.map((code) => code.slice(1, -1).replaceAll('\\|', '|'));
  const reactions = lines.filter((line) => /^[\w.|-]+ -> (?!\()/.test(line) && /[A-Z]/.test(line));
  const externals = lines.filter((line) => /^[a-z]+\.[a-z]+: (?:GET|POST) \//.test(line));
  expect(reactions.length).toBeGreaterThan(5);
  expect(externals.length).toBeGreaterThan(1);
  for (const line of reactions) expect(parseConsumeFlag(line), line).toMatchObject({ ok: true });
  for (const line of externals) expect(parseExternalFlag(line), line).toMatchObject({ ok: true });
});

import { describe, expect, it } from 'vitest';

import { parseBlueprint } from '../../../src/advisor/index.ts';
import { repositoryModel } from '../../../src/stacks/typescript/view/build.ts';
import { operationNames } from '../../../src/stacks/typescript/view/http/operation-names.ts';

/** Every collection of a blueprint, by its place. */
function namesOf(contexts: string) {
  const parsed = parseBlueprint(`schema: 1\nname: shop\ncontexts:\n${contexts}`, {
    file: 'backend.yaml',
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const model = repositoryModel(parsed.value.blueprint, parsed.value.decisions);
  return Object.fromEntries(
    model.contexts.flatMap((context) =>
      context.aggregates.map(({ plural }) => [
        `${context.name}/${plural}`,
        operationNames(context, plural),
      ]),
    ),
  );
}

const context = (name: string, ...aggregates: string[]) =>
  `  - name: ${name}\n    aggregates:\n${aggregates.join('')}`;
const aggregate = (name: string, transition?: string) =>
  `      - name: ${name}
        fields: [{ name: title, type: string }]
${
  transition === undefined
    ? ''
    : `        lifecycle: { initial: open, transitions: [{ name: ${transition}, from: [open], to: closed }] }
`
}`;

describe('what operations are named after', () => {
  it('is the aggregate alone where there is one of its name', () => {
    expect(namesOf(context('ordering', aggregate('Order')))).toEqual({
      'ordering/orders': { one: 'Order', many: 'Orders' },
    });
  });

  it('is the context as well where two have the same aggregate', () => {
    expect(
      namesOf(context('ordering', aggregate('Order')) + context('supply', aggregate('Order'))),
    ).toEqual({
      'ordering/orders': { one: 'OrderingOrder', many: 'OrderingOrders' },
      'supply/orders': { one: 'SupplyOrder', many: 'SupplyOrders' },
    });
  });

  it('is the context as well where a transition makes another name of it', () => {
    const names = namesOf(
      context('ordering', aggregate('Order', 'createSub'), aggregate('SubOrder')),
    );
    expect(names['ordering/orders']).toEqual({ one: 'OrderingOrder', many: 'OrderingOrders' });
    expect(names['ordering/sub-orders']?.one).toBe('OrderingSubOrder');
  });

  it('leaves a transition called like an operation of every collection in peace', () => {
    const names = namesOf(context('ordering', aggregate('Order', 'list')));
    expect(names['ordering/orders']?.one).toBe('Order');
  });
});

import { expect, test } from 'vitest';

import { repositoryModel } from '../../../src/stacks/typescript/view/build.ts';
import { completedStates } from '../../../src/stacks/typescript/view/reactions.ts';
import { blueprints } from '../documents/blueprints.ts';

function contextOf(name: string) {
  const { shop } = blueprints;
  if (shop === undefined) throw new Error('no preset shop');
  const context = repositoryModel(shop, []).contexts.find((each) => each.name === name);
  if (context === undefined) throw new Error(`no context ${name}`);
  return context;
}

test('a read model is kept by one consumer, whatever the number of events', () => {
  const { consumers, readModels } = contextOf('ordering');
  const projections = consumers.filter(({ readModel }) => readModel !== null);
  expect(projections.map(({ id, events }) => [id, events.map(({ name }) => name)])).toEqual([
    ['ordering.project-known-product', ['ProductPublished', 'ProductChanged']],
  ]);
  expect(readModels.map(({ forgets }) => forgets)).toEqual([false]);
});

test('events that ask for the same share a consumer, others do not', () => {
  const { consumers } = contextOf('payments');
  const calls = consumers.filter(({ external }) => external !== null);
  expect(calls.map(({ id, events }) => [id, events.map(({ name }) => name)])).toEqual([
    ['payments.charge-by-payment-gateway-on-payment-created', ['PaymentCreated']],
    ['payments.refund-by-payment-gateway', ['PaymentRefundRequested', 'PaymentRefundRetried']],
  ]);
});

test('a saga has ended well where its aggregate only gets by way of that', () => {
  const [saga] = contextOf('ordering').sagas;
  expect(saga === undefined ? [] : completedStates(saga)).toEqual([
    'confirmed',
    'shipped',
    'delivered',
  ]);
});

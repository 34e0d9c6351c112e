import fs from 'node:fs';
import path from 'node:path';
import nodePlop from 'node-plop';
import { expect, test } from 'vitest';

import { withAggregate } from '../../../src/advisor/index.ts';
import { moduleData } from '../../../src/plop/module-data.ts';
import createBackend from '../../../src/plop-pack/pack.ts';
import { newRepository, shelf } from '../../support/living-repository.ts';
import { commitAll, git } from '../../support/scratch.ts';

async function packed(destBasePath = process.cwd()) {
  const plop = await nodePlop('', { destBasePath, force: false });
  createBackend(plop);
  return plop;
}

test('helpers form names as the tool does, and give way to the data of that name', async () => {
  const plop = await packed();
  const data = { word: 'OrderLine', names: { kebab: 'as-is' } };
  const say = (template: string): string => plop.renderString(template, data);
  expect(say('{{kebab word}} {{camel word}} {{pascal word}}')).toBe(
    'order-line orderLine OrderLine',
  );
  expect(say('{{snake word}} {{constant word}} {{plural word}}')).toBe(
    'order_line ORDER_LINE order-lines',
  );
  expect(say('{{#with names}}{{kebab}}{{/with}}')).toBe('as-is');
  expect(say(`{{eventName 'Order' 'place' 'placed'}}`)).toBe('OrderPlaced');
  expect(say(`{{eventType 'ordering' 'OrderPlaced'}}`)).toBe('ordering.order-placed.v1');
});

test('partials print the data of a module', async () => {
  const plop = await packed();
  const data = moduleData(shelf(), 'ordering');
  expect(plop.renderString('{{#each aggregates}}{{> aggregate-fields}}{{/each}}', data)).toBe(
    '| field | type |\n| --- | --- |\n| productId | ref(catalog.Product) |\n',
  );
  expect(plop.renderString('{{> module-events}}', data)).toContain(
    '- `ordering.order-created.v1`\n',
  );
  expect(JSON.parse(JSON.stringify(data))).toEqual(data);
});

test('the data of a module tells its transitions and where it runs', () => {
  const data = moduleData(shelf(), 'catalog');
  expect(data.aggregates[0]?.transitions).toEqual([
    { name: 'publish', from: ['draft'], to: 'published', event: 'ProductPublished' },
  ]);
  expect(data.deployable).toBe(shelf().deployables[0]?.name);
  expect(data.names).toMatchObject({ kebab: 'catalog', pascal: 'Catalog' });
});

test('an aggregate more is what an edit of backend.yaml would make', () => {
  const addition = {
    context: 'ordering',
    aggregate: 'Refund(total:money)',
    transitions: ['Refund.pay: open -> paid'],
  };
  const after = withAggregate(shelf(), addition);
  if (!after.ok) throw new Error(after.error.kind);
  const ordering = after.value.contexts.find(({ name }) => name === 'ordering');
  expect(ordering?.aggregates.map(({ name }) => name)).toContain('Refund');
  expect({ ...after.value, contexts: [] }).toEqual({ ...shelf(), contexts: [] });
});

test.each([
  ['biling', 'Refund(total:money)', 'unknown-context'],
  ['ordering', 'Order(total:money)', 'there-already'],
  ['ordering', 'Refund(total', 'unreadable'],
  ['ordering', 'Refund(total:moeny)', 'invalid'],
])('%s, %s is refused: %s', (context, aggregate, kind) => {
  const after = withAggregate(shelf(), { context, aggregate, transitions: [] });
  expect(after).toMatchObject({ ok: false, error: { kind } });
});

test('what a generator refuses is told as plop tells failures, and nothing is written', async () => {
  const root = await newRepository();
  commitAll(root);
  const plop = await packed(root);
  const tell = async (generator: string, answers: object): Promise<string> => {
    const { failures } = await plop.getGenerator(generator).runActions(answers);
    return failures.map(({ error }) => error).join('\n');
  };
  const refund = { aggregate: 'Refund(total:moeny)', transitions: '' };
  expect(await tell('aggregate', { context: 'ordering', ...refund })).toContain('money');
  expect(await tell('aggregate', { context: 'order', ...refund })).toContain('ordering');
  expect(await tell('module', { name: 'catalog' })).toContain('already');
  fs.appendFileSync(path.join(root, 'README.md'), 'mine\n');
  expect(await tell('module', { name: 'billing' })).toContain('README.md');
  expect(git(root, 'status', '--porcelain')).toBe(' M README.md\n');
});

import { describe, expect, test } from 'vitest';

import { parseRaw } from '../../src/advisor/index.ts';
import {
  applyFlags,
  parseAggregateFlag,
  parseContextFlag,
  parseSetFlag,
  parseTransitionFlag,
  type BlueprintFlags,
} from '../../src/blueprint/index.ts';

describe('--aggregate', () => {
  test.each([
    [
      'ordering/Order(customerId:uuid, total:money, note:text?)',
      {
        context: 'ordering',
        aggregate: {
          name: 'Order',
          fields: [
            { name: 'customerId', type: 'uuid' },
            { name: 'total', type: 'money' },
            { name: 'note', type: 'text?' },
          ],
        },
      },
    ],
    ['Order', { context: null, aggregate: { name: 'Order', fields: [] } }],
    [
      'Person[plural=people]()',
      { context: null, aggregate: { name: 'Person', plural: 'people', fields: [] } },
    ],
    [
      'a/B( sku : string [ maxLength = 40 , unique, immutable ] )',
      {
        context: 'a',
        aggregate: {
          name: 'B',
          fields: [{ name: 'sku', type: 'string', maxLength: 40, unique: true, immutable: true }],
        },
      },
    ],
    [
      'B(k:enum(x|y z)?, r:ref(c.D), d:decimal[min=-0.10,max="5.00"])',
      {
        context: null,
        aggregate: {
          name: 'B',
          fields: [
            { name: 'k', type: 'enum(x|y z)?' },
            { name: 'r', type: 'ref(c.D)' },
            { name: 'd', type: 'decimal', min: '-0.10', max: '5.00' },
          ],
        },
      },
    ],
    [
      String.raw`B(p:string[pattern="^[A-Z],\"\\d$",minLength=2])`,
      {
        context: null,
        aggregate: {
          name: 'B',
          fields: [{ name: 'p', type: 'string', pattern: String.raw`^[A-Z],"\d$`, minLength: 2 }],
        },
      },
    ],
  ])('%s is read', (text, value) => {
    expect(parseAggregateFlag(text)).toEqual({ ok: true, value });
  });

  test.each([
    ['', 'the name of the aggregate is missing at the end'],
    ['../x', 'the name of the aggregate is missing at character 1'],
    ['Order(', 'the name of a field is missing at the end'],
    ['Order(a)', '“:” is missing at character 8'],
    ['Order(a:)', 'the type of “a” is missing at character 9'],
    ['Order(a:enum(x)', '“)” is missing at the end'],
    ['Order(a:string b:string)', '“)” is missing at character 16'],
    ['Order(a:string) b', 'nothing more is expected at character 17'],
    ['Order(a:string[maxLen=3])', '“maxLen” is not a constraint'],
    ['Order(a:string[maxLength=x])', 'a whole number is missing at character 26'],
    ['Order(a:string[pattern="x)', 'the quotes are not closed at character 24'],
    ['Order[many=x]()', 'an aggregate takes “plural” only'],
    ['Order(a:string[constructor])', '“constructor” is not a constraint'],
  ])('%s is refused where it goes wrong', (text, message) => {
    const flag = parseAggregateFlag(text);
    expect(flag.ok ? '' : flag.error.message).toContain(message);
    expect(flag.ok ? '' : flag.error.hint).toContain('ordering/Order(');
  });
});

describe('--transition', () => {
  test.each([
    [
      'ordering/Order.place: draft -> placed',
      {
        context: 'ordering',
        aggregate: 'Order',
        transition: { name: 'place', from: ['draft'], to: 'placed' },
      },
    ],
    [
      'Order.place:draft|paused->placed',
      {
        context: null,
        aggregate: 'Order',
        transition: { name: 'place', from: ['draft', 'paused'], to: 'placed' },
      },
    ],
    [
      'Order.place: in review | "a|b" -> "it\'s -> done" emits OrderDone',
      {
        context: null,
        aggregate: 'Order',
        transition: {
          name: 'place',
          from: ['in review', 'a|b'],
          to: "it's -> done",
          emits: 'OrderDone',
        },
      },
    ],
  ])('%s is read', (text, value) => {
    expect(parseTransitionFlag(text)).toEqual({ ok: true, value });
  });

  test.each([
    'Order',
    'Order.place',
    'Order.place: draft',
    'Order.place: -> placed',
    'Order.place: draft -> ',
    'Order.place: a -> b emits',
    'Order.place: a || b -> c',
    'x/y/Z.p: a -> b',
  ])('%s is refused', (text) => {
    expect(parseTransitionFlag(text).ok).toBe(false);
  });
});

test('--context takes an owner', () => {
  expect(parseContextFlag('ordering')).toMatchObject({ value: { context: { name: 'ordering' } } });
  expect(parseContextFlag('ordering@acme/sales')).toMatchObject({
    value: { context: { name: 'ordering', owner: '@acme/sales' } },
  });
  expect(parseContextFlag('').ok).toBe(false);
  expect(parseContextFlag('a b').ok).toBe(false);
});

describe('--set', () => {
  test.each([
    ['targets.p99Ms=80', ['targets', 'p99Ms'], 80],
    ['features.cache=[memory, redis]', ['features', 'cache'], ['memory', 'redis']],
    ['contexts.a.owner=@acme/x', ['contexts', 'a', 'owner'], '@acme/x'],
    ['name=a=b', ['name'], 'a=b'],
    ["name='12'", ['name'], '12'],
    ['deployables=null', ['deployables'], null],
  ])('%s is read', (text, path, value) => {
    expect(parseSetFlag(text)).toEqual({ ok: true, value: { path, value } });
  });

  test.each(['name', '=x', 'a..b=1', 'a=', '__proto__.x=1', 'a={', 'a=*b', 'a=[1'])(
    '%s is refused',
    (text) => {
      const flag = parseSetFlag(text);
      if (text === 'a: b=c: d') expect(flag.ok).toBe(true);
      else expect(flag.ok).toBe(false);
    },
  );
});

describe('flags over a blueprint', () => {
  const written = {
    schema: 1,
    name: 'x',
    contexts: [
      {
        name: 'catalog',
        aggregates: [{ name: 'Product', fields: [{ name: 'sku', type: 'string' }] }],
      },
    ],
  };
  const blueprintOf = (flags: BlueprintFlags) => {
    const raw = applyFlags(written, flags);
    if (!raw.ok) throw new Error(raw.error.message);
    const advised = parseRaw(raw.value);
    if (!advised.ok) throw new Error(JSON.stringify(advised.error));
    return advised.value.blueprint;
  };

  test('contexts, aggregates and transitions are added, inputs and values set', () => {
    const blueprint = blueprintOf({
      name: 'y',
      teamSize: 20,
      clearBoundaries: true,
      complexity: 'high',
      p99Ms: 50,
      throughputRps: 5,
      context: ['ordering@acme/sales'],
      aggregate: ['ordering/Order(total:money)', 'catalog/Product(title:string)'],
      transition: [
        'ordering/Order.place: draft -> placed',
        'ordering/Order.cancel: placed -> cancelled',
      ],
      set: ['contexts.ordering.aggregates.Order.plural=purchases', 'contexts.0.description=Goods'],
    });
    expect(blueprint).toMatchObject({
      name: 'y',
      team: { size: 20, domainComplexity: 'high', clearBoundaries: true },
      targets: { p99Ms: 50, throughputRps: 5 },
    });
    const [catalog, ordering] = blueprint.contexts;
    expect(catalog?.description).toBe('Goods');
    expect(catalog?.aggregates[0]?.fields.map(({ name }) => name)).toEqual(['sku', 'title']);
    expect(ordering).toMatchObject({
      owner: '@acme/sales',
      aggregates: [
        {
          plural: 'purchases',
          lifecycle: { initial: 'draft', states: ['draft', 'placed', 'cancelled'] },
        },
      ],
    });
  });

  test('an aggregate without a context belongs to the only one', () => {
    expect(
      blueprintOf({ aggregate: ['Shelf(place:string)'] }).contexts[0]?.aggregates,
    ).toHaveLength(2);
  });

  test('what is written before is left as it was', () => {
    const before = structuredClone(written);
    blueprintOf({
      set: ['contexts.catalog.aggregates.Product.plural=goods'],
      aggregate: ['catalog/Product(a:string)'],
    });
    expect(written).toEqual(before);
  });

  test.each([
    [{ aggregate: ['orders/Order()'] }, '--aggregate', 'there is no context “orders”'],
    [{ context: ['b'], aggregate: ['Order()'] }, '--aggregate', 'does not say which context'],
    [{ transition: ['catalog/Prodct.sell: a -> b'] }, '--transition', 'has no aggregate “Prodct”'],
    [{ set: ['contexts.katalog.owner=@x'] }, '--set', '“contexts.katalog” does not exist'],
    [{ set: ['name.first=x'] }, '--set', '“name” is “x”, it holds no “first”'],
  ])('%j is refused', (flags, flag, message) => {
    expect(applyFlags(written, flags)).toMatchObject({
      ok: false,
      error: { flag, message: expect.stringContaining(message) },
    });
  });

  test('an unknown key that was set is refused with the blueprint', () => {
    const raw = applyFlags(written, { set: ['targets.p99=80'] });
    expect(raw.ok && parseRaw(raw.value)).toMatchObject({
      ok: false,
      error: [{ code: 'unknown-key', pointer: '/targets/p99' }],
    });
  });
});

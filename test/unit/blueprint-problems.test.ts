import { describe, expect, test } from 'vitest';

import { parseBlueprint } from '../../src/advisor/index.ts';

/** What is wrong with a text, as `line [code] pointer`. */
function problemsOf(text: string): readonly string[] {
  const parsed = parseBlueprint(text, { file: 'backend.yaml' });
  if (parsed.ok) return [];
  expect(parsed.error.every(({ file, message }) => file === 'backend.yaml' && message !== '')).toBe(
    true,
  );
  return parsed.error.map(({ line, code, pointer }) => `${line} [${code}] ${pointer}`);
}

const messagesOf = (text: string): string => {
  const parsed = parseBlueprint(text, { file: null });
  return parsed.ok ? '' : parsed.error.map(({ message, hint }) => `${message}. ${hint}`).join('\n');
};

const top = (lines: string): string => `schema: 1\nname: x\n${lines}`;
const context = (lines: string): string => top(`contexts:\n  - name: ordering\n${lines}`);
const fields = (list: string): string =>
  context(`    aggregates:\n      - { name: Order, fields: ${list} }\n`);
const transitions = (list: string, orderFields = '[]'): string =>
  context(
    `    aggregates:\n      - name: Order\n        fields: ${orderFields}\n        lifecycle: { initial: draft, transitions: ${list} }\n`,
  );

describe('a text that is no blueprint', () => {
  test.each([
    ['', '1 [wrong-type] '],
    ['hello', '1 [wrong-type] '],
    ['[]', '1 [wrong-type] '],
    ['schema: 1\n\tname: x', '2 [syntax] '],
    ['schema: 1\nname: [', '2 [syntax] '],
    ['schema: 1\nname: x\nname: y\ncontexts: []', '3 [syntax] '],
    ['schema: 1\nname: !!js/function x\ncontexts: []', '2 [syntax] '],
    ['schema: 1\n---\nschema: 1', '2 [syntax] '],
    ['name: x\ncontexts: []', '1 [missing] '],
    ['schema: 2\nname: x\ncontexts: []', '1 [newer-schema] /schema'],
  ])('%j is refused where it goes wrong', (text, expected) => {
    expect(problemsOf(text)[0]).toBe(expected);
  });

  test('a text of more than 2 MiB is not even looked at', () => {
    expect(problemsOf(`a: ${'x'.repeat(3_000_000)}`)).toEqual(['1 [too-large] ']);
  });

  test('aliases that multiply are refused before they fill the memory', () => {
    const levels = Array.from(
      { length: 9 },
      (_, i) => `l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]`,
    );
    expect(problemsOf(`l0: &l0 [1]\n${levels.join('\n')}`)).toEqual(['1 [too-large] ']);
  });

  test('the key __proto__ is refused wherever it stands', () => {
    expect(
      problemsOf('schema: 1\n__proto__: { polluted: true }\nname: x\ncontexts: [{ name: a }]'),
    ).toEqual(['2 [unknown-key] /__proto__']);
    expect(
      problemsOf('{"schema":1,"name":"x","contexts":[{"name":"a","__proto__":{"owner":"@x"}}]}'),
    ).toEqual(['1 [unknown-key] /contexts/0/__proto__']);
    expect('polluted' in {}).toBe(false);
  });
});

test('JSON is read too, tabs included', () => {
  expect(
    problemsOf('{\n\t"schema": 1,\n\t"name": "x",\n\t"contexts": [{ "name": "ordering" }]\n}'),
  ).toEqual([]);
});

test('an unknown key is refused with the one that was meant', () => {
  expect(problemsOf(context('    agregates: []\n'))).toEqual([
    '5 [unknown-key] /contexts/0/agregates',
  ]);
  expect(messagesOf(context('    agregates: []\n'))).toContain('“aggregates”');
});

test('a mistyped key does not hide what else is wrong, and problems come in the order of the lines', () => {
  const text = top(`contexts:
  - name: class
    aggregates:
      - name: Order
        fields:
          - { name: total, type: mony, minn: 3 }
  - name: CON
    onwer: '@x'
`);
  expect(problemsOf(text)).toEqual([
    '4 [reserved-name] /contexts/0/name',
    '8 [invalid-field-type] /contexts/0/aggregates/0/fields/0/type',
    '8 [unknown-key] /contexts/0/aggregates/0/fields/0/minn',
    '9 [invalid-name] /contexts/1/name',
    '10 [unknown-key] /contexts/1/onwer',
  ]);
});

describe('names', () => {
  test.each([
    ['class', 'classes'],
    ['lambda', 'lambdas'],
    ['func', 'funcs'],
    ['impl', 'impls'],
    ['con', 'cons'],
    ['CON', 'cons'],
    ['public', 'publics'],
    ['constructor', 'constructors'],
    ['pg-core', 'postgres-core'],
    ['../x', 'x'],
    ['Order Lines', 'order-lines'],
    ['bestellübersicht', 'bestellu-bersicht'],
    ['🦊', 'ordering'],
    ['a'.repeat(200), 'a'.repeat(40)],
  ])('the context %s is refused, and %s suggested', (name, suggestion) => {
    const text = top(`contexts: [{ name: ${JSON.stringify(name)} }]`);
    expect(problemsOf(text)).toHaveLength(1);
    expect(messagesOf(text)).toContain(`“${suggestion}”`);
    expect(problemsOf(top(`contexts: [{ name: ${suggestion} }]`))).toEqual([]);
  });

  test('an escape sequence of a terminal never reaches the message', () => {
    const texts = [
      top('contexts: [{ name: "a\\e[31mred" }]'),
      'schema: !\u001B[31mx 1',
      '"\u001B[31m": [',
      fields('[{ name: a, type: "\\e[31m" }]'),
      fields('[{ name: a, type: string, pattern: "\\e[(" }]'),
      top('"\\e[31m": 1'),
    ];
    for (const text of texts) {
      expect(messagesOf(text)).not.toBe('');
      expect(messagesOf(text)).not.toContain('\u001B');
    }
  });

  test.each([
    [top('contexts: [{ name: a }, { name: a }]'), '[duplicate] /contexts/1/name'],
    [top('contexts: [{ name: a-1b }, { name: a1b }]'), '[clash] /contexts/1/name'],
    [
      context('    aggregates: [{ name: Person }, { name: People }]\n'),
      '[clash] /contexts/0/aggregates/1',
    ],
    [
      context('    aggregates: [{ name: Order }, { name: Order }]\n'),
      '[duplicate] /contexts/0/aggregates/1',
    ],
    [
      context('    aggregates: [{ name: URLList }, { name: UrlList }]\n'),
      '[clash] /contexts/0/aggregates/1',
    ],
    [
      context('    aggregates: [{ name: Operation }]\n'),
      '[reserved-name] /contexts/0/aggregates/0',
    ],
    [context('    aggregates: [{ name: Con }]\n'), '[reserved-name] /contexts/0/aggregates/0/name'],
    [
      fields('[{ name: a, type: uuid }, { name: a, type: string }]'),
      '[duplicate] /contexts/0/aggregates/0/fields/1/name',
    ],
    [
      fields('[{ name: aID, type: uuid }, { name: aId, type: uuid }]'),
      '[clash] /contexts/0/aggregates/0/fields/1/name',
    ],
    [
      fields('[{ name: price, type: money }, { name: priceAmount, type: decimal }]'),
      '[clash] /contexts/0/aggregates/0/fields/1/name',
    ],
    [
      fields('[{ name: id, type: uuid }]'),
      '[reserved-name] /contexts/0/aggregates/0/fields/0/name',
    ],
    [
      fields('[{ name: version, type: integer }]'),
      '[reserved-name] /contexts/0/aggregates/0/fields/0/name',
    ],
    [
      fields('[{ name: createdAt, type: date }]'),
      '[reserved-name] /contexts/0/aggregates/0/fields/0/name',
    ],
    [
      fields('[{ name: updatedAt, type: date }]'),
      '[reserved-name] /contexts/0/aggregates/0/fields/0/name',
    ],
    [
      fields('[{ name: xmin, type: integer }]'),
      '[reserved-name] /contexts/0/aggregates/0/fields/0/name',
    ],
    [
      fields('[{ name: customer_id, type: uuid }]'),
      '[invalid-name] /contexts/0/aggregates/0/fields/0/name',
    ],
    [
      transitions('[{ name: go, from: draft, to: gone }]', '[{ name: status, type: string }]'),
      '[reserved-name] /contexts/0/aggregates/0/fields/0/name',
    ],
    [
      context(
        '    externals: [{ name: database, operations: [{ name: a, method: GET, path: / }] }]\n',
      ),
      '[reserved-name] /contexts/0/externals/0/name',
    ],
  ])('%j is refused', (text, expected) => {
    expect(problemsOf(text).map((problem) => problem.replace(/^\d+ /, ''))).toEqual([expected]);
  });

  test('a field may be called status where there is no lifecycle', () => {
    expect(problemsOf(fields('[{ name: status, type: string }]'))).toEqual([]);
  });
});

describe('fields', () => {
  test.each([
    ['strin', 'type'],
    ['string(3)', 'type'],
    ['ref(a.b.c)', 'type'],
    ['ref(ordering.Oder)', 'type'],
    ['ref(orders.Order)', 'type'],
    ['enum', 'type'],
    ['enum()', 'type'],
    ['enum(a|a)', 'type'],
    ['string, min: 1', 'min'],
    ['boolean, pattern: a', 'pattern'],
    ['uuid, maxLength: 3', 'maxLength'],
    ['integer, min: 5, max: 1', 'min'],
    ['integer, min: 1.5', 'min'],
    ['integer, max: 9007199254740992', 'max'],
    ['decimal, min: "0.31", max: "0.3"', 'min'],
    ['decimal, min: 1e3', null],
    ['decimal, min: "1e3"', 'min'],
    ['money, max: ten', 'max'],
    ['string, minLength: 300', 'minLength'],
    ['string, minLength: -1', 'minLength'],
    ['string, maxLength: 0', 'maxLength'],
    ['string, maxLength: 20000', 'maxLength'],
    ['string, pattern: "["', 'pattern'],
    ['money, min: "0.001", max: "0.004"', 'min'],
    ['email, maxLength: 2', 'maxLength'],
    ['email, maxLength: 3', null],
    ['url, maxLength: 7', 'maxLength'],
    ['url, maxLength: 8', null],
    ['money, min: "-0.009", max: "-0.001"', 'min'],
    ['money, min: "0.001", max: "0.01"', null],
    ['money, min: "-0.01", max: "-0.001"', null],
    ['money, min: "-0.001", max: "0.001"', null],
    ['money, min: "7", max: "7"', null],
    ['string, pattern: "a(?=b)"', 'pattern'],
    ['string, pattern: "(a)\\\\1"', 'pattern'],
    ['string, pattern: "\\\\d+"', null],
    ['text, unique: true', 'unique'],
    ['money, unique: true', 'unique'],
    ['json, unique: true', 'unique'],
    ['url, unique: true', 'unique'],
    ['url, unique: true, maxLength: 512', null],
    ['string, values: [a]', 'values'],
  ])('a field of type %s is checked', (type, wrong) => {
    const expected = wrong === null ? [] : [`/contexts/0/aggregates/0/fields/0/${wrong}`];
    expect(
      problemsOf(fields(`[{ name: a, type: ${type} }]`)).map((problem) => problem.split('] ')[1]),
    ).toEqual(expected);
  });
});

describe('lifecycles', () => {
  test.each([
    ['[{ name: go, from: darft, to: gone }]', 'unknown-state'],
    [
      '[{ name: go, from: draft, to: gone }, { name: a, from: p, to: q }, { name: b, from: q, to: p }]',
      'unreachable-state',
    ],
    ['[]', 'missing'],
    ['[{ name: go, from: [], to: gone }]', 'missing'],
    ['[{ name: go, from: [draft, draft], to: gone }]', 'duplicate'],
    ['[{ name: go, from: draft, to: gone }, { name: go, from: gone, to: draft }]', 'duplicate'],
    ['[{ name: create, from: draft, to: created }]', 'clash'],
    [
      '[{ name: cancel, from: draft, to: cancelled }, { name: cancelLate, from: cancelled, to: cancelled }]',
      'clash',
    ],
    ['[{ name: go, from: draft, to: " gone" }]', 'invalid-name'],
    ['[{ name: go, from: draft, to: "go\\u0007ne" }]', 'invalid-name'],
    ['[{ name: go, from: draft, to: gone, emits: orderGone }]', 'invalid-name'],
  ])('%s is refused as %s', (list, code) => {
    expect(problemsOf(transitions(list))[0]).toContain(`[${code}]`);
  });
});

/** Two contexts that react to each other; the parts under test are filled in. */
const shop = (reaction: string, more = ''): string => `schema: 1
name: x
contexts:
  - name: catalog
    aggregates:
      - name: Product
        fields:
          - { name: sku, type: string, maxLength: 40 }
          - { name: price, type: money }
          - { name: note, type: string? }
          - { name: size, type: enum(s|m|l) }
        lifecycle: { initial: draft, transitions: [{ name: publish, from: draft, to: published }] }
  - name: ordering
    aggregates:
      - name: Order
        fields:
          - { name: productId, type: ref(catalog.Product) }
          - { name: other, type: ref(Order)? }
          - { name: sku, type: string?, maxLength: 20 }
          - { name: size, type: enum(s|m)? }
          - { name: total, type: money?, min: '1' }
        lifecycle: { initial: draft, transitions: [{ name: place, from: draft, to: placed }, { name: cancel, from: placed, to: cancelled }] }
    consumes:
      - ${reaction}
${more}`;

describe('reactions', () => {
  const reference = 'unknown-reference';
  test.each([
    ['{ event: catalog.ProductPublished }', 'missing'],
    [
      '{ event: catalog.ProductPublished, apply: { aggregate: Order, transition: cancel, match: productId }, create: { aggregate: Order, set: {} } }',
      'duplicate',
    ],
    [
      '{ event: product-published, apply: { aggregate: Order, transition: cancel, match: productId } }',
      'invalid-value',
    ],
    [
      '{ event: catalog.ProductGone, apply: { aggregate: Order, transition: cancel, match: productId } }',
      reference,
    ],
    [
      '{ event: catalogue.ProductPublished, apply: { aggregate: Order, transition: cancel, match: productId } }',
      reference,
    ],
    [
      '{ event: catalog.ProductPublished, apply: { aggregate: Oder, transition: cancel, match: productId } }',
      reference,
    ],
    [
      '{ event: catalog.ProductPublished, apply: { aggregate: Order, transition: cancl, match: productId } }',
      reference,
    ],
    [
      '{ event: catalog.ProductPublished, apply: { aggregate: Order, transition: cancel, match: product } }',
      reference,
    ],
    [
      '{ event: catalog.ProductPublished, apply: { aggregate: Order, transition: cancel, match: productId, key: nope } }',
      reference,
    ],
    [
      '{ event: catalog.ProductPublished, apply: { aggregate: Order, transition: cancel, match: other } }',
      'type-mismatch',
    ],
    [
      '{ event: catalog.ProductPublished, apply: { aggregate: Order, transition: cancel, match: productId, key: sku } }',
      'type-mismatch',
    ],
    [
      '{ event: catalog.ProductPublished, create: { aggregate: Order, set: {} } }',
      'missing-mapping',
    ],
    [
      '{ event: catalog.ProductPublished, create: { aggregate: Order, set: { productId: sku } } }',
      'type-mismatch',
    ],
    [
      '{ event: catalog.ProductPublished, create: { aggregate: Order, set: { productId: id, other: id } } }',
      'type-mismatch',
    ],
    [
      '{ event: catalog.ProductPublished, create: { aggregate: Order, set: { productId: id, sku: sku } } }',
      'type-mismatch',
    ],
    [
      '{ event: catalog.ProductPublished, create: { aggregate: Order, set: { productId: id, size: size } } }',
      'type-mismatch',
    ],
    [
      '{ event: catalog.ProductPublished, create: { aggregate: Order, set: { productId: id, total: price } } }',
      'type-mismatch',
    ],
    [
      '{ event: catalog.ProductPublished, create: { aggregate: Order, set: { productId: id, constructor: sku } } }',
      reference,
    ],
    ['{ event: catalog.ProductPublished, project: { into: KnownProduct, fields: [] } }', 'missing'],
    [
      '{ event: catalog.ProductPublished, project: { into: KnownProduct, fields: [skew] } }',
      reference,
    ],
    [
      '{ event: catalog.ProductPublished, project: { into: KnownProduct, fields: [sku, sku] } }',
      'duplicate',
    ],
    ['{ event: catalog.ProductPublished, project: { into: Order, fields: [sku] } }', 'duplicate'],
    ['{ event: OrderPlaced, project: { into: KnownOrder, fields: [sku] } }', 'type-mismatch'],
    [
      '{ event: OrderCreated, create: { aggregate: Order, set: { productId: productId } } }',
      'never-ends',
    ],
    [
      '{ event: OrderPlaced, call: { external: gateway, operation: charge, send: {}, succeeded: cancel, failed: cancel } }',
      reference,
    ],
    [
      '{ event: catalog.ProductPublished, call: { external: gateway, operation: charge, send: {}, succeeded: cancel, failed: cancel } }',
      'type-mismatch',
    ],
    [
      '{ event: [catalog.ProductPublished, catalog.ProductPublished], apply: { aggregate: Order, transition: cancel, match: productId } }',
      'duplicate',
    ],
  ])('%s is refused as %s', (reaction, code) => {
    const problems = problemsOf(shop(reaction));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`[${code}] /contexts/1/`);
  });

  test('an outcome that the aggregate cannot have is refused', () => {
    const early = call('{}').replace('OrderPlaced', 'OrderCancelled');
    expect(problemsOf(shop(early, gateway(''))).map((problem) => problem.split(' ')[1])).toEqual([
      '[never-ends]',
      '[never-ends]',
    ]);
  });

  test.each([
    '{ event: catalog.ProductPublished, apply: { aggregate: Order, transition: cancel, match: productId } }',
    '{ event: catalog.ProductPublished, create: { aggregate: Order, set: { productId: id } } }',
    '{ event: [catalog.ProductPublished, catalog.ProductRemoved], project: { into: KnownProduct, fields: [sku, size] } }',
  ])('%s is accepted', (reaction) => {
    expect(problemsOf(shop(reaction))).toEqual([]);
  });

  const gateway = (request: string): string =>
    `    externals: [{ name: gateway, operations: [{ name: charge, method: POST, path: /charges${request} }] }]\n`;
  const call = (send: string): string =>
    `{ event: OrderPlaced, call: { external: gateway, operation: charge, send: ${send}, succeeded: cancel, failed: cancel } }`;

  test('what a call sends becomes the request where none is declared', () => {
    const parsed = parseBlueprint(shop(call('{ reference: id, amount: total }'), gateway('')), {
      file: null,
    });
    const request = parsed.ok
      ? parsed.value.blueprint.contexts[1]?.externals[0]?.operations[0]?.request
      : [];
    expect(request?.map(({ name, type, optional }) => [name, type.kind, optional])).toEqual([
      ['reference', 'ref', false],
      ['amount', 'money', true],
    ]);
  });

  test.each([
    ['{ "a b": id }', '', 'invalid-name'],
    ['{ reference: id }', ', request: [{ name: reference, type: uuid }]', null],
    ['{}', ', request: [{ name: reference, type: uuid }]', 'missing-mapping'],
    ['{ ref: id }', ', request: [{ name: reference, type: uuid? }]', 'unknown-reference'],
    ['{ reference: total }', ', request: [{ name: reference, type: uuid? }]', 'type-mismatch'],
    ['{ reference: other }', ', request: [{ name: reference, type: uuid }]', 'type-mismatch'],
  ])('a call sending %s to %s: %s', (send, request, code) => {
    const problems = problemsOf(shop(call(send), gateway(request)));
    expect(problems.map((problem) => /\[(.*)\]/.exec(problem)?.[1])).toEqual(
      code === null ? [] : [code],
    );
  });
});

describe('sagas', () => {
  const saga = (changes: Record<string, unknown>, step: Record<string, unknown> = {}): string => {
    const steps = [
      {
        name: 'reserve',
        request: 'ReserveRequested',
        send: { orderId: 'id' },
        succeedsOn: 'stock.ReservationMade',
        key: 'orderId',
        ...step,
      },
    ];
    const whole = {
      name: 'Fulfil',
      aggregate: 'Order',
      startsOn: 'OrderPlaced',
      deadline: '1h',
      steps,
      completes: 'confirm',
      compensates: 'cancel',
      ...changes,
    };
    return `schema: 1
name: x
contexts:
  - name: ordering
    aggregates:
      - name: Order
        lifecycle: { initial: draft, transitions: [{ name: place, from: draft, to: placed }, { name: confirm, from: placed, to: confirmed }, { name: cancel, from: placed, to: cancelled }, { name: revise, from: draft, to: revised }] }
    sagas: [${JSON.stringify(whole)}]
  - name: stock
    aggregates:
      - name: Reservation
        fields: [{ name: orderId, type: ref(ordering.Order) }, { name: other, type: ref(Reservation)? }]
        lifecycle: { initial: asked, transitions: [{ name: make, from: asked, to: made }] }
    consumes:
      - { event: ordering.ReserveRequested, create: { aggregate: Reservation, set: { orderId: orderId } } }
`;
  };

  test('a saga whose parts fit is accepted, and its deadline read', () => {
    const parsed = parseBlueprint(saga({ deadline: '15m' }), { file: null });
    expect(parsed.ok && parsed.value.blueprint.contexts[0]?.sagas[0]?.deadlineSeconds).toBe(900);
  });

  test.each([
    [{ aggregate: 'Oder' }, {}, 'unknown-reference'],
    [{ startsOn: 'OrderShipped' }, {}, 'unknown-reference'],
    [{ startsOn: 'OrderRemoved' }, {}, 'unknown-reference'],
    [{ completes: 'finish' }, {}, 'unknown-reference'],
    [{ compensates: 'revise' }, {}, 'never-ends'],
    [{ deadline: 'soon' }, {}, 'invalid-value'],
    [{ deadline: 0 }, {}, 'invalid-value'],
    [{ steps: [] }, {}, 'missing'],
    [{}, { succeedsOn: 'stock.ReservationLost' }, 'unknown-reference'],
    [{}, { key: 'reservationId' }, 'unknown-reference'],
    [{}, { key: 'other' }, 'type-mismatch'],
    [{}, { send: { orderId: 'id', x: 'nope' } }, 'unknown-reference'],
    [{}, { send: { orderId: 'id', sagaId: 'id' } }, 'reserved-name'],
    [{}, { compensation: 'ReleaseRequested' }, 'never-ends'],
    [{}, { send: { 'order id': 'id' } }, 'invalid-name'],
    [{}, { request: 'OrderPlaced' }, 'clash'],
  ])('a saga with %j and a step with %j is refused as %s', (changes, step, code) => {
    expect(problemsOf(saga(changes, step))[0]).toContain(`[${code}]`);
  });
});

test.each([
  ['deployables: [{ name: x, contexts: [a, a, b] }]', ['duplicate']],
  [
    'deployables: [{ name: x, contexts: [a, b] }, { name: x, contexts: [] }]',
    ['duplicate', 'missing'],
  ],
  ['deployables: [{ name: x, contexts: [a, c, b] }]', ['unknown-reference']],
  ['deployables: [{ name: x, contexts: [a] }]', ['unhosted-context']],
  ['deployables: [{ name: main, contexts: [a, b] }]', ['reserved-name']],
  ['delivery: { container: none, orchestrator: kubernetes }', ['clash']],
  ['delivery: { orchestrator: none, mesh: istio, gitops: argocd }', ['clash', 'clash']],
])('%s is refused', (line, codes) => {
  const problems = problemsOf(top(`contexts: [{ name: a }, { name: b }]\n${line}`));
  expect(problems.map((problem) => /\[(.*)\]/.exec(problem)?.[1])).toEqual(codes);
});

test('a blueprint of 500 contexts is read, one of 501 refused', () => {
  const of = (count: number): string =>
    top(`contexts:\n${Array.from({ length: count }, (_, i) => `  - name: c${i}`).join('\n')}`);
  expect(problemsOf(of(500))).toEqual([]);
  expect(problemsOf(of(501))).toEqual(['3 [too-large] /contexts']);
});

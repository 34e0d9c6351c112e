import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  adrsOf,
  advise,
  conflictsOf,
  consequenceOf,
  notEmittedYet,
  parseRaw,
  rules,
} from '../../src/advisor/index.ts';
import type { Decision, Inputs } from '../../src/advisor/index.ts';
import type { Blueprint } from '../../src/blueprint/index.ts';

const inputsOf = (
  size: number,
  domainComplexity: 'low' | 'medium' | 'high',
  clearBoundaries: boolean,
  p99Ms = 300,
  throughputRps = 500,
): Inputs => ({
  team: { size, domainComplexity, clearBoundaries },
  targets: { p99Ms, throughputRps },
});

const short = (decisions: readonly Decision[]): readonly string[] =>
  decisions.map(({ rule, choice }) => `${rule} ${choice}`);

const blueprintOf = (written: object): Blueprint => {
  const advised = parseRaw({ schema: 1, name: 'x', contexts: [{ name: 'ordering' }], ...written });
  if (!advised.ok) throw new Error(JSON.stringify(advised.error));
  return advised.value.blueprint;
};

test.each([
  [8, 'low', false, 'DEC-1', 'modular-monolith'],
  [8, 'medium', true, 'DEC-1', 'modular-monolith'],
  [8, 'high', true, 'DEC-3', 'modular-monolith'],
  [9, 'low', true, 'DEC-2', 'service-per-team'],
  [9, 'high', true, 'DEC-2', 'service-per-team'],
  [9, 'low', false, 'DEC-3', 'modular-monolith'],
  [1, 'high', false, 'DEC-3', 'modular-monolith'],
] as const)(
  '%i people, %s complexity, clear boundaries %s: %s, %s',
  (size, complexity, clear, rule, choice) => {
    expect(advise(inputsOf(size, complexity, clear))[0]).toMatchObject({
      rule,
      choice,
      topic: 'architecture',
    });
  },
);

test.each([
  [0.1, 'in-memory-cache'],
  [99.9, 'in-memory-cache'],
  [100, 'redis-and-replicas'],
  [499.9, 'redis-and-replicas'],
  [500, 'cdn-and-database'],
  [999.9, 'cdn-and-database'],
  [1000, 'asynchronous'],
  [60_000, 'asynchronous'],
])('a p99 target of %d ms is kept by %s', (p99Ms, choice) => {
  expect(advise(inputsOf(4, 'low', false, p99Ms))[1]).toMatchObject({
    rule: 'DEC-4',
    choice,
    topic: 'latency',
  });
});

test.each([
  [0, 'single-instance'],
  [99.9, 'single-instance'],
  [100, 'autoscaled'],
  [999.9, 'autoscaled'],
  [1000, 'sharded'],
  [9999.9, 'sharded'],
  [10_000, 'event-driven-cqrs'],
  [1_000_000, 'event-driven-cqrs'],
])('a target of %d requests a second is kept by %s', (rps, choice) => {
  expect(advise(inputsOf(4, 'low', false, 300, rps))[2]).toMatchObject({
    rule: 'DEC-5',
    choice,
    topic: 'throughput',
  });
});

/** The rules told another way: what each choice needs, not which row comes first. */
function oracle({ team, targets }: Inputs): readonly string[] {
  const big = !(team.size < 9);
  const hard = ['high'].includes(team.domainComplexity);
  const architecture = big
    ? team.clearBoundaries
      ? 'DEC-2 service-per-team'
      : 'DEC-3 modular-monolith'
    : hard
      ? 'DEC-3 modular-monolith'
      : 'DEC-1 modular-monolith';
  const step = (value: number, bounds: readonly number[], names: readonly string[]): string =>
    names[bounds.filter((bound) => value >= bound).length] ?? '';
  return [
    architecture,
    `DEC-4 ${step(targets.p99Ms, [100, 500, 1000], ['in-memory-cache', 'redis-and-replicas', 'cdn-and-database', 'asynchronous'])}`,
    `DEC-5 ${step(targets.throughputRps, [100, 1000, 10_000], ['single-instance', 'autoscaled', 'sharded', 'event-driven-cqrs'])}`,
  ];
}

const near = (...values: readonly number[]) =>
  fc.oneof(
    fc.constantFrom(...values.flatMap((value) => [value - 1, value, value + 1])),
    fc.integer({ min: 1, max: 50_000 }),
  );

const anyInputs: fc.Arbitrary<Inputs> = fc.record({
  team: fc.record({
    size: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 500 })),
    domainComplexity: fc.constantFrom('low', 'medium', 'high'),
    clearBoundaries: fc.boolean(),
  }),
  targets: fc.record({ p99Ms: near(100, 500, 1000), throughputRps: near(100, 1000, 10_000) }),
});

test('the table decides as the rules are told, for any inputs', () => {
  fc.assert(
    fc.property(anyInputs, (inputs) => {
      expect(short(advise(inputs))).toEqual(oracle(inputs));
    }),
    { numRuns: 2000 },
  );
});

test('every rule of the table is reached by some inputs', () => {
  const reached = new Set(
    fc.sample(anyInputs, { numRuns: 3000, seed: 7 }).flatMap((inputs) => short(advise(inputs))),
  );
  expect(
    rules.map(({ id, choice }) => `${id} ${choice}`).filter((row) => !reached.has(row)),
  ).toEqual([]);
});

test('every decision names the input that fired it, and why each alternative was not taken', () => {
  fc.assert(
    fc.property(anyInputs, (inputs) => {
      const [architecture, latency, throughput] = advise(inputs);
      expect(architecture?.because).toContain(String(inputs.team.size));
      expect(latency?.because).toContain(`${inputs.targets.p99Ms} ms`);
      expect(throughput?.because).toContain(`${inputs.targets.throughputRps} requests`);
      for (const { alternatives, choice } of advise(inputs)) {
        expect(alternatives.map((alternative) => alternative.choice)).not.toContain(choice);
        expect(alternatives.every(({ whyNot }) => whyNot.length > 20)).toBe(true);
      }
    }),
  );
});

test.each([
  [
    50,
    50,
    {
      cache: ['memory'],
      readReplicas: false,
      acceptance: 'synchronous',
      partitioning: 'none',
      messaging: 'in-process',
    },
  ],
  [
    300,
    50,
    {
      cache: ['memory', 'redis'],
      readReplicas: true,
      acceptance: 'synchronous',
      partitioning: 'none',
    },
  ],
  [700, 500, { cache: ['cdn'], readReplicas: false, acceptance: 'synchronous' }],
  [2000, 500, { cache: [], acceptance: 'asynchronous' }],
  [700, 5000, { cache: ['memory', 'redis', 'cdn'], partitioning: 'hash', messaging: 'in-process' }],
  [50, 20_000, { cache: ['memory'], messaging: 'kafka', readReplicas: true, partitioning: 'hash' }],
])('p99 %d ms and %d rps change what is emitted', (p99Ms, throughputRps, features) => {
  expect(consequenceOf(inputsOf(4, 'low', false, p99Ms, throughputRps)).features).toMatchObject(
    features,
  );
  expect(blueprintOf({ targets: { p99Ms, throughputRps } }).features).toMatchObject(features);
});

test('one service per team puts the contexts of an owner into one deployable', () => {
  const contexts = [
    { name: 'shipping', owner: '@acme/carriers' },
    { name: 'billing', owner: '@acme/Money.Team' },
    { name: 'fleet', owner: '@acme/carriers' },
    { name: 'support' },
  ];
  const { deployables, delivery } = blueprintOf({
    contexts,
    team: { size: 20, clearBoundaries: true },
  });
  expect(deployables).toEqual([
    { name: 'carriers', contexts: ['fleet', 'shipping'] },
    { name: 'money-team', contexts: ['billing'] },
    { name: 'support', contexts: ['support'] },
  ]);
  expect(delivery.mesh).toBe('istio');
});

test('an owner named like a context that nobody owns does not merge the two', () => {
  const contexts = [{ name: 'support', owner: '@acme/sales' }, { name: 'sales' }];
  const { deployables } = blueprintOf({ contexts, team: { size: 20, clearBoundaries: true } });
  expect(deployables.flatMap(({ contexts: hosted }) => hosted).toSorted()).toEqual([
    'sales',
    'support',
  ]);
  expect(new Set(deployables.map(({ name }) => name)).size).toBe(2);
});

test('a wish that contradicts a decision is kept and explained', () => {
  const blueprint = blueprintOf({
    targets: { throughputRps: 20_000 },
    features: { messaging: 'in-process' },
  });
  expect(blueprint.features.messaging).toBe('in-process');
  const [conflict] = conflictsOf(blueprint);
  expect(conflict).toMatchObject({
    rule: 'DEC-5',
    topic: 'throughput',
    pointer: '/features/messaging',
    wished: 'in-process messaging',
    decided: 'Kafka',
  });
  expect(conflict?.because).toContain('20000 requests a second');
});

test.each([
  [{ targets: { p99Ms: 50 }, features: { cache: [] } }, ['DEC-4 /features/cache']],
  [
    { features: { cache: ['memory'], readReplicas: false } },
    ['DEC-4 /features/cache', 'DEC-4 /features/readReplicas'],
  ],
  [
    { targets: { p99Ms: 5000 }, features: { acceptance: 'synchronous' } },
    ['DEC-4 /features/acceptance'],
  ],
  [{ targets: { p99Ms: 700 }, features: { cache: [] } }, ['DEC-4 /features/cache']],
  [
    {
      targets: { p99Ms: 700, throughputRps: 2000 },
      features: { cache: ['cdn'], partitioning: 'none' },
    },
    ['DEC-5 /features/cache', 'DEC-5 /features/cache', 'DEC-5 /features/partitioning'],
  ],
  [
    {
      contexts: [{ name: 'a' }, { name: 'b' }],
      deployables: [
        { name: 'x', contexts: ['a'] },
        { name: 'y', contexts: ['b'] },
      ],
    },
    ['DEC-1 /deployables'],
  ],
  [
    {
      team: { size: 30, clearBoundaries: true },
      contexts: [{ name: 'a' }, { name: 'b' }],
      deployables: [{ name: 'x', contexts: ['a', 'b'] }],
    },
    ['DEC-2 /deployables'],
  ],
  [{ features: { cache: ['memory', 'redis', 'cdn'] } }, []],
])('%j is explained', (written, expected) => {
  const found = conflictsOf(blueprintOf(written)).map(({ rule, pointer }) => `${rule} ${pointer}`);
  expect(found).toEqual(expected);
});

test('what was decided never contradicts itself', () => {
  fc.assert(
    fc.property(anyInputs, (inputs) => {
      expect(conflictsOf(blueprintOf({ ...inputs }))).toEqual([]);
    }),
  );
});

test('what the templates cannot emit yet is said', () => {
  const advised = parseRaw({
    schema: 1,
    name: 'x',
    contexts: [{ name: 'ordering' }],
    targets: { throughputRps: 20_000 },
    features: { search: 'elasticsearch' },
  });
  if (!advised.ok) throw new Error('invalid');
  expect(advised.value.notes.join(' ')).toMatch(/kafka.*in process.*Elasticsearch/i);
  expect(notEmittedYet(advised.value.blueprint)).toEqual(
    expect.arrayContaining(['Kafka', 'Elasticsearch']),
  );
  const outcome = adrsOf(advised.value.blueprint).at(-1)?.text.split('## Decision outcome')[1];
  expect(outcome?.split('###')[0]).toContain('Kafka is still to come');
});

test('every decision has a record with context, options, outcome, consequences and deviations', () => {
  const records = adrsOf(
    blueprintOf({ targets: { throughputRps: 20_000 }, features: { messaging: 'in-process' } }),
  );
  expect(records.map(({ file }) => file)).toEqual([
    '0001-modular-monolith.md',
    '0002-redis-and-replicas.md',
    '0003-event-driven-cqrs.md',
  ]);
  for (const { text } of records) {
    for (const heading of [
      '# ',
      '## Context and problem statement',
      '## Considered options',
      '## Decision outcome',
      '### Not chosen',
      '### Consequences',
    ]) {
      expect(text).toContain(heading);
    }
  }
  expect(records.map(({ text }) => text.includes('### Deviations'))).toEqual([false, false, true]);
});

import * as fc from 'fast-check';

/**
 * Written blueprints that are legal by construction: names from a fixed stock so that they do not
 * clash, references only to what is there, values from the whole range a field allows.
 */

const label = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .map((text) => text.normalize('NFC').trim())
  .filter((text) => text !== '' && !/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u.test(text));

const description = fc.option(
  fc.oneof(
    label,
    fc.constantFrom(
      'a: b',
      '# no comment',
      '- x',
      "it's",
      '"quoted"',
      'two\nlines',
      'null',
      '12',
      'true',
      '@x',
      '%y',
      '&z',
      '*w',
      '!t',
      '|',
      '>',
      '{ a }',
      '[b]',
    ),
  ),
  { nil: undefined },
);

const fieldNames = [
  'from',
  'type',
  'class',
  'select',
  'default',
  'delete',
  'then',
  'amount2',
  'customerId',
  'constructor',
];
const aggregateNames = ['Class', 'Order', 'Type', 'Result', 'SalesPerson', 'Object'];
const contextNames = ['alpha', 'order', 'user-data', 'zeta'];

const fieldType = fc.oneof(
  fc.record({
    type: fc.constantFrom('boolean', 'date', 'timestamp', 'json', 'uuid', 'money', 'email'),
  }),
  fc
    .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 20, max: 500 }), fc.boolean())
    .map(([minLength, maxLength, unique]) => ({ type: 'string', minLength, maxLength, unique })),
  fc
    .constantFrom('^[a-z]+$', '\\d{3}', '[^"\'\\\\]', '^#', ': ')
    .map((pattern) => ({ type: 'text', pattern })),
  fc
    .tuple(fc.maxSafeInteger(), fc.maxSafeInteger())
    .map(([a, b]) => ({ type: 'integer', min: Math.min(a, b), max: Math.max(a, b) })),
  fc
    .tuple(fc.nat(10_000), fc.nat(99))
    .map(([whole, cents]) => ({ type: 'decimal', min: `-${whole}.0`, max: `${whole}.${cents}` })),
  fc.uniqueArray(label, { minLength: 1, maxLength: 5 }).map((values) => ({ type: 'enum', values })),
  fc.constant({ type: 'enum(one|two)' }),
);

const field = (name: string) =>
  fc
    .record({ shape: fieldType, optional: fc.boolean(), immutable: fc.boolean() })
    .map(({ shape, optional, immutable }) => ({
      ...shape,
      name,
      type: `${shape.type}${optional ? '?' : ''}`,
      ...(immutable ? { immutable } : {}),
    }));

const fields = fc.subarray(fieldNames).chain((names) => fc.tuple(...names.map(field)));

/** A chain of states, so that all are reached. */
const lifecycle = fc.uniqueArray(label, { minLength: 2, maxLength: 5 }).map((states) => ({
  initial: states[0] ?? '',
  transitions: states.slice(1).map((to, i) => ({
    name: ['publish', 'delete', 'toString', 'await', 'close'][i] ?? `step${i}`,
    from: states.slice(0, i + 1),
    to,
    emits: `Emitted${i}`,
  })),
}));

const aggregate = (name: string) =>
  fc
    .record({ description, fields, lifecycle: fc.option(lifecycle, { nil: undefined }) })
    .map((body) => {
      const { lifecycle: states, ...rest } = body;
      if (states === undefined) return { name, ...rest };
      const transitions = states.transitions.map((transition) => ({
        ...transition,
        emits: `${name}${transition.emits}`,
      }));
      return { name, ...rest, lifecycle: { ...states, transitions } };
    });

const context = (name: string) =>
  fc
    .record({
      description,
      owner: fc.constantFrom(undefined, '@acme/team-a', '@acme/B.team', '@someone'),
      aggregates: fc.subarray(aggregateNames).chain((names) => fc.tuple(...names.map(aggregate))),
    })
    .map((body) => ({ name, ...body }));

const withoutUndefined = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => [key, withoutUndefined(inner)]),
  );
};

/** Each context keeps a copy of an aggregate of the one before it, and reacts to its removal. */
const withReactions = (
  contexts: readonly {
    name: string;
    aggregates: readonly { name: string; fields: readonly { name: string }[] }[];
  }[],
) =>
  contexts.map((here, index) => {
    const before = contexts[index - 1];
    const source = before?.aggregates.find((candidate) => candidate.fields.length > 0);
    if (before === undefined || source === undefined) return here;
    const into = `Known${source.name}`;
    const copied = source.fields.map(({ name }) => name);
    const event = [`${before.name}.${source.name}Created`, `${before.name}.${source.name}Removed`];
    return { ...here, consumes: [{ event, project: { into, fields: copied } }] };
  });

/** A legal written blueprint. */
export const anyWritten = fc
  .record({
    team: fc.record({
      size: fc.integer({ min: 1, max: 40 }),
      domainComplexity: fc.constantFrom('low', 'medium', 'high'),
      clearBoundaries: fc.boolean(),
    }),
    targets: fc.record({
      p99Ms: fc.integer({ min: 1, max: 5000 }),
      throughputRps: fc.integer({ min: 0, max: 50_000 }),
      availability: fc.constantFrom(99, 99.5, 99.99),
    }),
    features: fc.constantFrom(
      undefined,
      { cache: ['cdn', 'memory'] },
      { messaging: 'in-process' },
      { search: 'elasticsearch', tenancy: 'claim' },
    ),
    delivery: fc.constantFrom(
      undefined,
      { container: 'none' },
      { orchestrator: 'none', gateway: 'envoy' },
    ),
    contexts: fc
      .shuffledSubarray(contextNames, { minLength: 1 })
      .chain((names) => fc.tuple(...names.map(context)))
      .map(withReactions),
  })
  .map((body) => withoutUndefined({ schema: 1, name: 'any-backend', ...body }));

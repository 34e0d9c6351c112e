import fc from 'fast-check';

/**
 * Random blueprints as people write them: valid by construction, names from the ordinary to the
 * unlucky, every field type, lifecycles, read models and transitions across contexts.
 */
export function arbitraryBlueprint(): fc.Arbitrary<object> {
  return fc
    .tuple(
      fc.uniqueArray(fc.constantFrom(...contextNames), { minLength: 1, maxLength: 4 }),
      fc.uniqueArray(fc.constantFrom(...aggregateNames), { minLength: 4, maxLength: 8 }),
      targets,
    )
    .chain(([contexts, aggregates, given]) =>
      fc
        .tuple(
          ...contexts.map((name, index) =>
            contextOf(
              name,
              aggregates.filter((_, at) => at % contexts.length === index),
            ),
          ),
        )
        .map((list) => ({
          schema: 1,
          name: 'random',
          stack: 'typescript',
          ...given,
          contexts: withReadModels(list),
        })),
    );
}

const contextNames = [
  'catalog',
  'ordering',
  'pay-ments',
  'kernel',
  'platform',
  'api',
  'tests',
  'contracts',
  'a',
  'x'.repeat(40),
];
const aggregateNames = [
  'Order',
  'Class',
  'Type',
  'Result',
  'Event',
  'Promise',
  'Money',
  'Item',
  'Date',
  'Error',
  'Object',
  'Person',
  `A${'b'.repeat(50)}`,
  'Outbox',
];
const fieldNames = [
  'title',
  'from',
  'type',
  'class',
  'then',
  'select',
  'total',
  'note',
  'default',
  'constructor',
  'a',
  `z${'y'.repeat(40)}`,
  'items',
  'value',
  'data',
];
const transitionNames = [
  'place',
  'cancel',
  'delete',
  'change',
  'remove',
  'create',
  'list',
  'read',
  'toString',
  'then',
  'new',
];

const targets = fc.record(
  {
    team: fc.record({
      size: fc.integer({ min: 1, max: 40 }),
      domainComplexity: fc.constantFrom('low', 'medium', 'high'),
      clearBoundaries: fc.boolean(),
    }),
    targets: fc.record({
      p99Ms: fc.constantFrom(50, 100, 499, 500, 999, 1000, 5000),
      throughputRps: fc.constantFrom(1, 99, 100, 999, 1000, 9999, 10_000),
      availability: fc.constantFrom(99, 99.9, 99.99),
    }),
  },
  { requiredKeys: [] },
);

const fieldShape = fc.oneof(
  fc.record({
    type: fc.constantFrom('string', 'string?'),
    maxLength: fc.integer({ min: 1, max: 200 }),
    unique: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('integer'),
    min: fc.integer({ min: -5, max: 5 }),
    immutable: fc.boolean(),
  }),
  fc.record({
    type: fc.constantFrom(
      'text?',
      'decimal',
      'money',
      'money?',
      'boolean',
      'date',
      'timestamp?',
      'uuid',
      'email',
      'url?',
      'json?',
      'enum(a|b|class)',
    ),
  }),
);

function contextOf(name: string, aggregates: readonly string[]): fc.Arbitrary<Context> {
  return fc
    .tuple(...aggregates.map((aggregate) => aggregateOf(aggregate)))
    .map((list) => ({ name, aggregates: list }));
}

interface Context {
  readonly name: string;
  readonly aggregates: readonly {
    readonly name: string;
    readonly fields: readonly { readonly name: string }[];
  }[];
}

function aggregateOf(name: string) {
  return fc
    .tuple(
      fc.uniqueArray(fc.constantFrom(...fieldNames), { minLength: 1, maxLength: 5 }),
      fc.array(fieldShape, { minLength: 5, maxLength: 5 }),
      fc.uniqueArray(fc.constantFrom(...transitionNames), { maxLength: 4 }),
    )
    .map(([fields, shapes, transitions]) => ({
      name,
      fields: fields.map((field, index) => ({ name: field, ...shapes[index] })),
      ...(transitions.length === 0 ? {} : { lifecycle: lifecycleOf(name, transitions) }),
    }));
}

function lifecycleOf(aggregate: string, transitions: readonly string[]) {
  return {
    initial: 'state 0',
    transitions: transitions.map((name, index) => ({
      name,
      from: [`state ${index}`],
      to: `state ${index + 1}`,
      emits: `${aggregate}Stepped${index + 1}`,
    })),
  };
}

/** Every context after the first keeps a copy of the first one's first aggregate. */
function withReadModels(contexts: readonly Context[]) {
  const [first] = contexts;
  const source = first?.aggregates[0];
  return contexts.map((context, index) =>
    index === 0 || first === undefined || source === undefined
      ? context
      : {
          ...context,
          consumes: [
            {
              event: `${first.name}.${source.name}Created`,
              project: { into: `Known${index}${source.name}`, fields: [source.fields[0]?.name] },
            },
          ],
        },
  );
}

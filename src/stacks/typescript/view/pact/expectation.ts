/** A value that JSON can hold. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json };

/** What a consumer expects of a value: as code of a test, as an example, and as rules of a pact. */
export interface Expectation {
  /** an expression of matchers from `@packages/contract-testing` */
  readonly source: string;
  /** the matchers the expression names */
  readonly matchers: readonly string[];
  readonly example: Json;
  /** by path below the value, e.g. `.total.amount` */
  readonly rules: readonly (readonly [path: string, rule: Rule])[];
}

export interface Rule {
  readonly match: 'type' | 'regex' | 'integer';
  readonly regex?: string;
  readonly min?: number;
}

const patterns = {
  id: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
  time: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$',
  date: '^\\d{4}-\\d{2}-\\d{2}$',
  decimal: '^-?\\d+(\\.\\d+)?$',
  currency: '^[A-Z]{3}$',
  entityTag: '^"\\d+"$',
} as const;

export function exactly(value: Json): Expectation {
  return { source: JSON.stringify(value), matchers: [], example: value, rules: [] };
}

/** Any value of the same type and, for an object, with at least the same properties. */
export function like(example: Json): Expectation {
  return matcher('like', [example], example, [['', { match: 'type' }]]);
}

export function integer(example: number): Expectation {
  return matcher('integer', [example], example, [['', { match: 'integer' }]]);
}

export function patterned(name: keyof typeof patterns, example: string): Expectation {
  return matcher(name, [example], example, [['', { match: 'regex', regex: patterns[name] }]]);
}

export function matching(pattern: string, example: string): Expectation {
  return matcher('regex', [pattern, example], example, [['', { match: 'regex', regex: pattern }]]);
}

export function oneOf(values: readonly string[], example: string): Expectation {
  return matcher('oneOf', [values, example], example, [
    ['', { match: 'regex', regex: `^(${values.map(escaped).join('|')})$` }],
  ]);
}

export function money(amount: string, currency: string): Expectation {
  return matcher('money', [amount, currency], { amount, currency }, [
    ['.amount', { match: 'regex', regex: patterns.decimal }],
    ['.currency', { match: 'regex', regex: patterns.currency }],
  ]);
}

export function object(properties: Readonly<Record<string, Expectation>>): Expectation {
  const entries = Object.entries(properties);
  return {
    source: `{ ${entries.map(([name, { source }]) => `${JSON.stringify(name)}: ${source}`).join(', ')} }`,
    matchers: entries.flatMap(([, { matchers }]) => matchers),
    example: Object.fromEntries(entries.map(([name, { example }]) => [name, example])),
    rules: entries.flatMap(([name, { rules }]) =>
      rules.map(([path, rule]) => [`.${name}${path}`, rule] as const),
    ),
  };
}

/** At least one, each as expected. `name`: a variable of the test that holds what is expected. */
export function eachLike(item: Expectation, name: string): Expectation {
  return {
    source: `eachLike(${name})`,
    matchers: ['eachLike'],
    example: [item.example],
    rules: [
      ['', { match: 'type', min: 1 }],
      ...item.rules.map(([path, rule]) => [`[*]${path}`, rule] as const),
    ],
  };
}

function matcher(
  name: string,
  parameters: readonly Json[],
  example: Json,
  rules: Expectation['rules'],
): Expectation {
  const source = `${name}(${parameters.map((parameter) => JSON.stringify(parameter)).join(', ')})`;
  return { source, matchers: [name], example, rules };
}

/** Characters that mean something in a regular expression. */
function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** The matchers that some expectations name, once each, in order. */
export function matchersOf(expectations: readonly Expectation[]): readonly string[] {
  return [...new Set(expectations.flatMap(({ matchers }) => matchers))].sort();
}

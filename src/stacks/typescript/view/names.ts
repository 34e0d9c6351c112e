import { camelCase, kebabCase, pascalCase, snakeCase } from 'change-case';

/** Every spelling of one name that emitted code and paths need. */
export interface Names {
  /** as the blueprint has it */
  readonly name: string;
  readonly kebab: string;
  readonly snake: string;
  readonly camel: string;
  readonly pascal: string;
  /** kebab case, usable as a file name on every system */
  readonly file: string;
  /** lower case with spaces, for prose */
  readonly words: string;
}

export function namesOf(name: string): Names {
  const kebab = kebabCase(name);
  return {
    name,
    kebab,
    snake: snakeCase(name),
    camel: camelCase(name),
    pascal: pascalCase(name),
    file: fileName(kebab),
    words: kebab.replaceAll('-', ' '),
  };
}

const reservedOnWindows = /^(con|prn|aux|nul|com\d|lpt\d)$/;

function fileName(kebab: string): string {
  return reservedOnWindows.test(kebab) ? `${kebab}-` : kebab;
}

/** Folders of the application layer that are not aggregates. */
const applicationFolders = new Set(['consumers', 'sagas', 'externals', 'read-models']);

/** The folder and file base of an aggregate. */
export function aggregateFile(kebab: string): string {
  const taken = reservedOnWindows.test(kebab) || applicationFolders.has(kebab);
  return taken ? `${kebab}-aggregate` : kebab;
}

/**
 * Names that a file holding an aggregate's class also uses for something else: globals of the
 * language, its utility types, and what the kernel lends to the domain and to use cases.
 */
const takenTypeNames = new Set(
  [
    'Array Boolean BigInt Date Error Function Infinity Iterator JSON Map Math NaN Number Object Promise',
    'Proxy RangeError Reflect RegExp Set String Symbol TypeError WeakMap WeakRef WeakSet globalThis',
    'Awaited Exclude Extract NonNullable Omit Parameters Partial Pick Readonly Record Required ReturnType',
    'Bun Buffer Headers Request Response URL',
    'Selection State Step Result Violation Violations Money MoneyData Decimal JsonValue DomainEvent Origin Taken',
    'TransitionNotAllowed Parsed Parser Unvalidated Clock IdGenerator Execution Outcome UnitOfWork',
    'IntegrationEvent EventHandler Kysely Database Transaction Elysia',
  ].flatMap((line) => line.split(' ')),
);

const derivedSuffixes = [
  '',
  'Snapshot',
  'Changes',
  'Details',
  'Event',
  'Repository',
  'Queries',
  'Status',
  'Transition',
  'UseCases',
];

/**
 * The class name of an aggregate, and the stem of the types that belong to it: the name itself
 * unless that, or a name made of it, means something else in the same file.
 */
export function classNameOf(name: string): string {
  return isTaken(name) ? `${name}Aggregate` : name;
}

/** The type of a read model's rows, whose file speaks of pages, positions and readers too. */
export function rowTypeOf(name: string): string {
  return isTaken(name) || ['Page', 'Position', 'Reader'].includes(name) ? `${name}Copy` : name;
}

/** The interface of an external's port. */
export function portTypeOf(name: string): string {
  return isTaken(name) || ['CallOptions', 'ExternalOutcome'].includes(name)
    ? `${name}Service`
    : name;
}

function isTaken(name: string): boolean {
  return derivedSuffixes.some((suffix) => takenTypeNames.has(name + suffix));
}

/** Members that an aggregate's class has anyway, or that JavaScript calls by itself. */
const takenMembers = new Set(
  [
    'id version status can change remove snapshot pullEvents',
    'then constructor toString toLocaleString toJSON valueOf hasOwnProperty isPrototypeOf propertyIsEnumerable',
  ].flatMap((line) => line.split(' ')),
);

/** The method of an aggregate's class for a transition. */
export function methodOf(transition: string, siblings: readonly string[]): string {
  if (!takenMembers.has(transition)) return transition;
  return distinct(`apply${pascalCase(transition)}`, siblings);
}

/** The function of a transition's use case, e.g. `placeOrder`. */
export function useCaseNameOf(transition: string, className: string): string {
  const taken = ['create', 'change', 'remove', 'read', 'list'].includes(transition);
  return `${transition}${className}${taken ? 'Transition' : ''}`;
}

/** The wanted name, numbered from 2 where it is taken. */
export function distinct(wanted: string, taken: Iterable<string>): string {
  const names = new Set(taken);
  let name = wanted;
  for (let number = 2; names.has(name); number += 1) name = `${wanted}${number}`;
  return name;
}

const keywords = new Set(
  [
    'arguments as async await boolean break case catch class const continue debugger default delete do else enum',
    'eval export extends false finally for from function get if implements import in instanceof interface let new',
    'null number object of package private protected public return set static string super switch symbol this throw',
    'true try type typeof undefined var void while with yield ok err',
    'added answer changed clock command data details event events execution found handle id ids invalid notFound now',
    'outcome page patch position precondition queries reader repositories sagas saved selection stale step store stored transition',
    'add all describe every example expect first later made none now read rest test',
    'record records row rows session snapshot statement tables unitOfWork useCases value world',
  ].flatMap((line) => line.split(' ')),
);

/** A name usable as a variable or parameter. */
export function variableOf(name: string, suffix: string): string {
  return keywords.has(name) ? `${name}${suffix}` : name;
}

/** A TypeScript literal of a JSON value. */
export function literal(value: unknown): string {
  return JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

/** An `OIDC`-style environment name of a kebab-case name. */
export function environmentName(kebab: string): string {
  return kebab.replaceAll('-', '_').toUpperCase();
}

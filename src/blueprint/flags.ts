import { parse as parseYaml } from 'yaml';

import { quote } from './problem.ts';
import { err, ok, type Result } from './result.ts';
import { Scanner, ScanError } from './scanner.ts';
import type { WrittenAggregate, WrittenContext, WrittenField } from './schema.ts';

export interface FlagProblem {
  /** e.g. `--aggregate` */
  readonly flag: string;
  readonly message: string;
  readonly hint: string;
}

type WrittenTransition = NonNullable<WrittenAggregate['lifecycle']>['transitions'][number];

export interface ContextFlag {
  readonly context: WrittenContext;
}

export interface AggregateFlag {
  /** null: the one context the command is about */
  readonly context: string | null;
  readonly aggregate: WrittenAggregate;
}

export interface TransitionFlag {
  readonly context: string | null;
  readonly aggregate: string;
  readonly transition: WrittenTransition;
}

export interface SetFlag {
  readonly path: readonly string[];
  readonly value: unknown;
}

const forms = {
  context: 'Write: ordering, or ordering@acme/ordering to name its owner.',
  aggregate:
    "Write: 'ordering/Order(customerId:uuid, total:money, note:text?, sku:string[maxLength=40,unique])'.",
  transition:
    "Write: 'ordering/Order.place: draft -> placed', with several sources 'draft|paused -> placed', and 'emits OrderPlaced' after it to name the event.",
  set: 'Write: path=value, e.g. targets.p99Ms=80 or contexts.ordering.owner=@acme/ordering.',
} as const;

// Names are taken loosely here: what a name may be is checked with the whole blueprint, and told better there.
export const loose = /[^\s/().:,[\]=@"|]+/y;

/** `ordering` or `ordering@acme/team`. */
export function parseContextFlag(text: string): Result<ContextFlag, FlagProblem> {
  return scan('--context', text, forms.context, (scanner) => {
    const name = scanner.read(loose, 'the name of the context');
    const owner = scanner.accept('@') ? `@${scanner.read(/[A-Za-z0-9._/-]+/y, 'the owner')}` : null;
    return { context: owner === null ? { name } : { name, owner } };
  });
}

/** `ordering/Order(customerId:uuid, sku:string[maxLength=40,unique])`, `Person[plural=people](name:string)`. */
export function parseAggregateFlag(text: string): Result<AggregateFlag, FlagProblem> {
  return scan('--aggregate', text, forms.aggregate, (scanner) => {
    const first = scanner.read(loose, 'the name of the aggregate');
    const name = scanner.accept('/') ? scanner.read(loose, 'the name of the aggregate') : null;
    const plural = readPlural(scanner);
    const fields = scanner.accept('(') ? readFields(scanner) : [];
    return {
      context: name === null ? null : first,
      aggregate: { name: name ?? first, ...plural, fields },
    };
  });
}

/** `ordering/Order.place: draft|paused -> placed emits OrderPlaced`; states with spaces in double quotes. */
export function parseTransitionFlag(text: string): Result<TransitionFlag, FlagProblem> {
  return scan('--transition', text, forms.transition, (scanner) => {
    const first = scanner.read(loose, 'the name of the aggregate');
    const second = scanner.accept('/') ? scanner.read(loose, 'the name of the aggregate') : null;
    scanner.expect('.');
    const name = scanner.read(loose, 'the name of the transition');
    scanner.expect(':');
    const from = [readState(scanner)];
    while (scanner.accept('|')) from.push(readState(scanner));
    scanner.expect('->');
    const to = readState(scanner);
    const emits = scanner.accept('emits')
      ? { emits: scanner.read(loose, 'the name of the event') }
      : {};
    return {
      context: second === null ? null : first,
      aggregate: second ?? first,
      transition: { name, from, to, ...emits },
    };
  });
}

/** `path=value`: named things by their name, the value as YAML (`null` removes what is there). */
export function parseSetFlag(text: string): Result<SetFlag, FlagProblem> {
  const problem = (message: string): Result<never, FlagProblem> =>
    err({ flag: '--set', message: `${message} in ${quote(text)}`, hint: forms.set });
  const at = text.indexOf('=');
  if (at < 0) return problem('“=” is missing');
  const path = text
    .slice(0, at)
    .split('.')
    .map((segment) => segment.trim());
  if (path.some((segment) => segment === '')) return problem('a part of the path is empty');
  if (path.includes('__proto__')) return problem('“__proto__” is no part of a path');
  const written = text.slice(at + 1).trim();
  if (written === '') return problem('the value is missing');
  // YAML keeps @ for itself, and owners start with it.
  if (written.startsWith('@')) return ok({ path, value: written });
  try {
    const value: unknown = parseYaml(written, {
      schema: 'core',
      maxAliasCount: 0,
      logLevel: 'error',
    });
    return ok({ path, value });
  } catch {
    return problem('the value is not YAML (put quotes around a text with special characters)');
  }
}

export function readPlural(scanner: Scanner, of = 'an aggregate'): { readonly plural?: string } {
  if (!scanner.accept('[')) return {};
  const key = scanner.read(loose, '“plural”');
  if (key !== 'plural') scanner.fail(`${of} takes “plural” only`);
  scanner.expect('=');
  const plural = scanner.read(loose, 'the plural');
  scanner.expect(']');
  return { plural };
}

/** What follows the opening bracket: `total:money, note:text?)`. */
export function readFields(scanner: Scanner): WrittenField[] {
  const fields: WrittenField[] = [];
  if (scanner.accept(')')) return fields;
  do {
    const name = scanner.read(loose, 'the name of a field');
    scanner.expect(':');
    const kind = scanner.read(/[A-Za-z]+/y, `the type of ${quote(name)}`);
    const inside = scanner.accept('(') ? `(${scanner.readBalanced(')')})` : '';
    const optional = scanner.accept('?') ? '?' : '';
    fields.push({ name, type: `${kind}${inside}${optional}`, ...readConstraints(scanner) });
  } while (scanner.accept(','));
  scanner.expect(')');
  return fields;
}

type Constraints = Omit<WrittenField, 'name' | 'type' | 'values'>;

const constraintReaders: Readonly<Record<string, (scanner: Scanner) => Constraints>> = {
  unique: () => ({ unique: true }),
  immutable: () => ({ immutable: true }),
  minLength: (scanner) => ({ minLength: readInteger(scanner) }),
  maxLength: (scanner) => ({ maxLength: readInteger(scanner) }),
  pattern: (scanner) => ({ pattern: readValue(scanner) }),
  min: (scanner) => ({ min: readNumber(scanner) }),
  max: (scanner) => ({ max: readNumber(scanner) }),
};

function readConstraints(scanner: Scanner): Constraints {
  if (!scanner.accept('[')) return {};
  let constraints: Constraints = {};
  do {
    const key = scanner.read(loose, 'a constraint');
    const reader = Object.hasOwn(constraintReaders, key) ? constraintReaders[key] : undefined;
    if (reader === undefined) {
      return scanner.fail(
        `${quote(key)} is not a constraint (${Object.keys(constraintReaders).join(', ')})`,
      );
    }
    constraints = { ...constraints, ...reader(scanner) };
  } while (scanner.accept(','));
  scanner.expect(']');
  return constraints;
}

function readInteger(scanner: Scanner): number {
  scanner.expect('=');
  return Number(scanner.read(/\d{1,15}/y, 'a whole number'));
}

/** Kept as it was written: a decimal is exact. */
function readNumber(scanner: Scanner): string {
  scanner.expect('=');
  return scanner.acceptQuoted() ?? scanner.read(/-?\d+(?:\.\d+)?/y, 'a number');
}

function readValue(scanner: Scanner): string {
  scanner.expect('=');
  return (
    scanner.acceptQuoted() ??
    scanner.read(/[^\s,[\]"]+/y, 'a value (in double quotes if it holds , or ])')
  );
}

function readState(scanner: Scanner): string {
  const quoted = scanner.acceptQuoted();
  return quoted ?? scanner.read(/(?:(?!->|\s+emits(?:\s|$))[^|"])+/y, 'a state').trim();
}

export function scan<T>(
  flag: string,
  text: string,
  form: string,
  read: (scanner: Scanner) => T,
): Result<T, FlagProblem> {
  const scanner = new Scanner(text, form);
  try {
    const value = read(scanner);
    scanner.end();
    return ok(value);
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    return err({ flag, message: `${error.message}, in ${quote(text)}`, hint: error.hint });
  }
}

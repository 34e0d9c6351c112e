import { err, ok } from '../result.ts';
import { pointerTo, type Violation } from '../violation.ts';
import { refuse, type Parsed, type Parser } from './parser.ts';

/** The members of something, of which nothing but the names is known. */
export type Unvalidated<T> = { readonly [Member in keyof T]?: unknown };

/** What makes up something, and what must hold for each of its members. */
export interface Shape<T extends object> {
  /** All members; absent optional ones become null. */
  parse(input: Unvalidated<T>): Parsed<T>;
  /** Only the members given, none of which may be immutable. */
  parseChanges(input: Unvalidated<T>): Parsed<Partial<T>>;
}

export function shape<T extends object>(
  parsers: { readonly [Member in keyof T]: Parser<T[Member]> },
  { immutable = [] }: { readonly immutable?: readonly (keyof T & string)[] } = {},
): Shape<T> {
  const members = new Map<string, Parser<unknown>>(Object.entries(parsers));
  const fixed = new Set<string>(immutable);

  const parse = (
    names: Iterable<string>,
    parserOf: (name: string) => Parser<unknown>,
    input: object,
  ): Parsed<Record<string, unknown>> => {
    const given = new Map<string, unknown>(Object.entries(input));
    const violations: Violation[] = [];
    const values: Record<string, unknown> = {};
    for (const name of names) {
      const parsed = parserOf(name)(given.get(name), pointerTo('', name));
      if (parsed.ok) values[name] = parsed.value;
      else violations.push(...parsed.error);
    }
    return violations.length === 0 ? ok(values) : err(violations);
  };

  const parserOf = (name: string) => members.get(name) ?? unknownMember;
  const changeOf = (name: string) => (fixed.has(name) ? immutableMember : parserOf(name));

  return {
    // The parsers are those of T by the signature above, which a record built by name cannot show.
    parse: (input) =>
      parse(new Set([...members.keys(), ...Object.keys(input)]), parserOf, input) as Parsed<T>,
    parseChanges: (input) => parse(Object.keys(input), changeOf, input) as Parsed<Partial<T>>,
  };
}

export function required<T>(parser: Parser<T>): Parser<T> {
  return (value, pointer) =>
    value === undefined || value === null
      ? refuse(pointer, 'required', 'is required')
      : parser(value, pointer);
}

export function optional<T>(parser: Parser<T>): Parser<T | null> {
  return (value, pointer) =>
    value === undefined || value === null ? ok(null) : parser(value, pointer);
}

const unknownMember: Parser<never> = (_, pointer) =>
  refuse(pointer, 'unknown-field', 'is not known');

const immutableMember: Parser<never> = (_, pointer) =>
  refuse(pointer, 'immutable', 'cannot be changed');

import type { FieldType } from './model.ts';
import { quote, suggest } from './problem.ts';
import { err, ok, type Result } from './result.ts';

/** What a written type says; the context of a reference to an own aggregate is not known yet. */
export interface WrittenType {
  readonly type:
    | Exclude<FieldType, { readonly kind: 'ref' | 'enum' }>
    | { readonly kind: 'enum'; readonly values: readonly string[] | null }
    | { readonly kind: 'ref'; readonly context: string | null; readonly aggregate: string };
  readonly optional: boolean;
}

export interface TypeProblem {
  readonly message: string;
  readonly hint: string;
}

export const simpleKinds = [
  'string',
  'text',
  'integer',
  'decimal',
  'money',
  'boolean',
  'date',
  'timestamp',
  'uuid',
  'email',
  'url',
  'json',
] as const;

export const writtenTypePattern = `^\\s*(${simpleKinds.join('|')}|enum(\\s*\\(.+\\))?|ref\\s*\\(.+\\))\\s*\\??\\s*$`;

const allKinds = [...simpleKinds, 'enum(a|b)', 'ref(context.Aggregate)'];

/** Reads `string`, `text?`, `enum(a|b)`, `enum` (values given apart), `ref(context.Aggregate)`, `ref(Aggregate)`. */
export function parseFieldType(written: string): Result<WrittenType, TypeProblem> {
  const text = written.trim();
  const optional = text.endsWith('?');
  const base = optional ? text.slice(0, -1).trimEnd() : text;

  const simple = simpleKinds.find((kind) => kind === base);
  if (simple !== undefined) return ok({ type: { kind: simple }, optional });
  if (base === 'enum') return ok({ type: { kind: 'enum', values: null }, optional });

  const call = /^([A-Za-z]+)\s*\(([\s\S]*)\)$/.exec(base);
  if (call === null) return err(unknownType(base));
  const [, kind = '', inside = ''] = call;
  if (kind === 'enum') {
    const values = inside.split('|').map((value) => value.trim());
    return ok({ type: { kind: 'enum', values }, optional });
  }
  if (kind === 'ref') {
    const parts = inside.split('.').map((part) => part.trim());
    const [first = '', second] = parts;
    if (parts.length > 2 || parts.some((part) => part === '')) {
      return err({
        message: `${quote(written)} does not name an aggregate`,
        hint: 'Write ref(context.Aggregate), or ref(Aggregate) within one context.',
      });
    }
    return second === undefined
      ? ok({ type: { kind: 'ref', context: null, aggregate: first }, optional })
      : ok({ type: { kind: 'ref', context: first, aggregate: second }, optional });
  }
  return err(unknownType(base));
}

function unknownType(text: string): TypeProblem {
  return {
    message: text === '' ? 'A field needs a type' : `${quote(text)} is not a field type`,
    hint: suggest(text, allKinds),
  };
}

/** Values that `enum(…)` cannot carry are listed apart. */
export function fitsEnumShorthand(values: readonly string[]): boolean {
  return values.every((value) => /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(value));
}

export function printFieldType(type: FieldType, optional: boolean, ownContext: string): string {
  const mark = optional ? '?' : '';
  switch (type.kind) {
    case 'enum':
      return fitsEnumShorthand(type.values)
        ? `enum(${type.values.join('|')})${mark}`
        : `enum${mark}`;
    case 'ref':
      return type.context === ownContext
        ? `ref(${type.aggregate})${mark}`
        : `ref(${type.context}.${type.aggregate})${mark}`;
    default:
      return `${type.kind}${mark}`;
  }
}

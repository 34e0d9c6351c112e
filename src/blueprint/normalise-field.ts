import { checkMatching, checkPattern } from './check-pattern.ts';
import { parseFieldType, simpleKinds, type WrittenType } from './field-type.ts';
import { limits } from './draft.ts';
import { checkLabel } from './label.ts';
import type { Field, FieldType } from './model.ts';
import { checkName } from './names.ts';
import { quote, type Path, type Report } from './problem.ts';
import type { WrittenField } from './schema.ts';

type Kind = FieldType['kind'];

const lengthKinds: readonly Kind[] = ['string', 'text', 'email', 'url'];
const patternKinds: readonly Kind[] = ['string', 'text'];
const rangeKinds: readonly Kind[] = ['integer', 'decimal', 'money'];
const neverUnique: readonly Kind[] = ['text', 'money', 'boolean', 'json'];

/** Unicode code points, unless the field says otherwise. RFC 5321 §4.5.3.1 for email. */
export const defaultMaxLength: Partial<Record<Kind, number>> = {
  string: 255,
  text: 65_536,
  email: 254,
  url: 2048,
};
const greatestMaxLength: Partial<Record<Kind, number>> = {
  string: 10_000,
  text: 250_000,
  email: 254,
  url: 2048,
};

/** As a@b and http://a. */
const shortestAddress: Partial<Record<Kind, number>> = { email: 3, url: 8 };

/** Four bytes a code point must fit into an entry of a PostgreSQL B-tree (2704 bytes). */
const greatestUniqueLength = 512;

/** Reads one field; what is wrong with it is reported, and a usable stand-in returned. */
export function normaliseField(
  written: WrittenField,
  context: string,
  path: Path,
  report: Report,
): Field {
  const nameProblem = checkName('field', written.name);
  if (nameProblem !== null) {
    report(
      nameProblem.code,
      [...path, 'name'],
      `The field name ${quote(written.name)} ${nameProblem.message}`,
      `Call it ${quote(nameProblem.suggestion)}.`,
    );
  }
  const parsed = parseFieldType(written.type);
  if (!parsed.ok) {
    report('invalid-field-type', [...path, 'type'], parsed.error.message, parsed.error.hint);
  }
  const { type: writtenType, optional } = parsed.ok ? parsed.value : stringType;
  const type = resolveType(writtenType, written, context, path, report);
  const field: Field = {
    name: written.name,
    type,
    optional,
    unique: written.unique ?? false,
    immutable: written.immutable ?? false,
    minLength: written.minLength ?? null,
    maxLength: written.maxLength ?? defaultMaxLength[type.kind] ?? null,
    pattern: written.pattern ?? null,
    min: bound(written.min, type.kind),
    max: bound(written.max, type.kind),
  };
  if (parsed.ok) checkConstraints(written, field, path, report);
  return field;
}

const stringType: WrittenType = { type: { kind: simpleKinds[0] }, optional: false };

function resolveType(
  type: WrittenType['type'],
  written: WrittenField,
  context: string,
  path: Path,
  report: Report,
): FieldType {
  if (type.kind === 'ref') {
    return { kind: 'ref', context: type.context ?? context, aggregate: type.aggregate };
  }
  if (type.kind !== 'enum') {
    if (written.values !== undefined) {
      report(
        'invalid-constraint',
        [...path, 'values'],
        `A ${type.kind} has no values to choose from`,
        'Make the type `enum`.',
      );
    }
    return type;
  }
  if (type.values !== null && written.values !== undefined) {
    report(
      'invalid-constraint',
      [...path, 'values'],
      'The values are given twice',
      'Keep either enum(…) or `values`.',
    );
  }
  const values = (type.values ?? written.values ?? []).map((value) => value.normalize('NFC'));
  const at = type.values === null ? [...path, 'values'] : [...path, 'type'];
  if (values.length === 0)
    report(
      'invalid-field-type',
      [...path, 'type'],
      'An enum needs values',
      'Write enum(a|b), or list them under `values`.',
    );
  if (values.length > limits.enumValues)
    report(
      'invalid-field-type',
      at,
      `An enum has at most ${limits.enumValues} values`,
      'Make it an aggregate of its own.',
    );
  for (const [index, value] of values.entries()) {
    const problem = checkLabel(value);
    if (problem !== null)
      report(
        'invalid-field-type',
        at,
        `The value ${quote(value)} ${problem}`,
        'Choose another value.',
      );
    if (values.indexOf(value) !== index)
      report('duplicate', at, `The value ${quote(value)} is there twice`, 'Keep one.');
  }
  return { kind: 'enum', values };
}

/** Decimals are kept as they were written: a float would round them. */
function bound(value: number | string | undefined, kind: Kind): number | string | null {
  if (value === undefined) return null;
  if (kind === 'integer')
    return typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  return typeof value === 'number' ? String(value) : value;
}

function checkConstraints(written: WrittenField, field: Field, path: Path, report: Report): void {
  const { kind } = field.type;
  const refuse = (key: keyof WrittenField, message: string, hint?: string): void =>
    report('invalid-constraint', [...path, key], message, hint);
  const only = (key: keyof WrittenField, kinds: readonly Kind[]): boolean => {
    if (written[key] === undefined) return false;
    if (kinds.includes(kind)) return true;
    refuse(
      key,
      `${quote(key)} does not go with the type ${kind}`,
      `It is for ${kinds.join(', ')}.`,
    );
    return false;
  };

  if (only('minLength', lengthKinds) && (field.minLength ?? 0) < 0)
    refuse('minLength', 'A length is not negative');
  const greatest = greatestMaxLength[kind] ?? 0;
  const least = field.minLength ?? 0;
  const most = field.maxLength ?? 0;
  if (only('maxLength', lengthKinds)) {
    const length = field.maxLength ?? 0;
    if (length < 1)
      refuse('maxLength', 'A text that is always empty carries nothing', 'Raise maxLength.');
    else if (length < (shortestAddress[kind] ?? 1))
      refuse('maxLength', `No ${kind} is as short as ${length} characters`, 'Raise maxLength.');
    if (length > greatest)
      refuse(
        'maxLength',
        `A ${kind} has at most ${greatest} characters`,
        kind === 'string' ? 'Use the type text.' : undefined,
      );
  }
  if (field.minLength !== null && field.maxLength !== null && field.minLength > field.maxLength) {
    refuse(
      written.minLength === undefined ? 'maxLength' : 'minLength',
      `minLength ${field.minLength} is over maxLength ${field.maxLength}`,
      'Then nothing fits.',
    );
  }
  if (only('pattern', patternKinds) && field.pattern !== null) {
    // What fits no text at all is told by then.
    const lengthsFit = least >= 0 && least <= most && most >= 1 && most <= greatest;
    const problem =
      checkPattern(field.pattern) ?? (lengthsFit ? checkMatching(field.pattern, field) : null);
    if (problem !== null) refuse('pattern', problem.message, problem.hint);
  }
  const hasMin = only('min', rangeKinds) && checkBound('min', field, refuse);
  const hasMax = only('max', rangeKinds) && checkBound('max', field, refuse);
  if (hasMin && hasMax && compareDecimals(String(field.min), String(field.max)) > 0) {
    refuse('min', `min ${field.min} is over max ${field.max}`, 'Then nothing fits.');
  } else if (hasMin && hasMax && kind === 'money' && !holdsCents(field)) {
    refuse(
      'min',
      `No amount in cents lies between min ${field.min} and max ${field.max}`,
      'Write bounds of two decimals, or make it a decimal.',
    );
  }
  if (!field.unique) return;
  if (neverUnique.includes(kind))
    refuse(
      'unique',
      `A ${kind} cannot be unique`,
      kind === 'text' ? `Use string with a maxLength up to ${greatestUniqueLength}.` : undefined,
    );
  else if ((field.maxLength ?? 0) > greatestUniqueLength) {
    refuse(
      'unique',
      `A unique ${kind} needs a maxLength of at most ${greatestUniqueLength}`,
      `Add maxLength: ${greatestUniqueLength}, so that it fits into an index.`,
    );
  }
}

/** Whether some amount in hundredths, as money is kept, lies within the bounds. */
function holdsCents({ min, max }: Field): boolean {
  const [least, most] = [String(min), String(max)];
  const scale = Math.max(fractionOf(least).length, fractionOf(most).length, 2);
  const cent = 10n ** BigInt(scale - 2);
  const below = scaled(most, scale) / cent;
  // Division cuts towards zero, which is up for what is negative.
  const highest = below * cent > scaled(most, scale) ? below - 1n : below;
  return highest * cent >= scaled(least, scale);
}

function checkBound(
  key: 'min' | 'max',
  field: Field,
  refuse: (key: 'min' | 'max', message: string, hint?: string) => void,
): boolean {
  const value = field[key];
  if (field.type.kind === 'integer') {
    if (typeof value === 'number' && Number.isSafeInteger(value)) return true;
    refuse(
      key,
      `${key} of an integer must be a whole number within ±9007199254740991, not ${quote(value)}`,
    );
    return false;
  }
  if (typeof value === 'string' && /^-?(?:0|[1-9]\d{0,29})(?:\.\d{1,20})?$/.test(value))
    return true;
  refuse(key, `${key} must be a decimal number, not ${quote(value)}`, 'Write it like "12.30".');
  return false;
}

/** Compares two decimal numbers exactly. */
export function compareDecimals(a: string, b: string): number {
  const scale = Math.max(fractionOf(a).length, fractionOf(b).length);
  const difference = scaled(a, scale) - scaled(b, scale);
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

const fractionOf = (text: string): string => text.split('.')[1] ?? '';

const scaled = (text: string, scale: number): bigint =>
  BigInt((text.split('.')[0] ?? '') + fractionOf(text).padEnd(scale, '0'));

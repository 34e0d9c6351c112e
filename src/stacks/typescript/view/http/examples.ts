import { textMatching } from '../../../../blueprint/pattern/example.ts';
import type { FieldModel } from '../model.ts';

export const identifierExample = '01890a5d-ac96-774b-bcce-b302099a8057';
export const timeExample = '2026-01-15T09:30:00.000Z';

/** A value that the field accepts. */
export function exampleOf(field: FieldModel): unknown {
  switch (field.kind) {
    case 'string':
    case 'text':
      return textExample(field, field.names.words);
    case 'email':
      return addressExample(field, { wanted: 'jane@example.com', before: '', after: '@b' });
    case 'url':
      return addressExample(field, {
        wanted: 'https://example.com/',
        before: 'http://',
        after: '',
      });
    case 'integer':
      return integerExample(field);
    case 'decimal':
      return decimalExample(field, '12.5');
    case 'money':
      return { amount: decimalExample(field, '12.30'), currency: 'EUR' };
    case 'boolean':
      return true;
    case 'date':
      return timeExample.slice(0, 10);
    case 'timestamp':
      return timeExample;
    case 'uuid':
    case 'ref':
      return identifierExample;
    case 'enum':
      return field.values[0];
    case 'json':
      return { key: 'value' };
  }
}

function textExample({ pattern, minLength, maxLength }: FieldModel, wanted: string): string {
  const least = minLength ?? 0;
  const most = maxLength ?? Number.POSITIVE_INFINITY;
  if (pattern !== null) return textMatching(pattern, least, most) ?? '';
  return wanted.slice(0, most).padEnd(least, 'x');
}

/** The address that is wanted; where it is too long or too short, one whose middle fills the length. */
function addressExample(
  { minLength, maxLength }: FieldModel,
  { wanted, before, after }: Readonly<Record<'wanted' | 'before' | 'after', string>>,
): string {
  const least = minLength ?? 0;
  const fits = least <= wanted.length && wanted.length <= (maxLength ?? Number.POSITIVE_INFINITY);
  if (fits) return wanted;
  // A path may be as long as one likes, a name of a host not.
  if (least > wanted.length && wanted.endsWith('/')) return wanted.padEnd(least, 'x');
  const around = before.length + after.length;
  return before + 'a'.repeat(Math.max(1, least - around)) + after;
}

function integerExample({ min, max }: FieldModel): number {
  const wanted = 3;
  if (typeof min === 'number' && min > wanted) return min;
  return typeof max === 'number' && max < wanted ? max : wanted;
}

/** Bounds are compared as numbers: an example needs no more than to lie between them. */
function decimalExample({ min, max }: FieldModel, wanted: string): string {
  if (min !== null && Number(min) > Number(wanted)) return String(min);
  return max !== null && Number(max) < Number(wanted) ? String(max) : wanted;
}

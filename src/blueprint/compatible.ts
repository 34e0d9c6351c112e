import type { Field, FieldType } from './model.ts';
import { compareDecimals } from './normalise-field.ts';
import { printFieldType } from './field-type.ts';

/**
 * Why a value of the source may not fit the target; null: every one fits. A value that does not fit
 * would only be found out when the event arrives, and end as a dead letter.
 */
export function misfit(source: Field, target: Field): string | null {
  const kinds = kindMisfit(source.type, target.type);
  if (kinds !== null) return kinds;
  if (source.optional && !target.optional)
    return `${source.name} can be absent, ${target.name} cannot`;
  if (isOver(source.maxLength, target.maxLength))
    return `${source.name} can be longer than the ${target.maxLength} characters of ${target.name}`;
  if ((target.minLength ?? 0) > (source.minLength ?? 0))
    return `${source.name} can be shorter than the ${target.minLength} characters of ${target.name}`;
  if (target.pattern !== null && target.pattern !== source.pattern)
    return `${target.name} has a pattern that ${source.name} need not match`;
  if (
    target.min !== null &&
    (source.min === null || compareDecimals(String(source.min), String(target.min)) < 0)
  )
    return `${source.name} can be under the minimum of ${target.name}`;
  if (
    target.max !== null &&
    (source.max === null || compareDecimals(String(source.max), String(target.max)) > 0)
  )
    return `${source.name} can be over the maximum of ${target.name}`;
  return null;
}

const isOver = (source: number | null, target: number | null): boolean =>
  target !== null && (source === null || source > target);

/** Whether values of the two types can be told equal. */
export function comparable(a: FieldType, b: FieldType): boolean {
  if (isIdentifier(a) && isIdentifier(b)) {
    return (
      a.kind !== 'ref' ||
      b.kind !== 'ref' ||
      (a.context === b.context && a.aggregate === b.aggregate)
    );
  }
  return a.kind === b.kind && !['json', 'text', 'money', 'decimal', 'boolean'].includes(a.kind);
}

function kindMisfit(source: FieldType, target: FieldType): string | null {
  if (isIdentifier(source) && isIdentifier(target) && comparable(source, target)) return null;
  if (source.kind === 'enum' && target.kind === 'enum') {
    const { values } = target;
    const extra = source.values.filter((value) => !values.includes(value));
    return extra.length === 0 ? null : `the target lacks the values ${extra.join(', ')}`;
  }
  const texts = ['string', 'text', 'email', 'url', 'enum'];
  if (texts.includes(source.kind) && target.kind === 'text') return null;
  if (['email', 'url'].includes(source.kind) && target.kind === 'string') return null;
  if (source.kind === target.kind && source.kind !== 'ref') return null;
  return `${shown(source)} is not ${shown(target)}`;
}

const isIdentifier = (type: FieldType): boolean => type.kind === 'uuid' || type.kind === 'ref';

const shown = (type: FieldType): string => printFieldType(type, false, '');

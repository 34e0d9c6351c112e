import type { Field } from '../../../src/blueprint/model.ts';

/** The range of an integer field: a missing bound is that of exact integers in JSON. */
export function integerRange(field: Field): readonly [number, number] {
  return [
    field.min === null ? Number.MIN_SAFE_INTEGER : Number(field.min),
    field.max === null ? Number.MAX_SAFE_INTEGER : Number(field.max),
  ];
}

/** Bounds of a decimal or of an amount of money. */
export function bounds(field: Field): { min: string | null; max: string | null } {
  return {
    min: field.min === null ? null : String(field.min),
    max: field.max === null ? null : String(field.max),
  };
}

/** Whether a text has a length that the field takes, in code points. */
export function fits(field: Field, text: string): boolean {
  const length = [...text].length;
  return length >= (field.minLength ?? 0) && length <= (field.maxLength ?? Infinity);
}

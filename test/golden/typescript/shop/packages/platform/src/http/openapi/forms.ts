import { decimalForm, emailForm, longestDecimal, webAddressForm } from '@packages/kernel';
import type { JsonSchema } from '../json-schema.ts';

/** What the kernel takes under a format, where the format's name says something else or nothing. */
const forms: Readonly<Record<string, JsonSchema>> = {
  decimal: { pattern: decimalForm.source, maxLength: longestDecimal },
  email: { pattern: emailForm.source },
  uri: { pattern: webAddressForm.source },
};

/** The same schema, with the form of every format written out for readers who know no kernel. */
export function withForms(schema: JsonSchema): JsonSchema {
  const { format } = schema;
  const form = typeof format === 'string' ? forms[format] : undefined;
  const members = Object.entries(schema).map(([name, value]) => [name, inside(value)] as const);
  return { ...form, ...Object.fromEntries(members) };
}

function inside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inside);
  return isSchema(value) ? withForms(value) : value;
}

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null;

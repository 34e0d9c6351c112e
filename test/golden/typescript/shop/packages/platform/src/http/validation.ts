import { err, ok, pointerTo, type Result } from '@packages/kernel';
import { date, decimal, email, timestamp, url, uuid, type Parser } from '@packages/kernel';
import type { Static, TSchema } from '@sinclair/typebox';
import { Ajv2020, str, type ErrorObject } from 'ajv/dist/2020.js';
import { plainSchema } from './json-schema.ts';
import type { InputError } from './problem.ts';

export type Validate<Schema extends TSchema> = (
  value: unknown,
) => Result<Static<Schema>, readonly InputError[]>;

/** A body full of mistakes gets an answer, not a mirror of itself. */
const mostErrors = 100;

// Lengths and patterns count Unicode code points, as JSON Schema says and PostgreSQL does.
const ajv = new Ajv2020({
  allErrors: true,
  verbose: true,
  strict: true,
  allowUnionTypes: true,
  // A field may be called `constructor` or `toString`.
  ownProperties: true,
});
ajv.addKeyword({ keyword: 'x-immutable', schemaType: 'array' });

// All errors are wanted, but not those of matching a text that is too long anyway: the time that a
// pattern takes is bounded by the longest text it is meant for.
ajv.removeKeyword('pattern');
ajv.addKeyword({
  keyword: 'pattern',
  type: 'string',
  schemaType: 'string',
  error: { message: ({ schemaCode }) => str`must match pattern "${schemaCode}"` },
  compile(pattern: string, schema) {
    const maxLength: number = schema['maxLength'] ?? Infinity;
    const expression = new RegExp(pattern, 'u');
    // A code point is at most two units long.
    return (text: string) => text.length > 2 * maxLength || expression.test(text);
  },
});

// What a format means is told once, in the kernel.
const formats: Readonly<Record<string, Parser<unknown>>> = {
  uuid: uuid(),
  email: email({}),
  uri: url({}),
  date: date(),
  'date-time': timestamp(),
  decimal: decimal(),
};
for (const [name, parse] of Object.entries(formats)) {
  ajv.addFormat(name, (text: string) => parse(text, '').ok);
}

/** Fields that a resource has, but that a change of it may not name. */
export const immutableFields = 'x-immutable';

export function compileValidation<Schema extends TSchema>(schema: Schema): Validate<Schema> {
  const fits = ajv.compile<Static<Schema>>(plainSchema(schema, (_name, anonymous) => anonymous));
  const immutable = new Set<unknown>(schema[immutableFields] ?? []);
  return (value) => {
    if (fits(value)) return ok(value);
    return err(
      (fits.errors ?? []).slice(0, mostErrors).map((error) => inputError(error, immutable)),
    );
  };
}

function inputError(error: ErrorObject, immutable: ReadonlySet<unknown>): InputError {
  const { instancePath, keyword, params } = error;
  switch (keyword) {
    case 'required':
      return {
        pointer: pointerTo(instancePath, params['missingProperty']),
        code: 'required',
        message: 'is required',
      };
    case 'additionalProperties': {
      const name: string = params['additionalProperty'];
      const pointer = pointerTo(instancePath, name);
      return instancePath === '' && immutable.has(name)
        ? { pointer, code: 'immutable', message: 'cannot be changed' }
        : { pointer, code: 'unknown-field', message: 'is not known' };
    }
    case 'type':
      return error.data === null
        ? { pointer: instancePath, code: 'required', message: 'is required' }
        : { pointer: instancePath, code: 'type', message: error.message ?? '' };
    default:
      return {
        pointer: instancePath,
        code: codes[keyword] ?? keyword,
        message: error.message ?? 'is not allowed',
      };
  }
}

const codes: Readonly<Record<string, string>> = {
  minLength: 'min-length',
  maxLength: 'max-length',
  minimum: 'min',
  maximum: 'max',
};

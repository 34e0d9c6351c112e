import { expect, test } from 'bun:test';
import { Type } from '@sinclair/typebox';
import { compileValidation } from '../../src/http/validation.ts';

function codesOf(schema: Parameters<typeof compileValidation>[0], value: unknown) {
  const result = compileValidation(schema)(value);
  return result.ok ? [] : result.error.map(({ code }) => code);
}

test('a text that is too long is not matched, which could take hours', () => {
  const schema = Type.String({ maxLength: 10, pattern: '^(?:a+)+$' });
  expect(codesOf(schema, `${'a'.repeat(100)}!`)).toEqual(['max-length']);
});

test('a text within its length is matched, by code points', () => {
  const schema = Type.String({ minLength: 3, maxLength: 3, pattern: '^.{2}b$' });
  expect(codesOf(schema, '😀😀b')).toEqual([]);
  expect(codesOf(schema, 'abc')).toEqual(['pattern']);
  expect(codesOf(schema, 'c')).toEqual(['min-length', 'pattern']);
});

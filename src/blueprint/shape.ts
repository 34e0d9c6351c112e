import * as z from 'zod';

import { blueprintFormat, bringUpToDate, type NewerFormat } from './migrations.ts';
import { quote, suggest, type Finding, type Path } from './problem.ts';
import { err, ok, type Result } from './result.ts';
import { writtenSchema, type Written } from './schema.ts';

/**
 * Checks the shape of a written blueprint: keys and the types of their values, nothing more. What
 * an older version wrote is brought to the current schema first.
 */
export function checkShape(raw: unknown): Result<Written, readonly Finding[]> {
  const forbidden = findForbiddenKeys(raw, []);
  if (forbidden.length > 0) return err(forbidden);
  const current = bringUpToDate(raw, blueprintFormat);
  if (!current.ok) return err([newerSchema(current.error)]);
  const parsed = writtenSchema.safeParse(current.value, { reportInput: true });
  if (parsed.success) return ok(parsed.data);
  return err(
    parsed.error.issues.flatMap(findingsOf).map((finding) => ({
      ...finding,
      message: finding.message.charAt(0).toUpperCase() + finding.message.slice(1),
      hint: finding.hint ?? '“create-backend schema” prints the form of a blueprint.',
    })),
  );
}

function newerSchema({ key, found, known }: NewerFormat): Finding {
  return {
    code: 'newer-schema',
    path: [key],
    message: `The blueprint is of schema ${found}; this version reads ${known}`,
    hint: 'Use a newer version of create-backend: in a repository, the one that backend.lock.json names as generator; else npx create-backend@latest.',
  };
}

/** `__proto__` is no name of anything here, and assigning it would reach into the program. */
function findForbiddenKeys(value: unknown, path: Path): readonly Finding[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]): readonly Finding[] => {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    if (key !== '__proto__') return findForbiddenKeys(inner, at);
    return [
      {
        code: 'unknown-key',
        path: at,
        message: 'The key “__proto__” is not allowed',
        hint: 'Remove it.',
      },
    ];
  });
}

function findingsOf(issue: z.core.$ZodIssue): readonly Finding[] {
  const path = issue.path.filter((segment) => typeof segment !== 'symbol');
  const place = placeOf(path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        code: 'unknown-key',
        path: [...path, key],
        message: `${quote(key)} is not a key of ${place}`,
        hint: suggest(key, keysAt(path)),
      }));
    case 'invalid_value':
      if (issue.input === undefined) return [missing(path)];
      return [
        {
          code: 'invalid-value',
          path,
          message: `${quote(issue.input)} is not a value of ${place}`,
          hint: suggest(String(issue.input), issue.values.map(String)),
        },
      ];
    case 'invalid_type':
    case 'invalid_union': {
      if (issue.input === undefined) return [missing(path)];
      const expected = issue.code === 'invalid_type' ? issue.expected : unionOf(issue);
      return [
        {
          code: 'wrong-type',
          path,
          message: `${place} must be ${words[expected] ?? expected}, not ${shown(issue.input)}`,
          hint: expected === 'string' && isScalar(issue.input) ? 'Put quotes around it.' : null,
        },
      ];
    }
    case 'too_small':
      return [
        {
          code: 'invalid-value',
          path,
          message: `${place} must be ${issue.inclusive === true ? 'at least' : 'more than'} ${issue.minimum}`,
          hint: null,
        },
      ];
    case 'too_big':
      return [
        {
          code: 'invalid-value',
          path,
          message: `${place} must be ${issue.inclusive === true ? 'at most' : 'less than'} ${issue.maximum}`,
          hint: null,
        },
      ];
    default:
      return [{ code: 'invalid-value', path, message: `${place}: ${issue.message}`, hint: null }];
  }
}

const words: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object of texts',
};

function unionOf(issue: z.core.$ZodIssueInvalidUnion): string {
  const expected = issue.errors.flatMap(([first]) =>
    first?.code === 'invalid_type' ? [words[first.expected] ?? first.expected] : [],
  );
  return expected.length === 0 ? 'of another type' : expected.join(' or ');
}

const missing = (path: Path): Finding => ({
  code: 'missing',
  path: path.slice(0, -1),
  message: `${placeOf(path.slice(0, -1))} lacks ${quote(String(path.at(-1)))}`,
  hint: 'Add it.',
});

function placeOf(path: Path): string {
  const keys = path.filter((segment) => typeof segment === 'string');
  const last = keys.at(-1);
  if (last === undefined) return 'the blueprint';
  const inList = typeof path.at(-1) === 'number';
  return inList ? `an entry of ${quote(last)}` : quote(last);
}

function shown(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return quote(value);
}

const isScalar = (value: unknown): boolean =>
  typeof value === 'number' || typeof value === 'boolean';

/** The keys the schema knows at a path. */
function keysAt(path: Path): readonly string[] {
  let schema: unknown = writtenSchema;
  for (const segment of path) {
    const here = bare(schema);
    if (typeof segment === 'number') schema = here instanceof z.ZodArray ? here.element : undefined;
    else schema = here instanceof z.ZodObject ? here.shape[segment] : undefined;
  }
  const here = bare(schema);
  return here instanceof z.ZodObject ? Object.keys(here.shape) : [];
}

function bare(schema: unknown): unknown {
  return schema instanceof z.ZodOptional ? bare(schema.unwrap()) : schema;
}

import { isData, textsOf } from './reading/data.ts';

/** How a JSON Schema of what is told breaks those who read by an earlier one: a field, and what became of it. */
export interface SchemaBreak {
  /** Names from the top: `total.amount`; empty: the whole */
  readonly field: string;
  readonly problem: 'removed' | 'optional' | 'changed';
}

/**
 * Compares from the reader's side: what is told may say more than before (new fields, new guarantees), and
 * never less: a field that goes, or need not be there any more, a value of another type, format or enumeration.
 */
export function schemaBreaks(before: unknown, after: unknown, field = ''): readonly SchemaBreak[] {
  const [was, is] = [alternatives(before), alternatives(after)];
  const [onlyBefore] = was.filter((each) => each['type'] !== 'null');
  const [onlyAfter] = is.filter((each) => each['type'] !== 'null');
  const isNewlyNull = is.some(isNull) && !was.some(isNull);
  if (isNewlyNull && was.length > 0) return [{ field, problem: 'changed' }];
  if (was.length === 0) return [];
  if (isOne(was) && isOne(is) && onlyBefore && onlyAfter)
    return alternativeBreaks(onlyBefore, onlyAfter, field);
  const covered = is.every((now) =>
    was.some((then) => alternativeBreaks(then, now, field).length === 0),
  );
  return covered ? [] : [{ field, problem: 'changed' }];
}

type Schema = Readonly<Record<string, unknown>>;

const isNull = (schema: Schema): boolean => schema['type'] === 'null';
const isOne = (schemas: readonly Schema[]): boolean =>
  schemas.filter((schema) => !isNull(schema)).length === 1;

/** What a value may be, one by one; none: anything, or nothing that can be compared. */
function alternatives(schema: unknown): readonly Schema[] {
  if (!isData(schema)) return [];
  for (const key of ['anyOf', 'oneOf'] as const) {
    const list = schema[key];
    if (Array.isArray(list)) return list.flatMap(alternatives);
  }
  const types = textsOf(schema['type']);
  return types.length > 1 ? types.map((type) => ({ ...schema, type })) : [schema];
}

function alternativeBreaks(before: Schema, after: Schema, field: string): readonly SchemaBreak[] {
  if (!isSameKind(before, after) || !isWithin(before['enum'], after['enum']))
    return [{ field, problem: 'changed' }];
  return [...fieldBreaks(before, after, field), ...itemBreaks(before, after, field)];
}

function isSameKind(before: Schema, after: Schema): boolean {
  const kept = (key: string): boolean =>
    before[key] === undefined || JSON.stringify(before[key]) === JSON.stringify(after[key]);
  const isNarrower = before['type'] === 'number' && after['type'] === 'integer';
  return (kept('type') || isNarrower) && kept('format') && kept('const');
}

/** Whether nothing is told that was not in the enumeration before. */
function isWithin(before: unknown, after: unknown): boolean {
  if (!Array.isArray(before)) return true;
  const known = new Set(before.map((value) => JSON.stringify(value)));
  return Array.isArray(after) && after.every((value) => known.has(JSON.stringify(value)));
}

function fieldBreaks(before: Schema, after: Schema, field: string): readonly SchemaBreak[] {
  const [was, is] = [before['properties'], after['properties']];
  if (!isData(was)) return [];
  const required = new Set(textsOf(after['required']));
  const wasRequired = new Set(textsOf(before['required']));
  return Object.keys(was).flatMap((name): readonly SchemaBreak[] => {
    const at = field === '' ? name : `${field}.${name}`;
    if (!isData(is) || !Object.hasOwn(is, name)) return [{ field: at, problem: 'removed' }];
    if (wasRequired.has(name) && !required.has(name)) return [{ field: at, problem: 'optional' }];
    return schemaBreaks(was[name], is[name], at);
  });
}

function itemBreaks(before: Schema, after: Schema, field: string): readonly SchemaBreak[] {
  if (!isData(before['items'])) return [];
  return schemaBreaks(before['items'], after['items'], `${field}[]`);
}

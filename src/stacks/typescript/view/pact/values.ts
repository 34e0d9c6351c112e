import { identifierExample, timeExample } from '../http/examples.ts';
import type { AggregateModel, FieldModel } from '../model.ts';
import { acceptedValues } from '../samples.ts';
import {
  exactly,
  integer,
  like,
  money,
  object,
  oneOf,
  patterned,
  type Expectation,
  type Json,
} from './expectation.ts';

/** A value that the field accepts; undefined where none was found that matches its pattern. */
export function sampleOf(field: FieldModel): Json | undefined {
  if (!samples.has(field)) samples.set(field, acceptedValues(field)[0] as Json | undefined);
  return samples.get(field);
}

const samples = new WeakMap<FieldModel, Json | undefined>();

/** Whether a document can be made up that the service accepts. */
export function canBeMade(aggregate: AggregateModel): boolean {
  return requiredFields(aggregate).every((field) => sampleOf(field) !== undefined);
}

/** What a consumer expects of a field: that it has its type and form, not a certain value. */
export function expectationOf(field: FieldModel, example = sampleOf(field) ?? null): Expectation {
  switch (field.kind) {
    case 'uuid':
    case 'ref':
      return patterned('id', String(example));
    case 'date':
      return patterned('date', String(example));
    case 'timestamp':
      return patterned('time', String(example));
    case 'decimal':
      return patterned('decimal', String(example));
    case 'money': {
      const { amount, currency } = example as {
        readonly amount: string;
        readonly currency: string;
      };
      return money(amount, currency);
    }
    case 'integer':
      return integer(Number(example));
    case 'enum':
      return oneOf(field.values, String(example));
    default:
      return like(example);
  }
}

/** A property of an event or a document that is no field of the aggregate. */
export function intrinsicExpectation(name: string, aggregate: AggregateModel): Expectation {
  switch (name) {
    case 'version':
      return integer(1);
    case 'createdAt':
    case 'updatedAt':
      return patterned('time', timeExample);
    case 'status':
      return oneOf(aggregate.lifecycle?.states ?? [], aggregate.lifecycle?.initial ?? '');
    default:
      return patterned('id', identifierExample);
  }
}

/** A document of the API, as far as a front end relies on it. `status`: the state it must be in. */
export function documentExpectation(aggregate: AggregateModel, status: string | null): Expectation {
  const intrinsic = (name: string): Expectation => intrinsicExpectation(name, aggregate);
  return object({
    id: intrinsic('id'),
    version: intrinsic('version'),
    ...Object.fromEntries(
      requiredFields(aggregate).map((field) => [field.name, expectationOf(field)]),
    ),
    ...(aggregate.lifecycle === null
      ? {}
      : { status: status === null ? intrinsic('status') : exactly(status) }),
    createdAt: intrinsic('createdAt'),
    updatedAt: intrinsic('updatedAt'),
  });
}

/** A body that creates one. */
export function newDocument(aggregate: AggregateModel): Json {
  return Object.fromEntries(
    requiredFields(aggregate).map((field) => [field.name, sampleOf(field) ?? null]),
  );
}

function requiredFields({ fields }: AggregateModel): readonly FieldModel[] {
  return fields.filter(({ optional }) => !optional);
}

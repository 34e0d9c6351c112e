import type { ExternalModel, ExternalOperationModel, FieldModel } from '../model.ts';
import { literal } from '../names.ts';
import type { HttpInteraction } from './document.ts';
import { object, type Json } from './expectation.ts';
import { expectationOf, sampleOf } from './values.ts';

/** A use of an outside service, and what must come of it. */
export interface ExternalUse {
  readonly interaction: HttpInteraction;
  readonly operation: ExternalOperationModel;
  readonly request: Json;
  readonly outcome: Json;
}

const idempotencyKey = 'contract-testing';

export function usesOf(external: ExternalModel): readonly ExternalUse[] {
  return external.operations
    .filter(hasExamples)
    .flatMap((operation) => [accepted(external, operation), refused(external, operation)]);
}

function hasExamples({ request, response }: ExternalOperationModel): boolean {
  return [...request, ...response].every((field) => sampleOf(field) !== undefined);
}

function accepted(external: ExternalModel, operation: ExternalOperationModel): ExternalUse {
  const body = object(
    Object.fromEntries(operation.response.map((field) => [field.name, expectationOf(field)])),
  );
  return {
    operation,
    request: example(operation.request),
    outcome: { kind: 'accepted', value: body.example },
    interaction: {
      description: `a request to ${operation.names.words}`,
      given: `the ${external.names.words} agrees`,
      request: requestOf(operation),
      response: { status: 200, headers: {}, body },
    },
  };
}

function refused(external: ExternalModel, operation: ExternalOperationModel): ExternalUse {
  return {
    operation,
    request: example(operation.request),
    outcome: { kind: 'refused', status: 422 },
    interaction: {
      description: `a request to ${operation.names.words} that is declined`,
      given: `the ${external.names.words} declines`,
      request: requestOf(operation),
      response: { status: 422, headers: {}, body: undefined },
    },
  };
}

/** Members that the path does not name go into the body, or the query where there is no body. */
function requestOf({ method, path, request }: ExternalOperationModel): HttpInteraction['request'] {
  const rest = request.filter(({ name }) => !path.includes(`{${name}}`));
  const filled = path.replaceAll(/\{(\w+)\}/g, (_placeholder, name: string) => {
    const field = request.find((each) => each.name === name);
    return encodeURIComponent(String(field === undefined ? undefined : sampleOf(field)));
  });
  const bodyless = method === 'GET' || method === 'DELETE';
  return {
    method,
    path: filled,
    query: bodyless
      ? Object.fromEntries(rest.map((field) => [field.name, queryValue(sampleOf(field) ?? null)]))
      : {},
    headers: { 'Idempotency-Key': idempotencyKey },
    body: bodyless ? undefined : example(rest),
  };
}

function queryValue(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function example(fields: readonly FieldModel[]): Json {
  return Object.fromEntries(fields.map((field) => [field.name, sampleOf(field) ?? null]));
}

/** How the test of a use reads. */
export function useSource({ operation, request, outcome }: ExternalUse): object {
  return {
    method: operation.name,
    call: literal(request),
    outcome: literal(outcome),
    options: literal({ idempotencyKey }),
  };
}

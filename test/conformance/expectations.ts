import { expect } from 'vitest';
import type { Reply } from '../support/http-client.ts';
import { type JsonObject, asArray, asObject, isObject } from '../support/json.ts';

/** A status, with the whole answer in the message where it is another one. */
export function expectStatus(reply: Reply, ...statuses: readonly number[]): void {
  expect(statuses, `${reply.status} ${reply.text.slice(0, 600)}`).toContain(reply.status);
}

/** RFC 9457 with the members of the contract. */
export function expectProblem(reply: Reply, status: number, code?: string): JsonObject {
  expectStatus(reply, status);
  expect(reply.headers['content-type']).toMatch(/^application\/problem\+json\b/);
  const problem = reply.object;
  expect(problem, reply.text).toMatchObject({
    type: expect.stringMatching(/^\/problems\/[a-z0-9]+(-[a-z0-9]+)*$/),
    title: expect.stringMatching(/./),
    status,
    detail: expect.stringMatching(/./),
    instance: expect.stringMatching(/./),
    code: expect.stringMatching(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    correlationId: reply.headers['x-correlation-id'],
  });
  if (code !== undefined) expect(problem.code, reply.text).toBe(code);
  if (status === 422) expectErrors(problem);
  return problem;
}

function expectErrors(problem: JsonObject): void {
  const errors = asArray(problem.errors, 'errors of a 422').map((error) => asObject(error));
  expect(errors.length, 'a 422 names at least one error').toBeGreaterThan(0);
  for (const error of errors) {
    expect(error).toMatchObject({
      code: expect.stringMatching(/^[a-z0-9]+(-[a-z0-9]+)*$/),
      message: expect.stringMatching(/./),
    });
    const where = ['pointer', 'parameter'].filter((name) => typeof error[name] === 'string');
    expect(where, `either pointer or parameter: ${JSON.stringify(error)}`).toHaveLength(1);
  }
}

/** A 422 that points at the one value that is wrong. */
export function expectViolation(reply: Reply, pointer: string, codes?: readonly string[]): void {
  const problem = expectProblem(reply, 422);
  const errors = asArray(problem.errors).map((error) => asObject(error));
  const found = errors.filter((error) => error.pointer === pointer);
  expect(found.length, `an error at ${pointer}: ${JSON.stringify(errors)}`).toBeGreaterThan(0);
  if (codes === undefined) return;
  const told = found.map((error) => String(error.code));
  expect(codes, JSON.stringify(found)).toContain(told[0]);
}

/** A 422 that points at a value or at something inside it. */
export function expectViolationWithin(reply: Reply, pointer: string): void {
  const pointers = asArray(expectProblem(reply, 422).errors).map(
    (error) => asObject(error).pointer,
  );
  const within = pointers.filter(
    (each) => each === pointer || `${String(each)}`.startsWith(`${pointer}/`),
  );
  expect(within.length, `an error at or in ${pointer}: ${reply.text}`).toBeGreaterThan(0);
}

/** A 422 that names a query parameter or a header. */
export function expectParameterError(reply: Reply, parameter: string): void {
  const problem = expectProblem(reply, 422);
  const named = asArray(problem.errors).map((error) => asObject(error).parameter);
  expect(named, reply.text).toContain(parameter);
}

/** The strong validator of a representation: `"<version>"`. */
export function etagOf(reply: Reply): string {
  const version = reply.object.version;
  expect(Number.isSafeInteger(version), `version is an integer: ${String(version)}`).toBe(true);
  expect(reply.headers.etag).toBe(`"${String(version)}"`);
  return `"${String(version)}"`;
}

export const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
export const rfc3339Milliseconds = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

export function items(reply: Reply): JsonObject[] {
  expectStatus(reply, 200);
  expect(Object.keys(reply.object).toSorted()).toEqual(['items', 'nextCursor']);
  return asArray(reply.object.items, 'items').map((item) => asObject(item));
}

export function nextCursor(reply: Reply): string | null {
  const cursor = isObject(reply.json) ? reply.json.nextCursor : undefined;
  if (cursor === null || typeof cursor === 'string') return cursor;
  throw new Error(`nextCursor is neither a string nor null: ${JSON.stringify(cursor)}`);
}

/** Fails with the faults themselves, the first dozen of them. */
export function expectNone(faults: readonly string[], among: string): void {
  if (faults.length === 0) return;
  const distinct = [...new Set(faults)].slice(0, 12);
  throw new Error(`${faults.length} of ${among}:\n${distinct.join('\n')}`);
}

import {
  createTestApi,
  createTestDatabase,
  type TestApi,
  type TestDatabase,
  type TestRequest,
} from '@packages/platform/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test';

import { createCatalogModule, catalogMigrations } from '../../src/module.ts';
import { allocationExamples } from '../examples/allocation.ts';

const path = '/v1/catalog/allocations';
const [example] = allocationExamples;
const unknownId = '01890a5d-ac96-774b-bcce-ffffffffffff';

let database: TestDatabase;
let api: TestApi;

beforeAll(async () => {
  database = await createTestDatabase({ contexts: [catalogMigrations] });
  api = createTestApi(database, (dependencies) => [createCatalogModule(dependencies)]);
});
afterEach(() => database.query(`DELETE FROM "catalog"."allocations"`));
afterAll(() => database.drop());

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

interface Body {
  readonly id: string;
  readonly code: string;
  readonly items: readonly { readonly id: string }[];
  readonly errors: readonly { readonly pointer: string; readonly code: string }[];
}

async function ask(method: string, address: string, request: TestRequest = {}): Promise<Answer> {
  const response = await api.request(method, address, request);
  const text = await response.text();
  const { status, headers } = response;
  return { status, headers, body: JSON.parse(text === '' ? '{}' : text) };
}

const create = (headers: Record<string, string> = {}) =>
  ask('POST', path, { body: example, headers });

async function created(): Promise<string> {
  const { headers } = await create();
  return headers.get('location') ?? '';
}

describe(path, () => {
  test('what is created is read where Location says', async () => {
    const { status, headers, body } = await create();
    expect(status).toBe(201);
    expect(body).toMatchObject(example);
    const address = headers.get('location') ?? '';
    expect(address).toBe(`${path}/${body.id}`);
    const read = await ask('GET', address);
    expect(read.status).toBe(200);
    expect(read.headers.get('etag')).toBe('"1"');
    expect(read.body).toEqual(body);
  });

  test('a repeated request creates nothing more', async () => {
    const key = { 'idempotency-key': crypto.randomUUID() };
    const first = await create(key);
    const second = await create(key);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(second.body).toEqual(first.body);
    expect((await ask('GET', path)).body.items).toHaveLength(1);
  });

  test('everything that is missing is told at once', async () => {
    const { status, body } = await ask('POST', path, { body: {} });
    expect(status).toBe(422);
    expect(body.errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(
      ['/orderId', '/productId', '/quantity'].map((pointer) => `${pointer} required`),
    );
  });

  test('a value that is taken is refused', async () => {
    await created();
    const { status, body } = await create();
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'conflict', errors: [{ code: 'not-unique' }] });
  });

  test('a transition of the lifecycle is made', async () => {
    const { status, body } = await ask('POST', `${await created()}/confirm`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'confirmed', version: 2 });
  });

  test('what is removed is gone', async () => {
    const address = await created();
    const removed = await ask('DELETE', address, { headers: { 'if-match': '"1"' } });
    expect(removed.status).toBe(204);
    expect((await ask('GET', address)).status).toBe(404);
  });

  test('a removal names its version', async () => {
    const address = await created();
    expect((await ask('DELETE', address)).status).toBe(428);
    expect((await ask('DELETE', address, { headers: { 'if-match': '"7"' } })).status).toBe(412);
  });

  test('what nobody created is not found', async () => {
    expect((await ask('GET', `${path}/${unknownId}`)).body.code).toBe('not-found');
  });

  test('reading does not allow writing', async () => {
    const readOnly = { scopes: ['catalog:read'] };
    expect((await ask('GET', path, readOnly)).status).toBe(200);
    expect((await ask('POST', path, { ...readOnly, body: example })).status).toBe(403);
    expect((await ask('DELETE', `${path}/${unknownId}`, readOnly)).status).toBe(403);
  });
});

import {
  createTestApi,
  createTestDatabase,
  type TestApi,
  type TestDatabase,
} from '@packages/platform/testing';
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createModules, migrations } from '../src/contexts.ts';

/** The API as it was agreed on: under version control, so that every change of it is reviewed. */
const agreed = new URL('./openapi.snapshot', import.meta.url);

let database: TestDatabase;
let api: TestApi;

beforeAll(async () => {
  database = await createTestDatabase({
    contexts: migrations,
  });
  api = createTestApi(database, createModules);
});
afterAll(() => database.drop());

test('the API is the one that was agreed on', async () => {
  const now = `${JSON.stringify(api.server.openApi, null, 2)}\n`;
  const isNew = !existsSync(agreed);
  if (isNew || process.env['UPDATE_OPENAPI'] === '1') await writeFile(agreed, now);
  if (isNew) {
    process.stderr.write(
      `${fileURLToPath(agreed)} was written. Commit it: changes of the API show against it.\n`,
    );
  }
  const changed = now !== (await readFile(agreed, 'utf8'));
  expect(
    changed ? 'The API has changed. If it was meant to: UPDATE_OPENAPI=1 bun run test' : '',
  ).toBe('');
});

test('the description is served to everybody', async () => {
  const response = await api.request('GET', '/openapi.json', { scopes: null });
  expect(await response.json()).toEqual(JSON.parse(JSON.stringify(api.server.openApi)));
});

test('every reference within the description leads somewhere', () => {
  const text = JSON.stringify(api.server.openApi);
  const references = new Set(
    [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path),
  );
  for (const reference of references) {
    const target = reference
      .split('/')
      .reduce<unknown>((node, name) => Object(node)[name], api.server.openApi);
    expect(target, reference).toBeDefined();
  }
});

test('every operation has a name of its own, and examples that its own rules accept', async () => {
  const ids = new Set<string>();
  for (const { method, template, operation } of api.server.routes) {
    if (operation === null) continue;
    expect(ids).not.toContain(operation.id);
    ids.add(operation.id);
    if (method !== 'POST' || template.includes('{id}')) continue;
    const { status } = await api.request(method, template, { body: operation.body.example });
    expect(status, operation.id).toBe(operation.success.status);
  }
});

import {
  createTestApi,
  createTestDatabase,
  type TestApi,
  type TestDatabase,
} from '@packages/platform/testing';
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { readFile } from 'node:fs/promises';
import { createModules, migrations } from '../src/contexts.ts';

let database: TestDatabase;
let api: TestApi;

beforeAll(async () => {
  database = await createTestDatabase({
    contexts: migrations,
  });
  api = createTestApi(database, createModules);
});
afterAll(() => database.drop());

async function publicRoutes(): Promise<readonly string[]> {
  const page = await readFile(new URL('../../../docs/public-routes.md', import.meta.url), 'utf8');
  return [...page.matchAll(/^\| ([A-Z]+) +\| `([^`]+)` /gm)].map(
    ([, method, path]) => `${method} ${path}`,
  );
}

test('every route but the public ones answers 401 without a token', async () => {
  const open: string[] = [];
  for (const { method, template } of api.server.routes) {
    const path = template.replace('{id}', '01890a5d-ac96-774b-bcce-b302099a8057');
    const { status } = await api.request(method, path, { scopes: null });
    if (status !== 401) open.push(`${method} ${template}`);
  }
  expect(open.toSorted()).toEqual((await publicRoutes()).toSorted());
});

test('every route that needs a token names the one scope it needs', () => {
  for (const { operation } of api.server.routes) {
    if (operation !== null) expect(operation.scope).toMatch(/^[a-z][a-z0-9-]*:(?:read|write)$/);
  }
});

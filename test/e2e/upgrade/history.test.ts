import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { developerEnvironment, succeed } from '../../support/command.ts';
import {
  createTestDatabase,
  databaseUrl,
  withClient,
  type TestDatabase,
} from '../../support/postgres.ts';
import { runVerb, typescriptVerbs } from '../../support/service.ts';
import { openWorkshop, type Emitted, type Workshop } from './emitted.ts';

const before = `schema: 1
name: depot
delivery: { container: none, ci: none }
contexts:
  - name: catalog
    aggregates:
      - name: Product
        fields: [{ name: title, type: string }]
        lifecycle:
          initial: offered
          transitions: [{ name: discontinue, from: [offered], to: discontinued }]
  - name: ordering
    aggregates:
      - name: Order
        fields:
          - { name: productId, type: ref(catalog.Product) }
          - { name: note, type: text? }
        lifecycle:
          initial: placed
          transitions: [{ name: cancel, from: [placed], to: cancelled }]
`;

let folder: string;
let workshop: Workshop;
let repository: Emitted;
let database: TestDatabase;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'create-backend-history-'));
  await writeFile(path.join(folder, 'depot.yaml'), before);
  const program = inject('program');
  workshop = await openWorkshop(
    program,
    { bin: program },
    '--blueprint',
    path.join(folder, 'depot.yaml'),
  );
  // Embedded PostgreSQL drops root for a user who has to get in here.
  await chmod(workshop.folder, 0o755);
  repository = await workshop.repository();
  database = await createTestDatabase(inject('postgres'), 'upgrade history', {
    ownerCreatesDatabases: true,
  });
  await verb('setup');
});
afterAll(async () => {
  await database.drop();
  await workshop.close();
  await rm(folder, { recursive: true, force: true });
});

const addresses = () => ({
  DATABASE_URL: databaseUrl(database, database.application),
  MIGRATION_DATABASE_URL: databaseUrl(database, database.owner),
});

const verb = (name: string) =>
  succeed({
    argv: ['bun', 'run', name],
    cwd: repository.root,
    environment: { ...developerEnvironment(), ...addresses() },
    timeoutMs: 400_000,
  });

async function migrate(): Promise<void> {
  const ended = await runVerb(typescriptVerbs(repository.root), 'migrate', addresses());
  expect(ended).toMatchObject({ code: 0 });
}

const rows = (sql: string): Promise<readonly Record<string, unknown>[]> =>
  withClient(
    databaseUrl(database, database.owner),
    async (client) => (await client.query(sql)).rows,
  );

const migrations = 'contexts/ordering/migrations';

test(
  'what is added to a context in backend.yaml comes as new migrations, which apply to a filled database',
  { timeout: 900_000 },
  async () => {
    await migrate();
    await rows(`INSERT INTO ordering.orders VALUES
    ('018f3c52-0000-7000-8000-000000000001', '018f3c52-0000-7000-8000-000000000002', 'kept', 'placed', 1, now(), now())`);
    const first = await repository.read(`${migrations}/0001_create_ordering.sql`);

    // A new aggregate, a copy of another context's, and a reaction that looks orders up by their product.
    await repository.edit(
      'backend.yaml',
      '      - name: Order\n',
      '      - name: Return\n        fields: [{ name: reason, type: string }]\n      - name: Order\n',
    );
    await repository.write(
      'backend.yaml',
      `${(await repository.read('backend.yaml')).trimEnd()}
    consumes:
      - { event: catalog.ProductDiscontinued, apply: { aggregate: Order, transition: cancel, match: productId } }
      - { event: catalog.ProductCreated, project: { into: KnownProduct, fields: [title] } }
`,
    );
    const upgraded = await repository.upgrade();
    expect(upgraded).toMatchObject({ code: 0, document: { outcome: 'upgraded', conflicts: [] } });
    expect(Object.keys(upgraded.changes).filter((file) => file.startsWith(migrations))).toEqual([
      `${migrations}/0002_add_returns_and_1_more.sql`,
      `${migrations}/0003_add_orders_product_id_idx.sql`,
    ]);
    expect(await repository.read(`${migrations}/0001_create_ordering.sql`)).toBe(first);
    await repository.commit();

    await verb('setup');
    // What was typed into backend.yaml is not as the formatter has it.
    await verb('format');
    await verb('check');
    await migrate();
    expect(await rows('SELECT note FROM ordering.orders')).toEqual([{ note: 'kept' }]);
    expect(await rows('SELECT * FROM ordering.returns')).toEqual([]);
    expect(await rows('SELECT * FROM ordering.known_products')).toEqual([]);
    expect(
      await rows(`SELECT indexname FROM pg_indexes WHERE indexname = 'orders_product_id_idx'`),
    ).toHaveLength(1);
    await verb('test');

    const lock = JSON.parse(await repository.read('backend.lock.json')) as { files: object };
    expect(Object.keys(lock.files)).toContain(`${migrations}/0002_add_returns_and_1_more.sql`);
    expect(await repository.upgrade()).toMatchObject({
      code: 0,
      document: { outcome: 'current', notes: [] },
    });
  },
);

test('what changes in a table that is there is left to the team, and told', async () => {
  const other = await workshop.repository();
  await other.edit('backend.yaml', 'type: text?', 'type: text');
  const upgraded = await other.upgrade();
  expect(upgraded.code).toBe(0);
  expect(upgraded.changes).not.toHaveProperty(`${migrations}/0001_create_ordering.sql`);
  expect(Object.keys(upgraded.changes).filter((file) => file.endsWith('.sql'))).toEqual([]);
  const notes = String(upgraded.document['notes']);
  expect(notes).toContain('Write a migration: table "ordering"."orders"');
  expect(notes).toContain('without "note" text; with "note" text NOT NULL');
});

test('a second addition goes into the migration after the first, and history that was carried on stays in the lock', async () => {
  const other = await workshop.repository();
  for (const [name, table] of [
    ['Return', 'returns'],
    ['Refund', 'refunds'],
  ] as const) {
    await other.edit(
      'backend.yaml',
      '      - name: Order\n',
      `      - name: ${name}\n        fields: [{ name: reason, type: string }]\n      - name: Order\n`,
    );
    const upgraded = await other.upgrade();
    expect(upgraded.code).toBe(0);
    expect(Object.keys(upgraded.changes).some((file) => file.endsWith(`_add_${table}.sql`))).toBe(
      true,
    );
    await other.commit();
  }
  expect((await other.git('ls-files', migrations)).split('\n')).toEqual([
    `${migrations}/0001_create_ordering.sql`,
    `${migrations}/0002_add_returns.sql`,
    `${migrations}/0003_add_refunds.sql`,
  ]);
  const lock = JSON.parse(await other.read('backend.lock.json')) as { files: object };
  expect(Object.keys(lock.files).filter((file) => file.startsWith(migrations))).toHaveLength(3);
});

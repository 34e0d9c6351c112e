import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { parseBlueprint } from '../../../src/advisor/index.ts';
import { repositoryModel } from '../../../src/stacks/typescript/view/build.ts';
import { tablesOf, type Table } from '../../../src/stacks/typescript/view/persistence/tables.ts';

const fixture = readFileSync(
  path.resolve(import.meta.dirname, '../../fixtures/tenancy.yaml'),
  'utf8',
);

function tables(yaml: string): ReadonlyMap<string, Table> {
  const parsed = parseBlueprint(yaml, { file: 'tenancy.yaml' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const { contexts } = repositoryModel(parsed.value.blueprint, parsed.value.decisions);
  return new Map(contexts.flatMap(tablesOf).map((table) => [table.name, table]));
}

const withTenants = tables(fixture);
const withoutTenants = tables(fixture.replace('tenancy: claim', 'tenancy: none'));

function table(name: string, among = withTenants): Table {
  const found = among.get(name);
  if (found === undefined) throw new Error(`There is no table ${name}.`);
  return found;
}

describe('where tenants share the tables', () => {
  test.each([...withTenants.keys()])('%s has rows of tenants only', (name) => {
    expect(table(name).tenancy).toBe(true);
    expect(table(name).definitions).toEqual(
      expect.arrayContaining([
        `"tenant_id" text NOT NULL DEFAULT current_setting('app.tenant', true)`,
        `CONSTRAINT "${name}_tenant_id_check" CHECK ("tenant_id" <> '')`,
      ]),
    );
  });

  test('no code reads or writes the column', () => {
    for (const { columns } of withTenants.values())
      expect(columns.map(({ name }) => name)).not.toContain('tenant_id');
  });

  test('a value is unique within a tenant', () => {
    expect(table('desks').definitions).toContain(
      'CONSTRAINT "desks_label_key" UNIQUE ("tenant_id", "label")',
    );
  });

  test('lists and look-ups read one tenant’s part of an index', () => {
    expect(table('bookings').indexes).toEqual([
      { name: 'bookings_created_at_idx', columns: '"tenant_id", "created_at" DESC, "id" DESC' },
      { name: 'bookings_desk_id_idx', columns: '"tenant_id", "desk_id"' },
    ]);
  });

  test('a tenant is in one partition, and the key holds what partitions are made by', () => {
    expect(table('bookings').suffix).toBe(' PARTITION BY HASH ("tenant_id")');
    expect(table('bookings').definitions).toContain(
      'CONSTRAINT "bookings_pkey" PRIMARY KEY ("id", "tenant_id")',
    );
    expect(table('desks').suffix, 'whose label is unique').toBe('');
    expect(table('desks').definitions).toContain('CONSTRAINT "desks_pkey" PRIMARY KEY ("id")');
  });
});

test('without tenants nothing speaks of them', () => {
  expect([...withoutTenants.keys()]).toEqual([...withTenants.keys()]);
  for (const each of withoutTenants.values()) {
    expect(each.tenancy).toBe(false);
    expect(JSON.stringify(each)).not.toContain('tenant');
  }
  expect(table('bookings', withoutTenants).suffix).toBe(' PARTITION BY HASH ("id")');
});

import { describe, expect, it } from 'vitest';

import { parseBlueprint } from '../../../src/advisor/index.ts';
import { repositoryModel } from '../../../src/stacks/typescript/view/build.ts';
import { tablesOf, type Table } from '../../../src/stacks/typescript/view/persistence/tables.ts';

/** The table of a single aggregate with these fields, written as YAML. */
function tableOf(fields: string, more = ''): Table {
  const yaml = `
schema: 1
name: shop
${more}
contexts:
  - name: catalog
    aggregates:
      - name: Product
        fields:
${fields
  .trim()
  .split('\n')
  .map((line) => `          - ${line.trim()}`)
  .join('\n')}
`;
  const parsed = parseBlueprint(yaml, { file: 'backend.yaml' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const [context] = repositoryModel(parsed.value.blueprint, parsed.value.decisions).contexts;
  const [table] = context === undefined ? [] : tablesOf(context);
  if (table === undefined) throw new Error('There is no table.');
  return table;
}

const columnsOf = (table: Table) => table.columns.map(({ name }) => name);

describe('the columns of an aggregate', () => {
  it('hold money exactly, as an amount and a currency', () => {
    expect(tableOf('{ name: price, type: money }').definitions).toContain(
      '"price_amount" numeric NOT NULL',
    );
  });

  it('have names that PostgreSQL does not cut', () => {
    const long = (end: string) => `a${'b'.repeat(60)}${end}`;
    const columns = columnsOf(
      tableOf(`
        { name: ${long('C')}, type: money }
        { name: ${long('D')}, type: money }
      `),
    );
    expect(columns.every((name) => Buffer.byteLength(name) <= 63)).toBe(true);
    expect(new Set(columns).size).toBe(columns.length);
  });
});

describe('the constraints of an aggregate', () => {
  it('mirror what the domain demands', () => {
    expect(tableOf('{ name: quantity, type: integer, min: 1, max: 9 }').definitions).toContain(
      'CONSTRAINT "products_quantity_check" CHECK (("quantity" >= 1) AND ("quantity" <= 9))',
    );
  });

  it('quote what a value may be made of', () => {
    expect(tableOf(`{ name: kind, type: "enum(it's|b)" }`).definitions).toContain(
      `CONSTRAINT "products_kind_check" CHECK ("kind" IN ('it''s', 'b'))`,
    );
  });
});

describe('partitioning', () => {
  const hash = 'features: { partitioning: hash }';

  it('spreads a table over its partitions by id', () => {
    const table = tableOf('{ name: title, type: string }', hash);
    expect(table.suffix).toBe(' PARTITION BY HASH ("id")');
    expect(table.partitions).toHaveLength(8);
  });

  it('leaves a table whole that has a unique field, which no partition could check alone', () => {
    expect(tableOf('{ name: code, type: string, unique: true }', hash).suffix).toBe('');
  });
});

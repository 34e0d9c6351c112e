import { expect, test } from 'vitest';

import { statementsOf } from '../../../src/stacks/shared/sql/statements.ts';
import { continueHistory, isHistory } from '../../../src/stacks/typescript/history.ts';

const path = 'contexts/ordering/migrations/0001_create_ordering.sql';

const orders = `CREATE TABLE "ordering"."orders" (
  "id" uuid NOT NULL,
  "note" text,
  CONSTRAINT "orders_note_check" CHECK ("note" <> ';''"')
);
CREATE INDEX "orders_created_at_idx" ON "ordering"."orders" ("created_at" DESC, "id" DESC);
`;
const invoices = `CREATE TABLE "ordering"."invoices" (
  "id" uuid NOT NULL
);
CREATE INDEX "invoices_created_at_idx" ON "ordering"."invoices" ("created_at" DESC, "id" DESC);
`;

function continued(base: string, theirs: string, others: Readonly<Record<string, string>> = {}) {
  const existing = Object.entries({ [path]: base, ...others }).map(([file, content]) => ({
    path: file,
    content,
  }));
  return continueHistory({ path, base, theirs, existing });
}

test('a new table goes into the next migration, with its indexes and nothing else', () => {
  expect(continued(orders, `${invoices}\n${orders}`)).toEqual({
    files: [{ path: 'contexts/ordering/migrations/0002_add_invoices.sql', content: invoices }],
    byHand: [],
  });
});

test('the number follows the highest there is, whatever its name', () => {
  const others = { 'contexts/ordering/migrations/0041_by_hand.sql': 'SELECT 1;' };
  expect(continued(orders, `${orders}\n${invoices}`, others).files[0]?.path).toBe(
    'contexts/ordering/migrations/0042_add_invoices.sql',
  );
});

test('two new tables share a file that names how many more there are', () => {
  const receipts = invoices.replaceAll('invoices', 'receipts');
  const { files } = continued(orders, `${orders}\n${invoices}\n${receipts}`);
  expect(files).toEqual([
    {
      path: 'contexts/ordering/migrations/0002_add_invoices_and_1_more.sql',
      content: `${invoices}\n${receipts}`,
    },
  ]);
});

test('a context that had no table gets its first one', () => {
  const none = '-- No aggregate yet, so no table of its own.\n';
  expect(continued(none, orders)).toEqual({
    files: [{ path: 'contexts/ordering/migrations/0002_add_orders.sql', content: orders }],
    byHand: [],
  });
  expect(continued(orders, `${none}${orders}`)).toEqual({ files: [], byHand: [] });
});

test('an index on a table that may have rows is built beside the traffic, in a file of its own', () => {
  const index = 'CREATE INDEX "orders_note_idx" ON "ordering"."orders" ("note");';
  expect(continued(orders, `${orders}${index}\n\n${invoices}`).files).toEqual([
    { path: 'contexts/ordering/migrations/0002_add_invoices.sql', content: invoices },
    {
      path: 'contexts/ordering/migrations/0003_add_orders_note_idx.sql',
      content:
        '-- no transaction\nCREATE INDEX CONCURRENTLY "orders_note_idx" ON "ordering"."orders" ("note");\n',
    },
  ]);
});

test('an index on a partitioned table is built plainly: PostgreSQL has no other way', () => {
  const parted = `CREATE TABLE "a"."b" (\n  "id" uuid NOT NULL\n) PARTITION BY HASH ("id");
CREATE TABLE "a"."b_p0"\n  PARTITION OF "a"."b" FOR VALUES WITH (MODULUS 1, REMAINDER 0);\n`;
  const index = 'CREATE INDEX "b_id_idx" ON "a"."b" ("id");\n';
  expect(continued(parted, parted + index).files).toEqual([
    { path: 'contexts/ordering/migrations/0002_add_b_id_idx.sql', content: index },
  ]);
});

test('a changed table is left to the team and told, what is new beside it is planned all the same', () => {
  const changed = orders.replace('"note" text,', '"remark" text NOT NULL,');
  expect(continued(orders, `${changed}\n${invoices}`)).toEqual({
    files: [{ path: 'contexts/ordering/migrations/0002_add_invoices.sql', content: invoices }],
    byHand: ['table "ordering"."orders": without "note" text; with "remark" text NOT NULL'],
  });
});

test('an index on a table that the team has to change first is left to it', () => {
  const changed = orders.replace('"note" text,', '"remark" text NOT NULL,');
  const index = 'CREATE INDEX "orders_remark_idx" ON "ordering"."orders" ("remark");';
  expect(continued(orders, `${changed}${index}\n`)).toEqual({
    files: [],
    byHand: [
      'table "ordering"."orders": without "note" text; with "remark" text NOT NULL',
      `after that: ${index}`,
    ],
  });
});

test('what a later migration made or changed is neither planned nor told again', () => {
  const index = 'CREATE INDEX "orders_note_idx" ON "ordering"."orders" ("note");';
  const changed = orders.replace('"note" text,', '"remark" text NOT NULL,');
  const others = {
    'contexts/ordering/migrations/0002_add_invoices.sql': invoices,
    'contexts/ordering/migrations/0003_index.sql': `-- no transaction\n${index.replace('INDEX', 'INDEX CONCURRENTLY IF NOT EXISTS')}`,
    'contexts/ordering/migrations/0004_by_hand.sql':
      'alter table ordering.orders rename column note to remark;',
  };
  expect(continued(orders, `${changed}\n${index}\n${invoices}`, others)).toEqual({
    files: [],
    byHand: [],
  });
});

test('a table that is gone is never dropped, only told', () => {
  expect(continued(`${orders}\n${invoices}`, orders)).toEqual({
    files: [],
    byHand: [
      'table "ordering"."invoices" is not used any more',
      'index "invoices_created_at_idx" is not used any more',
    ],
  });
});

test('statements end at their semicolons, not at those in strings, names, bodies and comments', () => {
  const script = [
    "SELECT ';' || E'it\\'s; ' || 'it''s;' ; -- one; two",
    'CREATE TABLE "semi;colon" (); /* a; b */',
    'DO $body$ BEGIN; END $body$;',
    "SELECT $$;$$; SELECT 'last'",
  ].join('\r\n');
  expect(statementsOf(script).map(({ meaning }) => meaning)).toEqual([
    "SELECT ';' || E'it\\'s; ' || 'it''s;' ;",
    'CREATE TABLE "semi;colon" ();',
    'DO $body$ BEGIN; END $body$;',
    'SELECT $$;$$;',
    "SELECT 'last'",
  ]);
});

test.each([
  ['contexts/ordering/migrations/0001_create_ordering.sql', true],
  ['packages/platform/migrations/0001_create_records.sql', true],
  ['contexts/ordering/src/infrastructure/migrations.ts', false],
  ['packages/platform/test/fixtures/notes/migrations/0001_create_notes.sql', false],
])('history: %s is %s', (file, expected) => {
  expect(isHistory(file)).toBe(expected);
});

const policy = `ALTER TABLE "ordering"."orders" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "ordering"."orders" USING ("tenant_id" = current_setting('app.tenant', true));
`;

test('a policy on a table that the team has to change first is left to it, in order', () => {
  const changed = orders.replace('"note" text,', '"note" text,\n  "tenant_id" text NOT NULL,');
  const [enable, create] = policy.trim().split('\n');
  expect(continued(orders, changed + policy)).toEqual({
    files: [],
    byHand: [
      'table "ordering"."orders": with "tenant_id" text NOT NULL',
      `after that: ${enable}`,
      `after that: ${create}`,
    ],
  });
});

test('a new table brings its policy along', () => {
  const theirs = invoices + policy.replaceAll('orders', 'invoices');
  expect(continued(orders, orders + theirs)).toEqual({
    files: [{ path: 'contexts/ordering/migrations/0002_add_invoices.sql', content: theirs }],
    byHand: [],
  });
});

test('what is told of a table that stays as it is goes into the next migration', () => {
  expect(continued(orders, orders + policy).files.map(({ content }) => content)).toEqual([policy]);
});

import {
  pageOf,
  statement,
  type Database,
  type Insertable,
  type Selectable,
  type StatementValue,
  type UnitOfWorkSession,
} from '@packages/platform/database';
import type {
  KnownProduct,
  KnownProductQueries,
  KnownProductStore,
} from '../../application/read-models/known-product.ts';
import { tables, type KnownProductTable } from '../tables.ts';

type ReadRow = Selectable<KnownProductTable>;
type WrittenRow = Insertable<KnownProductTable>;

const columns = [
  'id',
  'sku',
  'title',
  'price_amount',
  'price_currency',
  'version',
  'created_at',
  'updated_at',
] as const satisfies readonly (keyof ReadRow)[];

// Events of one aggregate come in order, but a second delivery may be late: the newer copy stays.
const upsert = statement('ordering.known_products.upsert', (value: StatementValue<WrittenRow>) =>
  tables
    .insertInto('known_products')
    .values({
      id: value('id'),
      sku: value('sku'),
      title: value('title'),
      price_amount: value('price_amount'),
      price_currency: value('price_currency'),
      version: value('version'),
      created_at: value('created_at'),
      updated_at: value('updated_at'),
    })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet(({ ref }) => ({
          sku: ref('excluded.sku'),
          title: ref('excluded.title'),
          price_amount: ref('excluded.price_amount'),
          price_currency: ref('excluded.price_currency'),
          version: ref('excluded.version'),
          created_at: ref('excluded.created_at'),
          updated_at: ref('excluded.updated_at'),
        }))
        .where('known_products.version', '<', ({ ref }) => ref('excluded.version')),
    ),
);

const find = statement('ordering.known_products.find', (value: StatementValue<{ id: string }>) =>
  tables.selectFrom('known_products').select(columns).where('id', '=', value('id')),
);

const newest = tables
  .selectFrom('known_products')
  .select(columns)
  .orderBy('created_at', 'desc')
  .orderBy('id', 'desc');

const listFirst = statement(
  'ordering.known_products.list',
  (value: StatementValue<{ limit: number }>) => newest.limit(value('limit')),
);

const listAfter = statement(
  'ordering.known_products.list',
  (value: StatementValue<{ limit: number; createdAt: Date; id: string }>) =>
    newest
      .where(({ eb, refTuple, tuple }) =>
        eb(refTuple('created_at', 'id'), '<', tuple(value('createdAt'), value('id'))),
      )
      .limit(value('limit')),
);

export function createKnownProductStore({
  connection,
}: Pick<UnitOfWorkSession, 'connection'>): KnownProductStore {
  return {
    save: async (copy) => {
      await connection.affected(upsert, toRow(copy));
    },
  };
}

export function createKnownProductQueries(database: Database): KnownProductQueries {
  return {
    find: async (id, reader) => {
      const row = await database.readsOf(reader).row(find, { id });
      return row === null ? null : toCopy(row);
    },
    list: async (limit, after, reader) => {
      const connection = database.readsOf(reader);
      const rows =
        after === null
          ? await connection.rows(listFirst, { limit: limit + 1 })
          : await connection.rows(listAfter, {
              limit: limit + 1,
              createdAt: after.createdAt,
              id: after.id,
            });
      return pageOf(rows.map(toCopy), limit);
    },
  };
}

function toRow(copy: KnownProduct): WrittenRow {
  return {
    id: copy.id,
    sku: copy.sku,
    title: copy.title,
    price_amount: copy.price.amount,
    price_currency: copy.price.currency,
    version: copy.version,
    created_at: copy.createdAt,
    updated_at: copy.updatedAt,
  };
}

function toCopy(row: ReadRow): KnownProduct {
  return {
    id: row.id,
    sku: row.sku,
    title: row.title,
    price: { amount: row.price_amount, currency: row.price_currency },
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

import {
  orTaken,
  type UniqueConstraints,
  statement,
  trackVersions,
  type StatementValue,
  type UnitOfWorkSession,
} from '@packages/platform/database';
import type { ProductEvent } from '../../domain/product/product.events.ts';
import type { ProductRepository } from '../../domain/product/product.repository.ts';
import { Product } from '../../domain/product/product.ts';
import { tables } from '../tables.ts';
import { columns, toRow, toSnapshot, type ReadRow, type WrittenRow } from './product.rows.ts';

const find = statement('catalog.products.load', (value: StatementValue<{ id: string }>) =>
  tables.selectFrom('products').select(columns).where('id', '=', value('id')).forUpdate(),
);

const insert = statement('catalog.products.insert', (value: StatementValue<WrittenRow>) =>
  tables.insertInto('products').values({
    id: value('id'),
    sku: value('sku'),
    title: value('title'),
    category_id: value('category_id'),
    price_amount: value('price_amount'),
    price_currency: value('price_currency'),
    weight_kg: value('weight_kg'),
    image_url: value('image_url'),
    attributes: value('attributes'),
    note: value('note'),
    status: value('status'),
    version: value('version'),
    created_at: value('created_at'),
    updated_at: value('updated_at'),
  }),
);

const update = statement(
  'catalog.products.update',
  (value: StatementValue<WrittenRow & { expected: number }>) =>
    tables
      .updateTable('products')
      .set('title', value('title'))
      .set('category_id', value('category_id'))
      .set('price_amount', value('price_amount'))
      .set('price_currency', value('price_currency'))
      .set('weight_kg', value('weight_kg'))
      .set('image_url', value('image_url'))
      .set('attributes', value('attributes'))
      .set('note', value('note'))
      .set('status', value('status'))
      .set('version', value('version'))
      .set('updated_at', value('updated_at'))
      .where('id', '=', value('id'))
      .where('version', '=', value('expected')),
);

const remove = statement(
  'catalog.products.delete',
  (value: StatementValue<{ id: string; expected: number }>) =>
    tables
      .deleteFrom('products')
      .where('id', '=', value('id'))
      .where('version', '=', value('expected')),
);

const uniques: UniqueConstraints = {
  products_sku_key: '/sku',
};

export function createProductRepository({
  connection,
  record,
}: UnitOfWorkSession<ProductEvent>): ProductRepository {
  const versions = trackVersions();

  const loaded = (row: ReadRow): Product => {
    const product = Product.reconstitute(toSnapshot(row));
    versions.saw(product);
    return product;
  };

  return {
    find: async (id) => {
      const row = await connection.row(find, { id });
      return row === null ? null : loaded(row);
    },
    add: (product) =>
      orTaken(uniques, async () => {
        await connection.affected(insert, toRow(product.snapshot()));
        versions.saw(product);
        record(product.pullEvents());
      }),
    save: (product) =>
      orTaken(uniques, async () => {
        const row = { ...toRow(product.snapshot()), expected: versions.expected(product) };
        versions.wrote(product, await connection.affected(update, row));
        record(product.pullEvents());
      }),
    remove: async (product) => {
      const expected = versions.expected(product);
      versions.wrote(product, await connection.affected(remove, { id: product.id, expected }));
      record(product.pullEvents());
    },
  };
}

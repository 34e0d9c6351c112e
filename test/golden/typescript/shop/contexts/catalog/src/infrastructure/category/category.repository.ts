import {
  orTaken,
  type UniqueConstraints,
  statement,
  trackVersions,
  type StatementValue,
  type UnitOfWorkSession,
} from '@packages/platform/database';
import type { CategoryEvent } from '../../domain/category/category.events.ts';
import type { CategoryRepository } from '../../domain/category/category.repository.ts';
import { Category } from '../../domain/category/category.ts';
import { tables } from '../tables.ts';
import { columns, toRow, toSnapshot, type ReadRow, type WrittenRow } from './category.rows.ts';

const find = statement('catalog.categories.load', (value: StatementValue<{ id: string }>) =>
  tables.selectFrom('categories').select(columns).where('id', '=', value('id')).forUpdate(),
);

const insert = statement('catalog.categories.insert', (value: StatementValue<WrittenRow>) =>
  tables.insertInto('categories').values({
    id: value('id'),
    slug: value('slug'),
    title: value('title'),
    parent_id: value('parent_id'),
    position: value('position'),
    version: value('version'),
    created_at: value('created_at'),
    updated_at: value('updated_at'),
  }),
);

const update = statement(
  'catalog.categories.update',
  (value: StatementValue<WrittenRow & { expected: number }>) =>
    tables
      .updateTable('categories')
      .set('title', value('title'))
      .set('parent_id', value('parent_id'))
      .set('position', value('position'))
      .set('version', value('version'))
      .set('updated_at', value('updated_at'))
      .where('id', '=', value('id'))
      .where('version', '=', value('expected')),
);

const remove = statement(
  'catalog.categories.delete',
  (value: StatementValue<{ id: string; expected: number }>) =>
    tables
      .deleteFrom('categories')
      .where('id', '=', value('id'))
      .where('version', '=', value('expected')),
);

const uniques: UniqueConstraints = {
  categories_slug_key: '/slug',
};

export function createCategoryRepository({
  connection,
  record,
}: UnitOfWorkSession<CategoryEvent>): CategoryRepository {
  const versions = trackVersions();

  const loaded = (row: ReadRow): Category => {
    const category = Category.reconstitute(toSnapshot(row));
    versions.saw(category);
    return category;
  };

  return {
    find: async (id) => {
      const row = await connection.row(find, { id });
      return row === null ? null : loaded(row);
    },
    add: (category) =>
      orTaken(uniques, async () => {
        await connection.affected(insert, toRow(category.snapshot()));
        versions.saw(category);
        record(category.pullEvents());
      }),
    save: (category) =>
      orTaken(uniques, async () => {
        const row = { ...toRow(category.snapshot()), expected: versions.expected(category) };
        versions.wrote(category, await connection.affected(update, row));
        record(category.pullEvents());
      }),
    remove: async (category) => {
      const expected = versions.expected(category);
      versions.wrote(category, await connection.affected(remove, { id: category.id, expected }));
      record(category.pullEvents());
    },
  };
}

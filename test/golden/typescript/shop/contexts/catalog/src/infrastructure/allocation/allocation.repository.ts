import {
  orTaken,
  type UniqueConstraints,
  statement,
  trackVersions,
  type StatementValue,
  type UnitOfWorkSession,
} from '@packages/platform/database';
import type { AllocationEvent } from '../../domain/allocation/allocation.events.ts';
import type { AllocationRepository } from '../../domain/allocation/allocation.repository.ts';
import type { AllocationStatus } from '../../domain/allocation/allocation.snapshot.ts';
import { Allocation } from '../../domain/allocation/allocation.ts';
import { tables } from '../tables.ts';
import { columns, toRow, toSnapshot, type ReadRow, type WrittenRow } from './allocation.rows.ts';

const find = statement('catalog.allocations.load', (value: StatementValue<{ id: string }>) =>
  tables.selectFrom('allocations').select(columns).where('id', '=', value('id')).forUpdate(),
);

const idsByOrderId = statement(
  'catalog.allocations.idsByOrderId',
  (
    value: StatementValue<{
      order_id: string;
      inStatuses: readonly AllocationStatus[];
      afterId: string;
      atMost: number;
    }>,
  ) =>
    tables
      .selectFrom('allocations')
      .select('id')
      .where('order_id', '=', value('order_id'))
      .where(({ eb, fn }) => eb('status', '=', fn.any(value('inStatuses'))))
      .where('id', '>', value('afterId'))
      .orderBy('id')
      .limit(value('atMost')),
);

const insert = statement('catalog.allocations.insert', (value: StatementValue<WrittenRow>) =>
  tables.insertInto('allocations').values({
    id: value('id'),
    order_id: value('order_id'),
    product_id: value('product_id'),
    quantity: value('quantity'),
    status: value('status'),
    version: value('version'),
    created_at: value('created_at'),
    updated_at: value('updated_at'),
  }),
);

const update = statement(
  'catalog.allocations.update',
  (value: StatementValue<WrittenRow & { expected: number }>) =>
    tables
      .updateTable('allocations')
      .set('status', value('status'))
      .set('version', value('version'))
      .set('updated_at', value('updated_at'))
      .where('id', '=', value('id'))
      .where('version', '=', value('expected')),
);

const remove = statement(
  'catalog.allocations.delete',
  (value: StatementValue<{ id: string; expected: number }>) =>
    tables
      .deleteFrom('allocations')
      .where('id', '=', value('id'))
      .where('version', '=', value('expected')),
);

const uniques: UniqueConstraints = {
  allocations_order_id_key: '/orderId',
};

export function createAllocationRepository({
  connection,
  record,
}: UnitOfWorkSession<AllocationEvent>): AllocationRepository {
  const versions = trackVersions();

  const loaded = (row: ReadRow): Allocation => {
    const allocation = Allocation.reconstitute(toSnapshot(row));
    versions.saw(allocation);
    return allocation;
  };

  return {
    find: async (id) => {
      const row = await connection.row(find, { id });
      return row === null ? null : loaded(row);
    },
    idsByOrderId: async (orderId, { statuses, after, limit }) => {
      const rows = await connection.rows(idsByOrderId, {
        order_id: orderId,
        inStatuses: statuses,
        afterId: after,
        atMost: limit,
      });
      return rows.map(({ id }) => id);
    },
    add: (allocation) =>
      orTaken(uniques, async () => {
        await connection.affected(insert, toRow(allocation.snapshot()));
        versions.saw(allocation);
        record(allocation.pullEvents());
      }),
    save: (allocation) =>
      orTaken(uniques, async () => {
        const row = { ...toRow(allocation.snapshot()), expected: versions.expected(allocation) };
        versions.wrote(allocation, await connection.affected(update, row));
        record(allocation.pullEvents());
      }),
    remove: async (allocation) => {
      const expected = versions.expected(allocation);
      versions.wrote(
        allocation,
        await connection.affected(remove, { id: allocation.id, expected }),
      );
      record(allocation.pullEvents());
    },
  };
}

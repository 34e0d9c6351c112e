import { err, ok } from '@packages/kernel';
import type { UnitOfWork } from '@packages/kernel/application';
import { byTester } from '@packages/kernel/testing';
import { beforeEach, describe, expect, test } from 'bun:test';

import type { PaymentsQueries, PaymentsRepositories } from '../../src/application/ports.ts';
import { Dispute } from '../../src/domain/dispute/dispute.ts';
import { disputeExamples } from '../examples/dispute.ts';

export interface PaymentsStore {
  readonly unitOfWork: UnitOfWork<PaymentsRepositories>;
  readonly queries: PaymentsQueries;
}

const now = new Date('2026-01-15T09:30:00.000Z');
const later = new Date('2026-01-15T09:30:01.000Z');

function made(index: number, id = `01890a5d-ac96-774b-bcce-00000000000${index}`): Dispute {
  const example = disputeExamples[index];
  if (example === undefined) throw new Error('There are not that many examples.');
  const created = Dispute.create(example, { id, now: new Date(now.getTime() + index) });
  if (!created.ok) throw new Error(JSON.stringify(created.error));
  return created.value;
}

/** What every store of disputes has to do, whatever it is made of. */
export function disputeRepositoryContract(
  implementation: string,
  open: () => Promise<PaymentsStore>,
): void {
  describe(`disputes in ${implementation}`, () => {
    let store: PaymentsStore;
    beforeEach(async () => {
      store = await open();
    });

    const add = (dispute: Dispute) =>
      store.unitOfWork.run(byTester, ({ disputes: stored }) => stored.add(dispute));

    const read = (id: string) => store.queries.disputes.find(id, byTester);

    test('are read as they were added', async () => {
      const dispute = made(0);
      expect(await add(dispute)).toEqual({ ok: true, value: undefined });
      expect(await read(dispute.id)).toEqual(dispute.snapshot());
    });

    test('are found in a unit of work as they were added', async () => {
      const dispute = made(0);
      await add(dispute);
      const found = await store.unitOfWork.run(byTester, async ({ disputes: stored }) =>
        ok((await stored.find(dispute.id))?.snapshot()),
      );
      expect(found).toEqual({ ok: true, value: dispute.snapshot() });
    });

    test('are read as they were saved', async () => {
      const dispute = made(0);
      await add(dispute);
      const saved = await store.unitOfWork.run(byTester, async ({ disputes: stored }) => {
        const found = await stored.find(dispute.id);
        found?.change({ amount: { amount: '0.01', currency: 'EUR' } }, later);
        return found === null ? err({ kind: 'not-found' }) : stored.save(found);
      });
      expect(saved).toEqual({ ok: true, value: undefined });
      expect(await read(dispute.id)).toEqual({
        ...dispute.snapshot(),
        amount: { amount: '0.01', currency: 'EUR' },
        version: 2,
        updatedAt: later,
      });
    });

    test('are gone once removed', async () => {
      const dispute = made(0);
      await add(dispute);
      await store.unitOfWork.run(byTester, async ({ disputes: stored }) => {
        const found = await stored.find(dispute.id);
        if (found === null) return err({ kind: 'not-found' });
        found.remove(later);
        return ok(await stored.remove(found));
      });
      expect(await read(dispute.id)).toBeNull();
    });

    test('are not there where the unit of work fails', async () => {
      const dispute = made(0);
      await store.unitOfWork.run(byTester, async ({ disputes: stored }) => {
        await stored.add(dispute);
        return err({ kind: 'stale' });
      });
      expect(await read(dispute.id)).toBeNull();
    });

    test('are refused where their case number is in use', async () => {
      await add(made(0));
      expect(await add(made(0, '01890a5d-ac96-774b-bcce-000000000009'))).toEqual({
        ok: false,
        error: {
          kind: 'taken',
          violations: [{ pointer: '/caseNumber', code: 'not-unique', message: expect.any(String) }],
        },
      });
    });

    test('are listed newest first, page by page', async () => {
      const all = disputeExamples.map((_, index) => made(index));
      for (const dispute of all) await add(dispute);
      const newestFirst = all.map(({ id }) => id).toReversed();

      const first = await store.queries.disputes.list(1, null, byTester);
      expect(first.items.map(({ id }) => id)).toEqual(newestFirst.slice(0, 1));
      const rest = await store.queries.disputes.list(100, first.next, byTester);
      expect(
        [first, ...(first.next === null ? [] : [rest])].flatMap(({ items }) =>
          items.map(({ id }) => id),
        ),
      ).toEqual(newestFirst);
      expect(rest.next).toBeNull();
    });
  });
}

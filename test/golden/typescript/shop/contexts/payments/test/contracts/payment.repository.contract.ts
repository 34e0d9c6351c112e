import { err, ok } from '@packages/kernel';
import type { UnitOfWork } from '@packages/kernel/application';
import { byTester } from '@packages/kernel/testing';
import { beforeEach, describe, expect, test } from 'bun:test';

import type { PaymentsQueries, PaymentsRepositories } from '../../src/application/ports.ts';
import { Payment } from '../../src/domain/payment/payment.ts';
import { paymentExamples } from '../examples/payment.ts';

export interface PaymentsStore {
  readonly unitOfWork: UnitOfWork<PaymentsRepositories>;
  readonly queries: PaymentsQueries;
}

const now = new Date('2026-01-15T09:30:00.000Z');
const later = new Date('2026-01-15T09:30:01.000Z');

function made(index: number, id = `01890a5d-ac96-774b-bcce-00000000000${index}`): Payment {
  const example = paymentExamples[index];
  if (example === undefined) throw new Error('There are not that many examples.');
  const created = Payment.create(example, { id, now: new Date(now.getTime() + index) });
  if (!created.ok) throw new Error(JSON.stringify(created.error));
  return created.value;
}

/** What every store of payments has to do, whatever it is made of. */
export function paymentRepositoryContract(
  implementation: string,
  open: () => Promise<PaymentsStore>,
): void {
  describe(`payments in ${implementation}`, () => {
    let store: PaymentsStore;
    beforeEach(async () => {
      store = await open();
    });

    const add = (payment: Payment) =>
      store.unitOfWork.run(byTester, ({ payments: stored }) => stored.add(payment));

    const read = (id: string) => store.queries.payments.find(id, byTester);

    test('are read as they were added', async () => {
      const payment = made(0);
      expect(await add(payment)).toEqual({ ok: true, value: undefined });
      expect(await read(payment.id)).toEqual(payment.snapshot());
    });

    test('are found in a unit of work as they were added', async () => {
      const payment = made(0);
      await add(payment);
      const found = await store.unitOfWork.run(byTester, async ({ payments: stored }) =>
        ok((await stored.find(payment.id))?.snapshot()),
      );
      expect(found).toEqual({ ok: true, value: payment.snapshot() });
    });

    test('are read as they were saved', async () => {
      const payment = made(0);
      await add(payment);
      const saved = await store.unitOfWork.run(byTester, async ({ payments: stored }) => {
        const found = await stored.find(payment.id);
        found?.change({}, later);
        return found === null ? err({ kind: 'not-found' }) : stored.save(found);
      });
      expect(saved).toEqual({ ok: true, value: undefined });
      expect(await read(payment.id)).toEqual({
        ...payment.snapshot(),
        version: 2,
        updatedAt: later,
      });
    });

    test('are gone once removed', async () => {
      const payment = made(0);
      await add(payment);
      await store.unitOfWork.run(byTester, async ({ payments: stored }) => {
        const found = await stored.find(payment.id);
        if (found === null) return err({ kind: 'not-found' });
        found.remove(later);
        return ok(await stored.remove(found));
      });
      expect(await read(payment.id)).toBeNull();
    });

    test('are not there where the unit of work fails', async () => {
      const payment = made(0);
      await store.unitOfWork.run(byTester, async ({ payments: stored }) => {
        await stored.add(payment);
        return err({ kind: 'stale' });
      });
      expect(await read(payment.id)).toBeNull();
    });

    test('are refused where their order id is in use', async () => {
      await add(made(0));
      expect(await add(made(0, '01890a5d-ac96-774b-bcce-000000000009'))).toEqual({
        ok: false,
        error: {
          kind: 'taken',
          violations: [{ pointer: '/orderId', code: 'not-unique', message: expect.any(String) }],
        },
      });
    });

    test('are found by their order id', async () => {
      const payment = made(0);
      await add(payment);
      const { id, status } = payment.snapshot();
      const meant = {
        statuses: [status],
        after: '00000000-0000-0000-0000-000000000000',
        limit: 10,
      };
      const selections = [meant, { ...meant, statuses: [] }, { ...meant, after: id }];
      const found = await store.unitOfWork.run(byTester, async ({ payments: stored }) =>
        ok(
          await Promise.all(
            selections.map((selection) =>
              stored.idsByOrderId(paymentExamples[0].orderId, selection),
            ),
          ),
        ),
      );
      expect(found).toEqual({ ok: true, value: [[payment.id], [], []] });
    });

    test('are listed newest first, page by page', async () => {
      const all = paymentExamples.map((_, index) => made(index));
      for (const payment of all) await add(payment);
      const newestFirst = all.map(({ id }) => id).toReversed();

      const first = await store.queries.payments.list(1, null, byTester);
      expect(first.items.map(({ id }) => id)).toEqual(newestFirst.slice(0, 1));
      const rest = await store.queries.payments.list(100, first.next, byTester);
      expect(
        [first, ...(first.next === null ? [] : [rest])].flatMap(({ items }) =>
          items.map(({ id }) => id),
        ),
      ).toEqual(newestFirst);
      expect(rest.next).toBeNull();
    });
  });
}

import { err, ok } from '@packages/kernel';
import { inTurn, type Execution } from '@packages/kernel/application';
import { byTester } from '@packages/kernel/testing';
import { describe, expect, test } from 'bun:test';

const execution: Execution = {
  ...byTester,
  delivery: { consumer: 'test.counts', eventId: '01890a5d-ac96-774b-bcce-b302099a8060' },
};

function idsUpTo(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `01890a5d-${String(index).padStart(4, '0')}`);
}

async function applied(ids: readonly string[]) {
  const seen: { readonly id: string; readonly marks: boolean }[] = [];
  const outcome = await inTurn(execution, {
    next: ({ after, limit }) => Promise.resolve(ok(ids.filter((id) => id > after).slice(0, limit))),
    apply: (id, { delivery }) => {
      seen.push({ id, marks: delivery !== null });
      return Promise.resolve(ok(undefined));
    },
  });
  return { outcome, seen };
}

describe('what is done in turn', () => {
  test.each([0, 1, 99, 100, 101, 250])(
    'is done to each of %d, once, and marked at the end',
    async (count) => {
      const ids = idsUpTo(count);
      const { outcome, seen } = await applied(ids);
      expect(outcome.ok).toBe(true);
      expect(seen.map(({ id }) => id)).toEqual([...ids]);
      expect(seen.filter(({ marks }) => marks).map(({ id }) => id)).toEqual(ids.slice(-1));
    },
  );

  test('ends where one fails', async () => {
    const seen: string[] = [];
    const outcome = await inTurn(execution, {
      next: () => Promise.resolve(ok(idsUpTo(3))),
      apply: (id) => {
        seen.push(id);
        return Promise.resolve(err({ kind: 'stale' }));
      },
    });
    expect(outcome).toEqual({ ok: false, error: { kind: 'stale' } });
    expect(seen).toHaveLength(1);
  });
});

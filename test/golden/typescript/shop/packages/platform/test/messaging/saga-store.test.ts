import type { SagaState, SagaStore } from '@packages/kernel/application';
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { sagaStoreOf } from '../../src/messaging/index.ts';
import { createTestDatabase, type TestDatabase } from '../../src/testing/index.ts';
import { notesMigrations } from '../fixtures/notes/notes.ts';

interface Sent {
  readonly amount: string;
}

let db: TestDatabase;
let sagas: SagaStore<Sent>;

beforeAll(async () => {
  db = await createTestDatabase({ contexts: [notesMigrations] });
  sagas = sagaStoreOf<Sent>('notes', 'fulfilment')({ connection: db.database.primary });
});
afterAll(() => db.drop());

const begun = new Date('2026-01-02T03:04:05.678Z');
const deadline = new Date('2026-01-03T03:04:05.678Z');

function aSaga(differences: Partial<SagaState<Sent>> = {}): SagaState<Sent> {
  return {
    id: Bun.randomUUIDv7(),
    aggregateId: Bun.randomUUIDv7(),
    status: 'running',
    step: 'takePayment',
    done: [],
    data: { amount: '1.00' },
    correlationId: 'a-correlation',
    deadline,
    createdAt: begun,
    updatedAt: begun,
    ...differences,
  };
}

describe('a saga', () => {
  test('is found as it was added, and as it was saved', async () => {
    const saga = aSaga();
    await sagas.add(saga);
    expect(await sagas.find(saga.aggregateId)).toEqual(saga);

    const changed: SagaState<Sent> = { ...saga, step: 'allocate', done: ['takePayment'] };
    await sagas.save(changed);

    expect(await sagas.find(saga.aggregateId)).toEqual(changed);
  });

  test('begins once for an aggregate', async () => {
    const saga = aSaga();
    await sagas.add(saga);

    await expect(sagas.add({ ...aSaga(), aggregateId: saga.aggregateId })).rejects.toThrow();
  });

  test('is not mixed up with sagas of another kind', async () => {
    const saga = aSaga();
    await sagas.add(saga);

    const others = sagaStoreOf('notes', 'another')({ connection: db.database.primary });

    expect(await others.find(saga.aggregateId)).toBeNull();
  });

  test('is overdue once its deadline has passed, unless it has ended', async () => {
    await db.empty();
    const [late, later, ended] = [
      aSaga({ deadline: begun }),
      aSaga({ deadline }),
      aSaga({ deadline: begun, status: 'completed', step: null }),
    ];
    for (const saga of [later, late, ended]) await sagas.add(saga);
    const { correlationId } = late;

    expect(await sagas.overdue(begun, 10)).toEqual([
      { aggregateId: late.aggregateId, correlationId },
    ]);
    expect(await sagas.overdue(deadline, 1)).toEqual([
      { aggregateId: late.aggregateId, correlationId },
    ]);
  });
});

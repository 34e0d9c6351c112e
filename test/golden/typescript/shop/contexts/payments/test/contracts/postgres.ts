import { createCache } from '@packages/platform/cache';
import { createTestTelemetry } from '@packages/platform/telemetry';
import { createTestDatabase, type TestDatabase } from '@packages/platform/testing';
import { afterAll, beforeAll } from 'bun:test';

import { migrations } from '../../src/infrastructure/migrations.ts';
import {
  createPaymentsPersistence,
  type PaymentsPersistence,
} from '../../src/infrastructure/persistence.ts';

export interface PaymentsOnPostgres {
  readonly database: () => TestDatabase;
  /** The context with nothing in it. */
  readonly open: () => Promise<PaymentsPersistence>;
}

/** A database for the test file that calls this, dropped when its tests are done. */
export function paymentsOnPostgres(): PaymentsOnPostgres {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createTestDatabase({ contexts: [migrations] });
  });
  afterAll(() => db.drop());

  return {
    database: () => db,
    open: async () => {
      await db.empty();
      return createPaymentsPersistence({
        database: db.database,
        telemetry: db.telemetry,
        clock: { now: () => new Date() },
        ids: { next: () => Bun.randomUUIDv7() },
        subscribed: () => true,
        cache: createCache({ redis: null, telemetry: createTestTelemetry() }),
      });
    },
  };
}

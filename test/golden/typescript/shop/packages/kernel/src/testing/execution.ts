import type { Execution } from '../application/execution.ts';

/** Somebody who asks for something in a test. */
export const byTester: Execution = {
  actor: { kind: 'user', id: 'tester', clientId: 'test', tenant: null },
  correlationId: 'test-correlation',
  causationId: null,
  idempotency: null,
  delivery: null,
};

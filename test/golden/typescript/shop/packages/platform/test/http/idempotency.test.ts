import type { Actor } from '@packages/kernel/application';
import { expect, test } from 'bun:test';
import { idempotencyScope } from '../../src/http/idempotency.ts';

const jane: Actor = { kind: 'user', id: 'jane', clientId: 'web', tenant: 'acme' };
const scopeOf = (actor: Actor) => idempotencyScope('POST', '/v1/notes', actor);

test('whoever sends a key has it for itself, however names are put together', () => {
  const callers: readonly Actor[] = [
    jane,
    { ...jane, clientId: 'web jane', id: 'jane' },
    { ...jane, clientId: 'web', id: 'jane jane' },
    { ...jane, clientId: 'web","jane', id: '' },
    { ...jane, kind: 'client' },
    { ...jane, clientId: null },
  ];

  expect(new Set(callers.map(scopeOf)).size).toBe(callers.length);
  expect(scopeOf({ ...jane })).toBe(scopeOf(jane));
});

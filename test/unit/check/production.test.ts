import { expect, test } from 'vitest';

import { isForTests } from '../../../src/check/reading/code/production.ts';

test.each([
  'contexts/tests/src/domain/order/order.ts',
  'contexts/testing/package.json',
  'contexts/ordering/src/domain/test/test.ts',
  'contexts/ordering/src/infrastructure/testing/testing.repository.ts',
])('%s runs in production, whatever its context or aggregate is called', (path) => {
  expect(isForTests(path)).toBe(false);
});

test.each([
  'test/architecture/layers.ts',
  'contexts/ordering/test/domain/order.ts',
  'contexts/tests/test/fakes/order.ts',
  'contexts/ordering/src/domain/test/test.spec.ts',
  'contexts/ordering/src/domain/order/__tests__/order.ts',
  'packages/platform/src/testing/index.ts',
  'apps/api/test/api.ts',
])('%s is for tests', (path) => {
  expect(isForTests(path)).toBe(true);
});

import path from 'node:path';
import { defineConfig } from 'vitest/config';

/**
 * The suite on any emitted repository:
 * `CONFORMANCE_SERVICE=../my-shop npx vitest run --config test/conformance/vitest.config.ts`
 */
export default defineConfig({
  test: {
    root: path.resolve(import.meta.dirname, '../..'),
    include: ['test/conformance/service.conformance.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});

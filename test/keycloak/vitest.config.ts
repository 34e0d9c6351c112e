import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** The emitted realm in a real Keycloak, which Maven fetches and Java runs: `npm run keycloak`. */
export default defineConfig({
  test: {
    name: 'keycloak',
    root: path.resolve(import.meta.dirname, '../..'),
    include: ['test/keycloak/**/*.test.ts'],
    globalSetup: ['test/keycloak/support/global-setup.ts', 'test/support/global-setup.ts'],
    reporters: ['default', './scripts/summary-reporter.mjs'],
    pool: 'forks',
    // They share addresses, and one Keycloak.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 300_000,
  },
});

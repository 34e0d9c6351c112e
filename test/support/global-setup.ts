import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser of the one PostgreSQL that all test files share. */
    postgres: string;
  }
}

/** One PostgreSQL for the whole run; each test file makes its databases in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres();
  project.provide('postgres', postgres.adminUrl);
  return () => postgres.stop();
}

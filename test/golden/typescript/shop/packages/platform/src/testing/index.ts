export {
  createTestDatabase,
  type TestDatabase,
  type TestDatabaseOptions,
} from './test-database.ts';
export { countStatements } from './statements.ts';
export { testIdentity, tokenFor } from './identity.ts';
export { createTestApi, type TestApi, type TestRequest } from './test-api.ts';
